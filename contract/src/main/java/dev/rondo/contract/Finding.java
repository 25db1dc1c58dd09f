package dev.rondo.contract;

import dev.rondo.array.DType;

/**
 * The result of one computation on one device.
 *
 * @param family the kind of computation
 * @param part which of its results
 * @param device {@code backend:name}
 * @param type the float type it ran in
 * @param seed the seed of the computation
 * @param measured its error, and the error that is allowed
 * @param failure what went wrong if nothing could be measured; otherwise empty
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
        /** The gradients with respect to its inputs and variables. */
        GRADIENT
    }

    /** Whether the result is right. */
    public boolean holds() {
        return failure.isEmpty() && measured.holds();
    }

    /** What identifies a line of a table: findings with the same key are compared. */
    public record Key(String family, Part part, String device, DType type) {}

    /** The key of this finding. */
    public Key key() {
        return new Key(family, part, device, type);
    }

    /** The worse of two findings with the same key; the first when they are equal. */
    public static Finding worse(Finding a, Finding b) {
        if (a.holds() != b.holds()) {
            return a.holds() ? b : a;
        }
        return a.failure.isEmpty() && b.failure.isEmpty() && b.measured.share() > a.measured.share()
                ? b
                : a;
    }
}
