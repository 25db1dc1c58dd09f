package dev.rondo.models.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Executable;
import dev.rondo.cell.CellFactory;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.Run;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.cell.StackOptions;
import dev.rondo.models.cell.StatePorts;
import dev.rondo.models.data.Scaling;
import dev.rondo.models.layer.Mode;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

class PathForecasterProperties {
    private static Forecaster.Config config(
            Forecaster.Inputs inputs, CellFactory cell, Likelihood likelihood, FirstGuess guess) {
        return new Forecaster.Config(inputs, 3, 2, cell, StackOptions.none(), likelihood, guess);
    }

    /** What is trained, reading what came, is what a forecast goes on with, row by row. */
    @Property(tries = 40)
    void stepsSayWhatTrainingSaysWhereTheSameValuesCame(
            @ForAll @IntRange(min = 1, max = 3) int season,
            @ForAll boolean growth,
            @ForAll @IntRange(min = 1, max = 5) int horizon,
            @ForAll @IntRange(min = 0, max = 2) int known,
            @ForAll @IntRange(min = 0, max = 1) int statics,
            @ForAll boolean masked,
            @ForAll boolean counts,
            @ForAll @IntRange(min = 1, max = 3) int batch,
            @ForAll @IntRange(min = 1, max = 3) int paths,
            @ForAll long seed) {
        FirstGuess guess = new FirstGuess(season, growth);
        int window = Math.max(growth ? 2 : 1, guess.rows()) + (int) (seed & 1);
        int columns = 1 + known + (masked ? 1 : 0);
        Forecaster.Inputs inputs =
                new Forecaster.Inputs(
                        window,
                        horizon,
                        columns,
                        known,
                        statics,
                        statics > 0 ? List.of(3) : List.of(),
                        counts,
                        masked);
        Scope scope = Scope.root();
        Likelihood likelihood = counts ? new NegativeBinomial() : new StudentT();
        PathForecaster model =
                new PathForecaster(
                        scope,
                        config(inputs, seed % 3 == 0 ? Cells.LSTM : Cells.GRU, likelihood, guess),
                        paths);

        Map<String, Array> given = new HashMap<>();
        given.put(Forecaster.WINDOW, Run.random(seed, window, batch, columns));
        given.put(Forecaster.TARGET, Run.random(~seed, batch, horizon));
        Array known0 = Run.random(seed + 1, horizon, batch, Math.max(1, known));
        if (known > 0) {
            given.put(Forecaster.KNOWN, known0);
        }
        Map<String, Array> ofSeries = new HashMap<>();
        if (statics > 0) {
            ofSeries.put(Forecaster.STATICS, Run.random(seed + 2, batch, statics));
            int[] kinds = new SplittableRandom(seed).ints(batch, 0, 3).toArray();
            ofSeries.put(Forecaster.CATEGORIES, Array.of(kinds, batch, 1));
        }
        if (counts) {
            double[] scales = new SplittableRandom(seed).doubles(batch, 1, 9).toArray();
            ofSeries.put(Forecaster.SCALE, Array.of(scales, batch, 1));
        }
        given.putAll(ofSeries);
        Map<String, Array> came = new HashMap<>(given);
        if (masked) {
            boolean[] all = new boolean[batch * horizon];
            Arrays.fill(all, true); // what is drawn is never missing
            came.put(Forecaster.OBSERVED, Array.of(all, batch, horizon));
        }
        Array taught =
                Run.once(
                                scope,
                                came,
                                t -> {
                                    Forecaster.Given read = inputs.declared(t, batch);
                                    t.output(
                                            "p",
                                            model.of(
                                                    Mode.evaluating(),
                                                    read,
                                                    t.input(Forecaster.TARGET, batch, horizon),
                                                    inputs.observed(t, batch)));
                                })
                        .get("p");

        given.remove(Forecaster.TARGET);
        Map<String, Array> results = Run.once(scope, given, t -> model.reading(t, batch));
        int size = likelihood.size();
        for (int h = 0; h < horizon; h++) {
            if (h > 0) {
                Map<String, Array> next = new HashMap<>(ofSeries);
                next.putAll(StatePorts.keep(PathForecaster.PAST, results));
                Array values = Array.zeros(DType.F64, Shape.of(batch * paths, 1));
                for (int i = 0; i < values.size(); i++) {
                    values.set(i, came.get(Forecaster.TARGET).get(i / paths * horizon + h - 1));
                }
                next.put(PathForecaster.VALUE, values);
                if (known > 0) {
                    Array row = Array.zeros(DType.F64, Shape.of(batch, known));
                    for (int i = 0; i < row.size(); i++) {
                        row.set(i, known0.get(h * batch * known + i));
                    }
                    next.put(PathForecaster.NEXT, row);
                }
                results = Run.once(scope, next, t -> model.stepping(t, batch));
            }
            Array said = results.get(Forecaster.FORECAST);
            int copies = h == 0 ? 1 : paths;
            assertThat(said.shape()).isEqualTo(Shape.of(batch * copies, 1, size));
            for (int row = 0; row < batch * copies; row++) {
                for (int p = 0; p < size; p++) {
                    assertThat(said.get(row * size + p))
                            .isCloseTo(
                                    taught.get((row / copies * horizon + h) * size + p),
                                    within(1e-12));
                }
            }
        }
    }

    /** A model of zeros says N(last value, softplus(0) + 0.001): its paths are random walks. */
    @Test
    void pathsSpreadAsThoseOfARandomWalk() {
        int horizon = 9;
        int paths = 4000;
        Scope scope = Scope.root();
        PathForecaster model =
                new PathForecaster(
                        scope,
                        config(
                                Forecaster.Inputs.of(2, horizon, 1),
                                Cells.GRU,
                                new Gaussian(),
                                FirstGuess.LAST),
                        paths);
        Program program = model.addTo(Program.of(DType.F32, scope, 1), "f", 2);
        try (Executable e = Run.compile(program)) {
            scope.variables().forEach(v -> e.write(v.name(), Array.zeros(DType.F32, v.shape())));
            Map<String, Array> window =
                    Map.of(Forecaster.WINDOW, Array.of(new float[] {0, 0, 1, -1}, 2, 2, 1));
            List<Scaling> targets = List.of(new Scaling(10, 2), new Scaling(0, 1));
            long[] seeds = {4, 5};
            Outcome[][] made = model.outcomes(e, "f", window, targets, seeds);
            double step = Math.log(2) + 1e-3;
            for (int h = 0; h < horizon; h++) {
                double deviation = 2 * step * Math.sqrt(h + 1);
                // the median of 4,000 normal numbers has an error of 1.25 σ / √4000 = 0.02 σ
                assertThat(made[0][h].point()).isCloseTo(12, within(0.08 * deviation));
                assertThat(made[0][h].quantile(0.95) - made[0][h].quantile(0.05))
                        .isCloseTo(2 * 1.645 * deviation, within(0.25 * deviation));
            }
            double[] first = ((SampledOutcome) made[0][7]).drawn();
            double[] second = ((SampledOutcome) made[0][8]).drawn();
            double moved = 0;
            for (int i = 0; i < paths; i++) {
                moved += Math.pow(second[i] - first[i], 2) / paths;
            }
            assertThat(Math.sqrt(moved)).isCloseTo(2 * step, within(0.1 * step)); // path by path
            // a window alone, in another place of a batch, draws the same
            Map<String, Array> swapped =
                    Map.of(Forecaster.WINDOW, Array.of(new float[] {0, 0, -1, 1}, 2, 2, 1));
            Outcome[][] again =
                    model.outcomes(e, "f", swapped, targets.reversed(), new long[] {5, 4});
            assertThat(((SampledOutcome) again[1][8]).drawn()).isEqualTo(second);
        }
    }

    @Test
    void columnsWithoutAFutureAreRefused() {
        Forecaster.Config past =
                config(Forecaster.Inputs.of(3, 2, 2), Cells.GRU, new Gaussian(), FirstGuess.LAST);
        assertThatThrownBy(() -> new PathForecaster(Scope.root(), past, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("known of rows to come, and no other columns");
    }

    @Test
    void aPathWithoutANumberLeavesNone() {
        SampledOutcome lost = new SampledOutcome(new double[] {1, Double.NaN, 3});
        assertThat(lost.point()).isNaN();
        SampledOutcome four = new SampledOutcome(new double[] {4, 1, 3, 2});
        assertThat(four.point()).isEqualTo(2.5);
        assertThat(four.quantile(0.9)).isCloseTo(3.7, within(1e-12));
        assertThat(four.drawn()).containsExactly(4, 1, 3, 2);
    }
}
