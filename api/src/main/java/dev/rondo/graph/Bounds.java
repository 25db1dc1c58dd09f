package dev.rondo.graph;

import java.util.OptionalInt;

/**
 * Which numbers may stand in an I32 input: from {@code least} to {@code most}, and one more.
 *
 * @param least the smallest
 * @param most the largest
 * @param also one that is legal wherever it lies, such as the index of positions that do not count
 */
public record Bounds(int least, int most, OptionalInt also) {
    /** From {@code least} to {@code most}. */
    public Bounds(int least, int most) {
        this(least, most, OptionalInt.empty());
    }

    /** These, or one number more. */
    public Bounds or(int other) {
        return new Bounds(least, most, OptionalInt.of(other));
    }

    /** Whether a number is legal. */
    public boolean allow(int value) {
        return value >= least && value <= most || also.isPresent() && value == also.getAsInt();
    }

    /** As messages say it: {@code from 0 to 7}. */
    @Override
    public String toString() {
        String range = most < least ? "none at all" : "from " + least + " to " + most;
        return also.isEmpty() ? range : range + ", or " + also.getAsInt();
    }
}
