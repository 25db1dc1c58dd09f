package dev.rondo.models.data;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;

/**
 * Standardises a column: (x − mean) / deviation.
 *
 * @param mean what becomes 0
 * @param deviation what becomes 1; above 0 and finite
 * @param least the least value that it was fitted to; minus infinity where that is not known
 * @param most the largest
 */
public record Scaling(double mean, double deviation, double least, double most) {
    /** Leaves values as they are. */
    public static final Scaling IDENTITY = new Scaling(0, 1);

    /** Of values of which no more is known. */
    public Scaling(double mean, double deviation) {
        this(mean, deviation, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /** Checks the numbers. */
    public Scaling {
        if (!Double.isFinite(mean) || !(deviation > 0 && deviation < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "a scaling needs a finite mean and a finite deviation above 0, got "
                            + mean
                            + " and "
                            + deviation);
        }
        if (!(least <= most)) {
            throw new IllegalArgumentException(
                    "the least value of a scaling must be at most the largest, got "
                            + least
                            + " and "
                            + most);
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
        DoubleSummaryStatistics range = Arrays.stream(values, 0, count).summaryStatistics();
        return new Scaling(mean, Math.sqrt(squares / count), range.getMin(), range.getMax());
    }

    /** How far a value lies outside those that this was fitted to; 0 for one within. */
    public double beyond(double x) {
        return Math.max(0, Math.max(least - x, x - most));
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
