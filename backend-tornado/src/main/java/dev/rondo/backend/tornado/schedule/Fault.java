package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.DType;

/**
 * What a task may find wrong while it runs. It raises it in two cells of {@link #ARENA} that the
 * host looks at afterwards; 0 in the first means that nothing happened. Of several findings of one
 * kernel any one is kept.
 */
public sealed interface Fault {
    /** Where all faults lie. */
    Arena ARENA = Arena.of(Area.OUTPUTS, DType.I32);

    /** The first of the two cells. */
    int cell();

    /** Which operation of the user it is about. */
    String origin();

    /** An index outside of a table of {@code rows} rows. */
    record Outside(int cell, String origin, int rows) implements Fault {}

    /** A result that is not finite, where results are watched. */
    record NotFinite(int cell, String origin) implements Fault {}
}
