package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.DType;

import java.util.ArrayList;
import java.util.List;

/**
 * Where something begins in its arena: {@code offset} plus terms that depend on a counter.
 *
 * @param offset number of elements
 * @param terms added to the offset; none outside loops and members
 */
public record Address(int offset, List<Term> terms) {
    /** Copies the list. */
    public Address {
        terms = List.copyOf(terms);
    }

    /** The same position at every step. */
    public static Address fixed(int offset) {
        return new Address(offset, List.of());
    }

    /** A term that depends on a loop's step, or on the member of a {@link Task.ForEach}. */
    public sealed interface Term {
        /** The loop or the members. */
        Counter counter();

        /** {@code stride · counter}: the row of a stacked tensor for this step. */
        record Row(int stride, Counter counter) implements Term {}

        /**
         * {@code size · ((counter + phase) & 1)}: one of the two halves of a carry. One half holds
         * the old value and the other the new one.
         *
         * @param size elements of a half
         * @param phase 0 or 1
         */
        record Half(int size, int phase, Counter counter) implements Term {}

        /**
         * The counter-th number of a table, for places that do not lie at equal distances.
         *
         * @param table position of the table in {@link #ARENA}
         */
        record Listed(int table, Counter counter) implements Term {
            /** The arena of all tables. */
            public static final Arena ARENA = Arena.of(Area.INPUTS, DType.I32);
        }
    }

    /** This address moved by some elements. */
    public Address plus(int elements) {
        return new Address(Math.addExact(offset, elements), terms);
    }

    /** This address with one more term. */
    public Address plus(Term term) {
        List<Term> all = new ArrayList<>(terms);
        all.add(term);
        return new Address(offset, all);
    }
}
