package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.DType;

/**
 * An error that a task may find while it runs. The task raises it in cells of {@link #ARENA}, which
 * the host reads afterwards. A fault is raised only while its first cell is 0. If one kernel finds
 * several, any one of them is kept.
 */
public sealed interface Fault {
    /** The arena of all faults. */
    Arena ARENA = Arena.of(Area.OUTPUTS, DType.I32);

    /** The number of a fault's cells. */
    int CELLS = 2;

    /** The first of the fault's cells. */
    int cell();

    /** The user's operation in which the fault occurs. */
    String origin();

    /**
     * An index outside a table of {@code rows} rows. The first cell becomes the position of the
     * index + 1, and the next cell becomes the index.
     */
    record Outside(int cell, String origin, int rows) implements Fault {}

    /**
     * A result that is not finite, where results are checked. All such faults share the cell. It
     * becomes {@code code}, so the first one is known.
     *
     * @param code from 1 up
     */
    record NotFinite(int cell, String origin, int code) implements Fault {}
}
