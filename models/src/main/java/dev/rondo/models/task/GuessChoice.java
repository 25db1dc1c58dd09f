package dev.rondo.models.task;

import dev.rondo.models.data.Panel;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.SeriesWindows;
import dev.rondo.models.forecast.FirstGuess;

import java.util.List;
import java.util.stream.Stream;

/**
 * Chooses the first guess, from which a model forecasts the difference: the last value or the last
 * season, with or without growth, whichever is nearest to what came in the rows to train on.
 */
final class GuessChoice {
    /** Forecasts of each series that are compared. */
    private static final int COMPARED = 200;

    private GuessChoice() {}

    static FirstGuess of(
            Panel panel, SeriesWindows.Form shares, int season, int window, int horizon) {
        FirstGuess best = FirstGuess.LAST;
        double least = Double.POSITIVE_INFINITY;
        for (FirstGuess guess : candidates(season, window)) {
            double error = error(panel, shares, guess, window, horizon);
            if (error < least) {
                least = error;
                best = guess;
            }
        }
        return best;
    }

    private static List<FirstGuess> candidates(int season, int window) {
        return Stream.of(
                        FirstGuess.LAST,
                        new FirstGuess(1, true),
                        new FirstGuess(Math.max(1, season), false),
                        new FirstGuess(Math.max(1, season), true))
                .filter(guess -> guess.rows() <= window)
                .distinct()
                .toList();
    }

    /** The errors of all series from the same origins, each in its own steps. */
    private static double error(
            Panel panel, SeriesWindows.Form shares, FirstGuess guess, int window, int horizon) {
        double sum = 0;
        for (Series series : panel.series()) {
            int rows = shares.trainingRows(series.rows());
            double[] values = series.target();
            double spread = spread(values, rows);
            int count = rows - horizon - window + 1;
            for (int i = 0; i < Math.min(COMPARED, count); i++) {
                int origin = window + (int) ((long) i * count / Math.min(COMPARED, count));
                double[] forecast = guess.from(values, window, origin, horizon);
                for (int h = 0; h < horizon; h++) {
                    sum += Math.abs(forecast[h] - values[origin + h]) / spread;
                }
            }
        }
        return sum;
    }

    /** The mean step of a series, so that large series do not decide alone. */
    private static double spread(double[] values, int rows) {
        double sum = 0;
        for (int i = 1; i < rows; i++) {
            sum += Math.abs(values[i] - values[i - 1]);
        }
        return sum > 0 ? sum / rows : 1;
    }
}
