package dev.rondo.models.forecast;

/**
 * A forecast that repeats the last season: what any model must beat (Hyndman and Athanasopoulos,
 * Forecasting: Principles and Practice, section 5.2). With a season of 1 it repeats the last value.
 *
 * @param season rows of a season
 */
public record NaiveForecast(int season) implements Baseline {
    /** Checks the season. */
    public NaiveForecast {
        if (season < 1) {
            throw new IllegalArgumentException("a season has at least 1 row, got " + season);
        }
    }

    @Override
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
