package dev.rondo.backend.tornado.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * Where something begins in its arena: {@code offset} plus terms that depend on the step.
 *
 * @param offset number of elements
 * @param terms added to the offset; none outside loops
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

    /** A term that depends on a loop's step. */
    public sealed interface Term {
        /** The loop. */
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
