package dev.rondo.models.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cell.CellFactory;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.Run;
import dev.rondo.models.cell.CellInitializers;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.cell.Lstm;
import dev.rondo.models.cell.StackOptions;
import dev.rondo.models.classification.SequenceClassifier.Config;
import dev.rondo.models.classification.SequenceClassifier.Features;
import dev.rondo.models.classification.SequenceClassifier.Symbols;
import dev.rondo.models.layer.Mode;
import dev.rondo.models.loss.CrossEntropy;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.TrainingStep;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

class SequenceClassifierTest {
    private static final int T = 6;
    private static final int B = 4;
    private static final int F = 3;
    private static final int[] LENGTHS = {6, 1, 4, 0};

    /** Each row of a padded batch gives what it gives on its own, whatever the padding holds. */
    @ParameterizedTest
    @EnumSource(Pooling.class)
    void paddingDoesNotCount(Pooling pooling) {
        Config form =
                Config.of(new Features(F), Cells.GRU, 5, 3)
                        .layers(2)
                        .bidirectional()
                        .pooling(pooling)
                        .options(StackOptions.none().residual(true));
        Scope scope = Scope.root();
        SequenceClassifier model = new SequenceClassifier(scope, form.ragged());
        Array x = Run.random(1, T, B, F);
        Array dirty = x.copy();
        for (int t = 0; t < T; t++) {
            for (int b = 0; b < B; b++) {
                for (int k = 0; t >= LENGTHS[b] && k < F; k++) {
                    dirty.set((t * B + b) * F + k, Double.NaN);
                }
            }
        }
        Map<String, Array> got =
                Run.once(
                        scope,
                        Map.of(
                                "x",
                                x,
                                SequenceClassifier.SEQUENCE,
                                dirty,
                                SequenceClassifier.LENGTHS,
                                Array.of(LENGTHS)),
                        t -> {
                            model.predicting(T, B).accept(t);
                            var xs = t.input("x", T, B, F);
                            for (int b = 0; b < B; b++) {
                                if (LENGTHS[b] > 0) {
                                    var own = xs.slice(0, 0, LENGTHS[b]).slice(1, b, b + 1);
                                    var logits = model.logits(Mode.evaluating(), own, null);
                                    t.output("row" + b, Functions.softmax(logits, -1));
                                }
                            }
                        });
        Array all = got.get(SequenceClassifier.PROBABILITIES);
        for (int b = 0; b < B; b++) {
            double sum = 0;
            int best = 0;
            for (int k = 0; k < 3; k++) {
                double p = all.get(b * 3 + k);
                sum += p;
                best = p > all.get(b * 3 + best) ? k : best;
                if (LENGTHS[b] > 0) {
                    assertThat(p).isCloseTo(got.get("row" + b).get(k), within(1e-14));
                }
            }
            assertThat(sum).isCloseTo(1, within(1e-12));
            assertThat(got.get(SequenceClassifier.CLASS).get(b)).isEqualTo(best);
        }
    }

    @Test
    void poolingTakesTheLastTheMeanOrTheLargestStep() {
        // one unit, two rows: 1 2 3 and −4 −5 with a row's end after them
        double[] outputs = {1, -4, 2, -5, 3, 0};
        Scope scope = Scope.root();
        Map<Pooling, Pooling.Layer> layers = new EnumMap<>(Pooling.class);
        for (Pooling p : Pooling.values()) {
            layers.put(p, p.in(scope.child(p.name()), 1));
        }
        Map<String, Array> got =
                Run.once(
                        scope,
                        Map.of("x", Array.of(outputs, 3, 2, 1)),
                        t -> {
                            var x = t.input("x", 3, 2, 1);
                            var lengths = t.graph().constant(Array.of(new int[] {3, 2}));
                            var none = t.graph().constant(Array.of(new int[] {0, 0}));
                            for (Pooling p : Pooling.values()) {
                                var layer = layers.get(p);
                                t.output(p.name(), layer.of(x, lengths));
                                t.output("whole " + p.name(), layer.of(x, null));
                                t.output("none " + p.name(), layer.of(x.times(0), none));
                            }
                        });
        assertThat(got.get("LAST").toDoubles()).containsExactly(3, -5);
        assertThat(got.get("MEAN").toDoubles()).containsExactly(2, -4.5);
        assertThat(got.get("MAX").toDoubles()).containsExactly(3, -4);
        assertThat(got.get("whole LAST").toDoubles()).containsExactly(3, 0);
        assertThat(got.get("whole MEAN").toDoubles())
                .containsExactly(new double[] {2, -3}, within(1e-14));
        assertThat(got.get("whole MAX").toDoubles()).containsExactly(3, 0);
        for (Pooling p : Pooling.values()) {
            assertThat(got.get("none " + p.name()).toDoubles()).containsOnly(0);
        }
    }

    /** Σ α_t h_t with α = softmax(u·tanh(W h_t + b)), computed again in plain loops. */
    @Test
    void attentionIsAMeanWithWeightsThatFollowFromTheOutputs() {
        Scope scope = Scope.root();
        Pooling.Layer layer = Pooling.ATTENTION.in(scope.child("pool"), F);
        Array x = Run.random(3, T, B, F);
        try (Executable e =
                Run.compile(
                        DType.F64,
                        scope,
                        t -> {
                            var xs = t.input("x", T, B, F);
                            var lengths = t.graph().constant(Array.of(LENGTHS));
                            t.output("ragged", layer.of(xs, lengths));
                            t.output("whole", layer.of(xs, null));
                        })) {
            Map<String, Array> got = Run.run(e, Map.of("x", x));
            Map<String, Array> weights = new HashMap<>();
            e.variables().forEach((name, v) -> weights.put(name, v.copy()));
            for (int b = 0; b < B; b++) {
                double[] ragged = attended(x, weights, b, LENGTHS[b]);
                double[] whole = attended(x, weights, b, T);
                for (int f = 0; f < F; f++) {
                    assertThat(got.get("ragged").get(b * F + f))
                            .isCloseTo(ragged[f], within(1e-12));
                    assertThat(got.get("whole").get(b * F + f)).isCloseTo(whole[f], within(1e-12));
                }
            }
        }
    }

    private static double[] attended(Array x, Map<String, Array> weights, int b, int steps) {
        double[] sum = new double[F];
        double all = 0;
        for (int t = 0; t < steps; t++) {
            double score = 0;
            for (int i = 0; i < F; i++) {
                double u = weights.get("pool.project.bias").get(i);
                for (int j = 0; j < F; j++) {
                    u +=
                            weights.get("pool.project.weight").get(i * F + j)
                                    * x.get((t * B + b) * F + j);
                }
                score += weights.get("pool.context").get(i) * Math.tanh(u);
            }
            all += Math.exp(score);
            for (int f = 0; f < F; f++) {
                sum[f] += Math.exp(score) * x.get((t * B + b) * F + f);
            }
        }
        for (int f = 0; f < F; f++) {
            sum[f] /= Math.max(all, 1e-300);
        }
        return sum;
    }

    private static final int LONG = 26;
    private static final int ROWS = 32;

    /** Two marks among the first six steps, twenty steps of noise: which mark came first? */
    private static Map<String, Array> marks(SplittableRandom random) {
        int[] symbols = new int[LONG * ROWS];
        int[] labels = new int[ROWS];
        for (int b = 0; b < ROWS; b++) {
            for (int t = 0; t < LONG; t++) {
                symbols[t * ROWS + b] = 2 + random.nextInt(4);
            }
            int first = random.nextInt(5);
            int second = first + 1 + random.nextInt(5 - first);
            labels[b] = random.nextInt(2);
            symbols[first * ROWS + b] = labels[b];
            symbols[second * ROWS + b] = 1 - labels[b];
        }
        return Map.of(
                SequenceClassifier.SEQUENCE,
                Array.of(symbols, LONG, ROWS),
                SequenceClassifier.LABELS,
                Array.of(labels));
    }

    @Test
    void learnsWhichOfTwoMarksCameFirstTwentyStepsAgo() {
        Scope scope = Scope.root();
        CellFactory cell =
                (part, inputs, size) ->
                        new Lstm(part, inputs, size, CellInitializers.defaults().chrono(LONG, 1));
        var model =
                new SequenceClassifier(
                        scope.child("model"),
                        Config.of(new Symbols(6, 6), cell, 16, 2)
                                .options(StackOptions.none().dropout(0.1).recurrentDropout(0.1)));
        var step =
                new TrainingStep(scope, new Adam(scope.child("adam"), scope.parameters()))
                        .clippingAt(1);
        var program =
                Program.of(DType.F32, scope, 3)
                        .with("train", step.minimizing(model.training(LONG, ROWS)))
                        .with("evaluate", model.evaluating(LONG, ROWS));
        SplittableRandom random = new SplittableRandom(5);
        try (Executable e = Run.compile(program)) {
            for (int i = 0; i < 300; i++) {
                Map<String, Array> given = new HashMap<>(marks(random));
                given.put(TrainingStep.LEARNING_RATE, Array.scalar(DType.F32, 0.01));
                given.put(Mode.Training.KEY, Mode.Training.key(1, i));
                e.run("train", given);
            }
            double correct = 0;
            for (int i = 0; i < 10; i++) {
                correct += e.run("evaluate", marks(random)).get(CrossEntropy.CORRECT).item();
            }
            assertThat(correct / (10 * ROWS)).as("share of right answers").isGreaterThan(0.97);
        }
    }

    @Test
    void aFormThatCannotBeIsRefused() {
        var form = Config.of(new Features(F), Cells.RNN, 5, 2);
        assertThatThrownBy(() -> form.layers(0)).hasMessageContaining("got 0 and 2");
        assertThatThrownBy(() -> form.options(StackOptions.none().residual(true)))
                .hasMessageContaining("2 layers, got 1");
    }
}
