package dev.rondo.cli.experiment;

import java.util.OptionalInt;

/** When a trial of {@link Lag1997} has solved its task: few sequences are wrong. */
sealed interface LagGoal {
    /** A sequence with a larger error at an output is wrong. */
    double tolerance();

    /** How many sequences are looked at. */
    int sequences();

    /** What their mean error is below; infinite where it does not matter. */
    double mean();

    /** Whether a sequence with this error is wrong. */
    default boolean isWrong(double error) {
        // NaN is wrong, too
        return !(error <= tolerance());
    }

    /**
     * The most recent training sequences count.
     *
     * @param wrong how many of them may be wrong
     * @param first how many may be wrong at a first mark, if there is one
     */
    record Recent(double tolerance, int sequences, int wrong, double mean, OptionalInt first)
            implements LagGoal {}

    /** Sequences count that are not trained on; none may be wrong. That alone is the first mark. */
    record Test(double tolerance, int sequences, double mean) implements LagGoal {}
}
