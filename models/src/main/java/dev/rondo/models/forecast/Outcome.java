package dev.rondo.models.forecast;

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
