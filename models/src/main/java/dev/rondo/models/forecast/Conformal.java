package dev.rondo.models.forecast;

import dev.rondo.models.data.Scaling;

import java.util.Arrays;
import java.util.List;

/**
 * Calibration of intervals on forecasts of rows that were not trained on: both ends of an interval
 * are moved outwards, or inwards, by the same amount, so that the right share of those values lies
 * in it (conformalized quantile regression: Romano, Patterson and Candès 2019). What is certain
 * gets its intervals from its errors in the same way. The median stays.
 *
 * <p>The amount is measured in mean absolute errors of its step, since later steps are forecast
 * less well, and in deviations of its series, since series differ in size. If rows to come behave
 * as these did, the share holds but for 1 / (n + 1) of n values; forecasts of a series one row
 * apart overlap and count for fewer.
 *
 * @param errors mean absolute error of each step of the horizon, in deviations of the series
 * @param shifts of each of {@link Forecast#LEVELS}, in mean absolute errors of the step
 */
public record Conformal(List<Double> errors, List<Double> shifts) {
    /** Copies the lists. */
    public Conformal {
        errors = List.copyOf(errors);
        shifts = List.copyOf(shifts);
        if (shifts.size() != Forecast.LEVELS.size()) {
            throw new IllegalArgumentException(
                    "a calibration has a shift for each of "
                            + Forecast.LEVELS.levels()
                            + ", got "
                            + shifts.size());
        }
    }

    /**
     * Calibrates.
     *
     * @param outcomes [forecast][step], at least one
     * @param came the values [forecast][step]
     * @param scaling of the target of each forecast
     */
    public static Conformal fit(Outcome[][] outcomes, double[][] came, List<Scaling> scaling) {
        int steps = came[0].length;
        double[] errors = new double[steps];
        for (int i = 0; i < came.length; i++) {
            for (int h = 0; h < steps; h++) {
                double error = Math.abs(came[i][h] - outcomes[i][h].point());
                errors[h] += error / scaling.get(i).deviation() / came.length;
            }
        }
        for (int h = 0; h < steps; h++) {
            errors[h] = Math.max(errors[h], 1e-9); // a shift is divided by it
        }
        List<Double> levels = Forecast.LEVELS.levels();
        Double[] shifts = new Double[levels.size()];
        Arrays.fill(shifts, 0.0);
        double[] scores = new double[came.length * steps];
        for (int l = 0; l < shifts.length / 2; l++) {
            int other = shifts.length - 1 - l;
            for (int i = 0; i < came.length; i++) {
                for (int h = 0; h < steps; h++) {
                    double below = outcomes[i][h].quantile(levels.get(l)) - came[i][h];
                    double above = came[i][h] - outcomes[i][h].quantile(levels.get(other));
                    scores[i * steps + h] =
                            Math.max(below, above) / (scaling.get(i).deviation() * errors[h]);
                }
            }
            Arrays.sort(scores);
            double share = levels.get(other) - levels.get(l);
            shifts[other] = scores[rank(share, scores.length) - 1];
            shifts[l] = -shifts[other];
        }
        return new Conformal(Arrays.stream(errors).boxed().toList(), List.of(shifts));
    }

    /** Which score, from 1: the share of n + 1, rounded up. */
    private static int rank(double share, int n) {
        return (int) Math.min(n, Math.ceil(share * (n + 1)));
    }

    /**
     * The calibrated forecast.
     *
     * @param outcomes of each step
     * @param scaling of the target of the series
     */
    public Forecast of(Outcome[] outcomes, Scaling scaling) {
        double[] points = new double[outcomes.length];
        double[][] quantiles = new double[outcomes.length][shifts.size()];
        for (int h = 0; h < outcomes.length; h++) {
            points[h] = outcomes[h].point();
            double unit = errors.get(h) * scaling.deviation();
            for (int l = 0; l < shifts.size(); l++) {
                double raw = outcomes[h].quantile(Forecast.LEVELS.levels().get(l));
                quantiles[h][l] = raw + shifts.get(l) * unit;
            }
            // shifts may cross; in order they are nearer to the truth (Chernozhukov et al. 2010)
            Arrays.sort(quantiles[h]);
        }
        return new Forecast(points, quantiles);
    }
}
