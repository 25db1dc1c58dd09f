package dev.rondo.models.forecast;

import java.util.Arrays;

/**
 * A forecast of some rows, in the units of the series.
 *
 * @param points a value for each row
 * @param quantiles [row][level] at {@link #LEVELS}, which do not cross; no columns where the model
 *     says nothing of them
 */
public record Forecast(double[] points, double[][] quantiles) {
    /** The levels of quantiles: intervals of 90, 80 and 50 %, and the median. */
    public static final Quantiles LEVELS = Quantiles.USUAL;

    /** The share of values that lie between the outermost quantiles. */
    public static final double COVERAGE = 0.9;

    /** A forecast of values alone. */
    public static Forecast of(double... points) {
        return new Forecast(points, new double[points.length][0]);
    }

    /** The same forecast without quantiles below 0, where calibration may move those of counts. */
    public Forecast ofCounts() {
        double[][] above =
                Arrays.stream(quantiles)
                        .map(row -> Arrays.stream(row).map(q -> Math.max(0, q)).toArray())
                        .toArray(double[][]::new);
        return new Forecast(points, above);
    }

    /** Whether it has quantiles. */
    public boolean isProbabilistic() {
        return quantiles.length > 0 && quantiles[0].length > 0;
    }

    /** The lower end of the interval of {@link #COVERAGE}. */
    public double low(int row) {
        return quantiles[row][0];
    }

    /** The upper end of the interval of {@link #COVERAGE}. */
    public double high(int row) {
        return quantiles[row][quantiles[row].length - 1];
    }
}
