package dev.rondo.models.forecast;

import java.util.SplittableRandom;

/** What is said of a value to come, in the units of its series. */
public interface Outcome {
    /** The value that is named where one must be: the mean of a distribution, or its median. */
    double point();

    /**
     * The value below which it stays with a probability.
     *
     * @param level the probability, above 0 and below 1
     */
    double quantile(double level);

    /** Draws a value. */
    default double sample(SplittableRandom random) {
        return quantile(random.nextDouble(Double.MIN_NORMAL, 1));
    }

    /** A value that is certain. */
    static Outcome certain(double value) {
        return new Outcome() {
            @Override
            public double point() {
                return value;
            }

            @Override
            public double quantile(double level) {
                return value;
            }
        };
    }
}
