package dev.rondo.models.forecast;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How far forecasts are from what came, over all forecast steps at which something was measured.
 * All are NaN where nothing was.
 *
 * @param rmse root of the mean squared error, in the units of the series
 * @param mae mean absolute error, in the units of the series
 * @param mase mean absolute error, each divided by the mean absolute error with which its season
 *     before forecasts the rows to train on, one step ahead (Hyndman and Koehler 2006); NaN where
 *     no series has such an error
 * @param smape mean of 200 |y − ŷ| / (|y| + |ŷ|), in percent; 0 where both are 0
 * @param spread how good the intervals are, where there are any
 */
public record ForecastErrors(
        double rmse, double mae, double mase, double smape, Optional<Spread> spread) {
    /**
     * How good intervals are.
     *
     * @param crps the continuous ranked probability score, as twice the mean pinball loss at {@link
     *     Forecast#LEVELS} (Gneiting and Raftery 2007), divided as in MASE
     * @param coverage share of values in the interval of {@link Forecast#COVERAGE}
     * @param width mean width of that interval, divided as in MASE
     */
    public record Spread(double crps, double coverage, double width) {}

    /** Adds up errors. For one thread at a time. */
    public static final class Sum {
        private boolean isEmpty = true;
        private double squares;
        private double absolutes;
        private double symmetric;
        private long count;
        private double scaled;
        private long scaledCount;
        private double pinballs;
        private double widths;
        private long inside;
        private long intervals;

        /**
         * Adds a forecast.
         *
         * @param came the values; NaN where nothing was measured, which does not count
         * @param forecast of as many rows
         * @param scale the mean absolute error of the season before, of the rows to train on; NaN
         *     or 0 where there is none
         * @throws IllegalArgumentException when there are not as many values as forecast rows
         */
        public void add(double[] came, Forecast forecast, double scale) {
            if (came.length != forecast.points().length) {
                throw new IllegalArgumentException(
                        "a forecast of "
                                + forecast.points().length
                                + " rows is not measured on "
                                + came.length
                                + " values");
            }
            isEmpty = false;
            boolean isScaled = scale > 0 && scale < Double.POSITIVE_INFINITY;
            for (int h = 0; h < came.length; h++) {
                double y = came[h];
                if (Double.isNaN(y)) {
                    continue;
                }
                double error = Math.abs(forecast.points()[h] - y);
                double size = Math.abs(y) + Math.abs(forecast.points()[h]);
                squares += error * error;
                absolutes += error;
                symmetric += size > 0 ? 200 * error / size : 0;
                count++;
                if (isScaled) {
                    scaled += error / scale;
                    scaledCount++;
                }
                if (forecast.isProbabilistic()) {
                    inside += forecast.low(h) <= y && y <= forecast.high(h) ? 1 : 0;
                    pinballs += isScaled ? pinball(y, forecast.quantiles()[h]) / scale : 0;
                    widths += isScaled ? (forecast.high(h) - forecast.low(h)) / scale : 0;
                    intervals++;
                }
            }
        }

        private static double pinball(double y, double[] quantiles) {
            double sum = 0;
            for (int l = 0; l < quantiles.length; l++) {
                double above = y - quantiles[l];
                double level = Forecast.LEVELS.levels().get(l);
                sum += Math.max(level * above, (level - 1) * above);
            }
            return 2 * sum / quantiles.length;
        }

        /**
         * The errors of all that was added.
         *
         * @throws IllegalArgumentException when nothing was
         */
        public ForecastErrors errors() {
            if (isEmpty) {
                throw new IllegalArgumentException("errors are those of at least one forecast");
            }
            return new ForecastErrors(
                    Math.sqrt(squares / count),
                    absolutes / count,
                    scaled / scaledCount,
                    symmetric / count,
                    intervals == 0
                            ? Optional.empty()
                            : Optional.of(
                                    new Spread(
                                            pinballs / scaledCount,
                                            (double) inside / intervals,
                                            widths / scaledCount)));
        }
    }

    /**
     * The mean absolute error with which the season before forecasts the first rows of a series,
     * one step ahead: what MASE divides by.
     *
     * @param series the rows that count; NaN where nothing was measured
     * @param season rows of a season; 1 for the last value
     * @return NaN where no two measured rows are a season apart
     */
    public static double scale(double[] series, int season) {
        return IntStream.range(season, series.length)
                .mapToDouble(i -> Math.abs(series[i] - series[i - season]))
                .filter(error -> !Double.isNaN(error))
                .average()
                .orElse(Double.NaN);
    }
}
