package dev.rondo.models.data;

/**
 * Standardises a column: (x − mean) / deviation.
 *
 * @param mean what becomes 0
 * @param deviation what becomes 1; above 0 and finite
 */
public record Scaling(double mean, double deviation) {
    /** Checks the numbers. */
    public Scaling {
        if (!Double.isFinite(mean) || !(deviation > 0 && deviation < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "a scaling needs a finite mean and a deviation above 0, got "
                            + mean
                            + " and "
                            + deviation);
        }
    }

    /**
     * Mean and standard deviation of the first values, 1/n in the variance.
     *
     * @param count how many of them count
     * @throws IllegalArgumentException when they are all equal, or so large or small that their
     *     squares are no numbers
     */
    public static Scaling fit(double[] values, int count) {
        double mean = 0;
        for (int i = 0; i < count; i++) {
            mean += (values[i] - mean) / (i + 1);
        }
        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
        }
        return new Scaling(mean, Math.sqrt(squares / count));
    }

    /** From the column's units. */
    public double apply(double x) {
        return (x - mean) / deviation;
    }

    /** Back to the column's units. */
    public double invert(double scaled) {
        return scaled * deviation + mean;
    }
}
