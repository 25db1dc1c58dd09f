package dev.rondo.graph;

import java.util.OptionalInt;

/**
 * The numbers that an I32 input may hold: from {@code least} to {@code most}, and one more.
 *
 * @param least the smallest
 * @param most the largest
 * @param also one that is legal even outside that range, such as the index of ignored positions
 */
public record Bounds(int least, int most, OptionalInt also) {
    /** From {@code least} to {@code most}. */
    public Bounds(int least, int most) {
        this(least, most, OptionalInt.empty());
    }

    /** These bounds with one more legal number. */
    public Bounds or(int other) {
        return new Bounds(least, most, OptionalInt.of(other));
    }

    /** Whether a number is legal. */
    public boolean allow(int value) {
        return value >= least && value <= most || also.isPresent() && value == also.getAsInt();
    }

    /** The bounds as text for messages: {@code from 0 to 7}. */
    @Override
    public String toString() {
        String range = most < least ? "none at all" : "from " + least + " to " + most;
        return also.isEmpty() ? range : range + ", or " + also.getAsInt();
    }
}
