package dev.rondo.collective;

import java.time.Duration;

/** What is asked of arguments. */
final class Checks {
    private Checks() {}

    static void size(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("a group must have at least 1 member, got " + size);
        }
    }

    static void rank(int rank, int size) {
        if (rank < 0 || rank >= size) {
            throw new IllegalArgumentException(
                    "a rank must be from 0 to " + (size - 1) + ", got " + rank);
        }
    }

    /** The nanoseconds of a time. */
    static long patience(Duration patience) {
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("a member must wait longer than 0, got " + patience);
        }
        try {
            return patience.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE; // 292 years
        }
    }
}
