package dev.rondo.backend.tornado.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * Where something begins in its arena: {@code offset} plus what depends on the step.
 *
 * @param offset elements
 * @param terms added to it; none outside of loops
 */
public record Address(int offset, List<Term> terms) {
    /** Copies the list. */
    public Address {
        terms = List.copyOf(terms);
    }

    /** The same place at every step. */
    public static Address fixed(int offset) {
        return new Address(offset, List.of());
    }

    /** A part that depends on a loop's step. */
    public sealed interface Term {
        /** The loop. */
        Counter counter();

        /** {@code stride · counter}: the step's row of a stacked tensor. */
        record Row(int stride, Counter counter) implements Term {}

        /**
         * {@code size · ((counter + phase) & 1)}: one of the two halves of a carry, of which one
         * holds the old value and the other the new.
         *
         * @param phase 0 or 1
         */
        record Half(int size, int phase, Counter counter) implements Term {}
    }

    /** This address and some more elements. */
    public Address plus(int elements) {
        return new Address(Math.addExact(offset, elements), terms);
    }

    /** This address and another term. */
    public Address plus(Term term) {
        List<Term> all = new ArrayList<>(terms);
        all.add(term);
        return new Address(offset, all);
    }
}
