package dev.rondo.models.forecast;

import static dev.rondo.graph.Functions.concat;

import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.List;

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

    /**
     * What is read of a window: where the guess has growth, the target counts from its last value.
     *
     * @param window the target in column 0 [T, B, C]
     */
    Tensor seen(Tensor window) {
        if (!growth) {
            return window;
        }
        Tensor target = window.slice(2, 0, 1);
        Tensor counted = target.minus(last(target));
        return window.dim(2) == 1 ? counted : concat(2, counted, window.slice(2, 1, window.dim(2)));
    }

    /** The last value of a target [T, B, 1], as [1, B, 1]. */
    static Tensor last(Tensor target) {
        return target.slice(0, target.dim(0) - 1, target.dim(0));
    }

    /**
     * The guess of each row after a window.
     *
     * @param target of the window [T, B, 1]
     * @return [B, H, 1]
     */
    Tensor of(Tensor target, int horizon) {
        int length = target.dim(0);
        Tensor latest = target.slice(0, length - season, length);
        Tensor step = step(target);
        List<Tensor> seasons = new ArrayList<>();
        for (int from = 0; from < horizon; from += season) {
            Tensor part = latest.slice(0, 0, Math.min(season, horizon - from));
            seasons.add(part.plus(step.times(from / season + 1)));
        }
        return concat(0, seasons).transpose(1, 0, 2);
    }

    /**
     * The step that a series made lately; 0 without growth.
     *
     * @param target of the window [T, B, 1]
     * @return [B, 1], or one number for all
     */
    Tensor step(Tensor target) {
        if (!growth) {
            return target.constant(0);
        }
        int length = target.dim(0);
        if (season == 1) {
            return target.at(0, length - 1).minus(target.at(0, 0)).dividedBy(length - 1);
        }
        Tensor latest = target.slice(0, length - season, length);
        Tensor before = target.slice(0, length - 2 * season, length - season);
        return latest.minus(before).mean(0);
    }
}
