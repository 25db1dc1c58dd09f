package dev.rondo.contract;

import dev.rondo.array.DType;

/**
 * What one computation gave on one device.
 *
 * @param family the kind of computation
 * @param part which of its results
 * @param device {@code backend:name}
 * @param type the float type it ran in
 * @param seed of the computation
 * @param measured how far off it was, and may be
 * @param failure what went wrong where nothing could be measured; empty else
 */
public record Finding(
        String family,
        Part part,
        String device,
        DType type,
        long seed,
        Measured measured,
        String failure) {

    /** Which results of a computation. */
    public enum Part {
        /** Its outputs. */
        FORWARD,
        /** The gradients by its inputs and variables. */
        GRADIENT
    }

    /** Whether all is well. */
    public boolean holds() {
        return failure.isEmpty() && measured.holds();
    }

    /** What is compared: findings of one line of a table. */
    public record Key(String family, Part part, String device, DType type) {}

    /** The line of a table this belongs to. */
    public Key key() {
        return new Key(family, part, device, type);
    }

    /** Of two of one line, the worse; the earlier when they are equal. */
    public static Finding worse(Finding a, Finding b) {
        if (a.holds() != b.holds()) {
            return a.holds() ? b : a;
        }
        return a.failure.isEmpty() && b.failure.isEmpty() && b.measured.share() > a.measured.share()
                ? b
                : a;
    }
}
