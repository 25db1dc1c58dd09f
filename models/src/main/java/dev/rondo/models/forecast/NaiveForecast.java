package dev.rondo.models.forecast;

/**
 * A forecast that repeats the last season: what any model must beat (Hyndman and Athanasopoulos,
 * Forecasting: Principles and Practice, section 5.2). With a season of 1 it repeats the last value.
 *
 * @param season rows of a season
 */
public record NaiveForecast(int season) {
    /** Checks the season. */
    public NaiveForecast {
        if (season < 1) {
            throw new IllegalArgumentException("a season has at least 1 row, got " + season);
        }
    }

    /**
     * The rows from {@code origin} on, from what stands before it.
     *
     * @param series at least {@code season} values before {@code origin}
     * @param origin the first row that is not known
     * @param horizon rows to forecast, 0 or more
     * @throws IllegalArgumentException when the season before {@code origin} does not lie in the
     *     series, or the horizon is negative
     */
    public double[] from(double[] series, int origin, int horizon) {
        if (origin < season || origin > series.length || horizon < 0) {
            throw new IllegalArgumentException(
                    "a season of "
                            + season
                            + " rows before row "
                            + origin
                            + " of "
                            + series.length
                            + " cannot be repeated for "
                            + horizon
                            + " rows: the origin is from "
                            + season
                            + " to "
                            + series.length
                            + ", the horizon 0 or more");
        }
        double[] forecast = new double[horizon];
        for (int h = 0; h < horizon; h++) {
            forecast[h] = series[origin - season + h % season];
        }
        return forecast;
    }
}
