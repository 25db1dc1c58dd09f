package dev.rondo.models.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.graph.Scope;
import dev.rondo.models.Run;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.cell.StackOptions;
import dev.rondo.models.data.Scaling;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

class ForecastProperties {
    /** What the graph computes in a window is what the plain formula says of the whole series. */
    @Property(tries = 60)
    void anUntrainedForecasterForecastsNearlyItsFirstGuess(
            @ForAll @IntRange(min = 1, max = 5) int season,
            @ForAll boolean growth,
            @ForAll @IntRange(min = 1, max = 13) int horizon,
            @ForAll @IntRange(min = 0, max = 4) int more,
            @ForAll long seed) {
        FirstGuess guess = new FirstGuess(season, growth);
        int window = Math.max(2, guess.rows()) + more;
        double[] series = new SplittableRandom(seed).doubles(window + 3, -2, 2).toArray();
        Scope scope = Scope.root();
        Forecaster forecaster =
                new Forecaster(
                        scope,
                        new Forecaster.Config(
                                Forecaster.Inputs.of(window, horizon, 1),
                                3,
                                1,
                                Cells.GRU,
                                StackOptions.none(),
                                PointForecast.mean(),
                                guess));
        double[] last = Arrays.copyOfRange(series, 3, series.length);
        Array forecast =
                Run.once(
                                scope,
                                Map.of(Forecaster.WINDOW, Array.of(last, window, 1, 1)),
                                forecaster.forecasting(1))
                        .get(Forecaster.FORECAST);
        double[] expected = guess.from(series, window, series.length, horizon);
        for (int h = 0; h < horizon; h++) {
            assertThat(forecast.get(h)).isCloseTo(expected[h], within(0.02));
        }
    }

    /** Errors of rows to come that are drawn as those of the calibration were. */
    @Property(tries = 20)
    void calibratedIntervalsHoldTheShareTheySay(
            @ForAll @DoubleRange(min = 0.1, max = 5) double spread, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = 600;
        Outcome[][] outcomes = new Outcome[n][2];
        double[][] came = new double[n][2];
        // the model takes its errors for normal and of deviation 1; they are not
        for (int i = 0; i < n; i++) {
            for (int h = 0; h < 2; h++) {
                outcomes[i][h] = new Gaussian().outcome(new double[] {0, 1}, new Scaling(0, 1));
                came[i][h] = error(random, spread * (h + 1));
            }
        }
        List<Scaling> scaling = Collections.nCopies(n, new Scaling(0, 1));
        Conformal calibration = Conformal.fit(outcomes, came, scaling);
        int inside = 0;
        int tries = 4000;
        for (int i = 0; i < tries; i++) {
            int h = i % 2;
            Forecast f = calibration.of(outcomes[0], new Scaling(0, 1));
            double y = error(random, spread * (h + 1));
            inside += f.low(h) <= y && y <= f.high(h) ? 1 : 0;
            assertThat(f.quantiles()[h]).isSorted();
            assertThat(f.quantiles()[h][3]).isCloseTo(0, within(1e-9));
        }
        assertThat((double) inside / tries).isBetween(0.85, 0.95);
    }

    private static double error(SplittableRandom random, double spread) {
        return spread * (random.nextDouble() - random.nextDouble());
    }

    @Test
    void aNumberAloneGetsItsIntervalsFromItsErrors() {
        int n = 99;
        Outcome[][] outcomes = new Outcome[n][1];
        double[][] came = new double[n][1];
        for (int i = 0; i < n; i++) {
            outcomes[i][0] = Outcome.certain(10);
            came[i][0] = 10 + (i + 1) * (i % 2 == 0 ? 1 : -1);
        }
        List<Scaling> scaling = Collections.nCopies(n, new Scaling(7, 4));
        Forecast f = Conformal.fit(outcomes, came, scaling).of(outcomes[0], scaling.getFirst());
        // of 99 errors the 90th: 90 % of n + 1
        assertThat(f.low(0)).isCloseTo(10 - 90, within(1e-9));
        assertThat(f.high(0)).isCloseTo(10 + 90, within(1e-9));
        assertThat(f.points()[0]).isEqualTo(10);
    }

    @Property(tries = 60)
    void errorsAreWhatPlainFormulasSay(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int n) {
        SplittableRandom random = new SplittableRandom(seed);
        ForecastErrors.Sum sum = new ForecastErrors.Sum();
        double squares = 0;
        double absolutes = 0;
        double scaled = 0;
        double symmetric = 0;
        for (int i = 0; i < n; i++) {
            double[] came = random.doubles(3, -4, 4).toArray();
            double[] points = random.doubles(3, -4, 4).toArray();
            double scale = random.nextDouble(0.5, 2);
            sum.add(came, Forecast.of(points), scale);
            for (int h = 0; h < 3; h++) {
                double e = came[h] - points[h];
                squares += e * e;
                absolutes += Math.abs(e);
                scaled += Math.abs(e) / scale;
                symmetric += 200 * Math.abs(e) / (Math.abs(came[h]) + Math.abs(points[h]));
            }
        }
        ForecastErrors errors = sum.errors();
        assertThat(errors.rmse()).isCloseTo(Math.sqrt(squares / (3 * n)), within(1e-12));
        assertThat(errors.mae()).isCloseTo(absolutes / (3 * n), within(1e-12));
        assertThat(errors.mase()).isCloseTo(scaled / (3 * n), within(1e-12));
        assertThat(errors.smape()).isCloseTo(symmetric / (3 * n), within(1e-9));
        assertThat(errors.spread()).isEmpty();
    }

    @Test
    void countsHaveNoQuantileBelowZero() {
        Forecast f = new Forecast(new double[] {3}, new double[][] {{-2, -1, 0, 3, 4, 5, 6}});
        assertThat(f.ofCounts().quantiles()[0]).containsExactly(0, 0, 0, 3, 4, 5, 6);
    }

    @Test
    void theScaleOfMaseIsThatOfTheSeasonBefore() {
        double[] x = {1, 5, 2, 7, 100, 200};
        assertThat(scale(x, 2, 4)).isEqualTo((1 + 2) / 2.0);
        assertThat(scale(x, 1, 3)).isEqualTo((4 + 3) / 2.0);
        assertThat(scale(x, 4, 4)).isNaN();
        x[1] = Double.NaN;
        assertThat(scale(x, 2, 4)).isEqualTo(1);
        assertThat(scale(x, 1, 3)).isNaN();
    }

    private static double scale(double[] series, int season, int rows) {
        return ForecastErrors.scale(Arrays.copyOf(series, rows), season);
    }

    @Test
    void whatWasNotMeasuredDoesNotCount() {
        ForecastErrors.Sum sum = new ForecastErrors.Sum();
        sum.add(new double[] {3, Double.NaN}, Forecast.of(new double[] {1, 100}), 4);
        ForecastErrors errors = sum.errors();
        assertThat(errors.mae()).isEqualTo(2);
        assertThat(errors.mase()).isEqualTo(0.5);
        ForecastErrors.Sum nothing = new ForecastErrors.Sum();
        nothing.add(new double[] {Double.NaN}, Forecast.of(new double[] {1}), 4);
        assertThat(nothing.errors().mae()).isNaN();
    }

    @Test
    void theDriftGoesOnAlongTheLineFromFirstToLast() {
        double[] x = {1, 9, 2, 4, 77};
        assertThat(new DriftForecast().from(x, 4, 2)).containsExactly(5, 6);
    }
}
