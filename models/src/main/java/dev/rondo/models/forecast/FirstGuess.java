package dev.rondo.models.forecast;

/**
 * What a forecaster starts from: it learns the difference from this guess, and without having
 * learned anything forecasts nearly it.
 *
 * @param season the guess is the value so many rows before; 1 for the last value
 * @param growth whether the step that the series made lately is added: by row over the window where
 *     the season is 1, else from the mean of the season before to that of the last
 */
public record FirstGuess(int season, boolean growth) {
    /** The last value. */
    public static final FirstGuess LAST = new FirstGuess(1, false);

    /** Checks the season. */
    public FirstGuess {
        if (season < 1) {
            throw new IllegalArgumentException("a season has at least 1 row, got " + season);
        }
    }

    /** How many rows it needs. */
    public int rows() {
        return growth ? 2 * season : season;
    }

    /**
     * The guess of rows from {@code origin} on.
     *
     * @param window rows before the origin that count, at least {@link #rows}
     * @param origin at least as many rows after the beginning of the series
     */
    public double[] from(double[] series, int window, int origin, int horizon) {
        double[] guess = new NaiveForecast(season).from(series, origin, horizon);
        if (growth) {
            double step = step(series, window, origin);
            for (int h = 0; h < horizon; h++) {
                guess[h] += step * (h / season + 1);
            }
        }
        return guess;
    }

    private double step(double[] series, int window, int origin) {
        if (season == 1) {
            return (series[origin - 1] - series[origin - window]) / (window - 1);
        }
        double sum = 0;
        for (int i = 0; i < season; i++) {
            sum += series[origin - 1 - i] - series[origin - 1 - season - i];
        }
        return sum / season;
    }
}
