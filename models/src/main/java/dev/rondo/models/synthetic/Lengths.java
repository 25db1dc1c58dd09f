package dev.rondo.models.synthetic;

import java.util.random.RandomGenerator;

/** Lengths of sequences: checked, and drawn from T to T + T/10 as Hochreiter and Schmidhuber do. */
final class Lengths {
    /** Longer sequences would not fit an array of some rows. */
    static final int LONGEST = 1_000_000;

    private Lengths() {}

    /** A length within the bounds of a task. */
    static int checked(String what, int length, int least) {
        if (length < least || length > LONGEST) {
            throw new IllegalArgumentException(
                    what + " must be from " + least + " to " + LONGEST + ", got " + length);
        }
        return length;
    }

    /** The longest of those that are drawn. */
    static int longest(int shortest) {
        return shortest + shortest / 10;
    }

    /** From T to T + T/10. */
    static int drawn(int shortest, RandomGenerator random) {
        return random.nextInt(shortest, longest(shortest) + 1);
    }
}
