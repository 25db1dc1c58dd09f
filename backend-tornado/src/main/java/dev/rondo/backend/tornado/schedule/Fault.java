package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.DType;

/**
 * What a task may find wrong while it runs. It raises it in cells of {@link #ARENA} that the host
 * looks at afterwards. A fault is raised only while its first cell is 0; of several findings of one
 * kernel any one is kept.
 */
public sealed interface Fault {
    /** Where all faults lie. */
    Arena ARENA = Arena.of(Area.OUTPUTS, DType.I32);

    /** The first of its cells. */
    int cell();

    /** Which operation of the user it is about. */
    String origin();

    /**
     * An index outside of a table of {@code rows} rows: the first cell becomes the position of the
     * index + 1, and the next cell the index.
     */
    record Outside(int cell, String origin, int rows) implements Fault {}

    /**
     * A result that is not finite, where results are watched: the cell, which all of these share,
     * becomes {@code code}, so that the first one is known.
     *
     * @param code from 1 up
     */
    record NotFinite(int cell, String origin, int code) implements Fault {}
}
