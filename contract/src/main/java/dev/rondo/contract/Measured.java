package dev.rondo.contract;

/**
 * An error, and the error that is allowed.
 *
 * @param error the error found
 * @param limit the error allowed
 */
public record Measured(double error, double limit) {
    /** Whether the error is within the limit; false for NaN. */
    public boolean holds() {
        return error <= limit;
    }

    /** The part of the limit that is used up; infinite for an error where the limit is 0. */
    double share() {
        return error == 0 ? 0 : error / limit;
    }

    /** The one of two that uses more of its limit. */
    public static Measured worse(Measured a, Measured b) {
        return Double.compare(a.share(), b.share()) >= 0 ? a : b;
    }
}
