package dev.rondo.contract;

/**
 * How far something lies from where it should be, and how far it may.
 *
 * @param error what was found
 * @param limit what is allowed
 */
public record Measured(double error, double limit) {
    /** Whether it is where it should be; a NaN is not. */
    public boolean holds() {
        return error <= limit;
    }

    /** How much of the limit is used up; what has none and errs uses it up infinitely. */
    double share() {
        return error == 0 ? 0 : error / limit;
    }

    /** Of two, the one that uses up more of its limit. */
    public static Measured worse(Measured a, Measured b) {
        return Double.compare(a.share(), b.share()) >= 0 ? a : b;
    }
}
