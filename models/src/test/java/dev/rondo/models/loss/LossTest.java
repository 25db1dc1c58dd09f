package dev.rondo.models.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Scope;
import dev.rondo.models.Run;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

class LossTest {
    private static final int V = 4;

    private static Map<String, Array> run(Array logits, int... targets) {
        int n = targets.length;
        return Run.once(
                Scope.root(),
                Map.of("logits", logits, "targets", Array.of(targets)),
                t -> {
                    var x = t.input("logits", n, V);
                    var y = t.input("targets", DType.I32, n);
                    var loss = CrossEntropy.of(x, y);
                    t.output("mean", loss.mean());
                    t.output("count", loss.count());
                    t.output("correct", CrossEntropy.correct(x, y, CrossEntropy.IGNORED));
                    t.output("gradient", Gradients.of(loss.mean(), List.of(x)).getFirst());
                });
    }

    @Test
    void crossEntropyIsTheMeanOverCountedPositions() {
        Array x = Run.random(1, 3, V);
        Map<String, Array> got = run(x, 2, -1, 0);
        double expected = (nll(x, 0, 2) + nll(x, 2, 0)) / 2;
        assertThat(got.get("mean").item()).isCloseTo(expected, within(1e-14));
        assertThat(got.get("count").item()).isEqualTo(2);
        for (int n = 0; n < 3; n++) {
            for (int k = 0; k < V; k++) {
                double p = Math.exp(-nll(x, n, k));
                boolean right = n == 0 && k == 2 || n == 2 && k == 0;
                assertThat(got.get("gradient").get(n * V + k))
                        .isCloseTo(n == 1 ? 0 : (p - (right ? 1 : 0)) / 2, within(1e-14));
            }
        }
    }

    private static double nll(Array x, int row, int target) {
        double sum = 0;
        for (int k = 0; k < V; k++) {
            sum += Math.exp(x.get(row * V + k));
        }
        return Math.log(sum) - x.get(row * V + target);
    }

    /** Σ_n Σ_c −w_c q_nc ln p_nc over Σ_n w_y(n), as PyTorch documents it. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3})
    void weightsOfClassesWeighTheirRowsAndDivideByTheirSum(double smoothing) {
        double[] w = {0.5, 2, 1, 4};
        int[] labels = {2, -1, 0, 3};
        Array x = Run.random(1, 4, V);
        double sum = 0;
        double weight = 0;
        for (int n = 0; n < 4; n++) {
            for (int c = 0; labels[n] >= 0 && c < V; c++) {
                double q = smoothing / V + (c == labels[n] ? 1 - smoothing : 0);
                sum += w[c] * q * nll(x, n, c);
            }
            weight += labels[n] < 0 ? 0 : w[labels[n]];
        }
        Map<String, Array> got =
                Run.once(
                        Scope.root(),
                        Map.of("logits", x),
                        t -> {
                            var in = t.input("logits", 4, V);
                            var targets = t.graph().constant(Array.of(labels));
                            var none = t.graph().constant(Array.of(new int[] {-1, -1, -1, -1}));
                            var weights = ClassWeights.of(w);
                            t.output(
                                    "mean",
                                    CrossEntropy.weightedMean(in, targets, -1, smoothing, weights));
                            t.output(
                                    "none",
                                    CrossEntropy.weightedMean(in, none, -1, smoothing, weights));
                            t.output(
                                    "equal",
                                    CrossEntropy.weightedMean(
                                            in, targets, -1, smoothing, ClassWeights.equal(V)));
                            t.output("plain", CrossEntropy.of(in, targets, -1, smoothing).mean());
                        });
        assertThat(got.get("mean").item()).isCloseTo(sum / weight, within(1e-14));
        assertThat(got.get("none").item()).isZero();
        assertThat(got.get("equal").item()).isCloseTo(got.get("plain").item(), within(1e-14));
    }

    @Test
    void balancedWeightsGiveEachClassTheSameSum() {
        double[] w = ClassWeights.balanced(90, 6, 4).toArray();
        assertThat(new double[] {w[0] * 90, w[1] * 6, w[2] * 4})
                .containsExactly(new double[] {100 / 3.0, 100 / 3.0, 100 / 3.0}, within(1e-12));
        assertThatThrownBy(() -> ClassWeights.balanced(3, 0)).hasMessageContaining("class 1");
        assertThatThrownBy(() -> ClassWeights.of(1, -1)).hasMessageContaining("got -1.0");
    }

    /** With q the smoothed label, −Σ q ln p, and the gradient p − q. */
    @Test
    void smoothedLabelsShareTheirPartOutOverAllClasses() {
        double smoothing = 0.2;
        int[] labels = {2, -1, 0};
        Array x = Run.random(1, 3, V);
        Map<String, Array> got =
                Run.once(
                        Scope.root(),
                        Map.of("logits", x),
                        t -> {
                            var in = t.input("logits", 3, V);
                            var targets = t.graph().constant(Array.of(labels));
                            var loss = CrossEntropy.of(in, targets, -1, smoothing).mean();
                            t.output("mean", loss);
                            t.output("gradient", Gradients.of(loss, List.of(in)).getFirst());
                        });
        double sum = 0;
        for (int n = 0; n < 3; n++) {
            for (int k = 0; k < V; k++) {
                double q = (labels[n] == k ? 1 - smoothing : 0) + smoothing / V;
                boolean counts = labels[n] >= 0;
                sum += counts ? q * nll(x, n, k) : 0;
                assertThat(got.get("gradient").get(n * V + k))
                        .isCloseTo(counts ? (Math.exp(-nll(x, n, k)) - q) / 2 : 0, within(1e-14));
            }
        }
        assertThat(got.get("mean").item()).isCloseTo(sum / 2, within(1e-14));
        Graph g = Graph.root("test", DType.F64);
        var none = g.constant(Array.of(new int[2]));
        assertThatThrownBy(() -> CrossEntropy.of(g.zeros(2, V), none, -1, 1))
                .hasMessageContaining("below 1, got 1.0");
    }

    @Test
    void nothingCountedGivesZeroAndNoGradient() {
        Map<String, Array> got = run(Run.random(1, 2, V), -1, -1);
        assertThat(got.get("mean").item()).isZero();
        assertThat(got.get("gradient").toDoubles()).containsOnly(0);
    }

    @Test
    void hugeLogitsNeitherOverflowNorVanish() {
        Array x = Array.of(new double[] {1e5, 0, -1e5, 3, 0, 0, 0, 700}, 2, V);
        Map<String, Array> got = run(x, 1, 3);
        assertThat(got.get("mean").item()).isEqualTo(1e5 / 2);
        assertThat(got.get("correct").item()).isEqualTo(1);
    }

    @Test
    void aTargetThatIsNoClassIsRefused() {
        for (int bad : new int[] {V, -2, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> run(Run.random(1, 2, V), 1, bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'targets'")
                    .hasMessageContaining(bad + " at [1]")
                    .hasMessageContaining("from 0 to 3, or -1");
        }
    }

    @Test
    void aComputedTargetThatIsNoClassMakesTheLossNaN() {
        Map<String, Array> got =
                Run.once(
                        Scope.root(),
                        Map.of("logits", Run.random(1, 2, V), "t", Array.of(new int[] {0, 1})),
                        t -> {
                            var x = t.input("logits", 2, V);
                            var y = t.input("t", DType.I32, 2).times(V);
                            t.output("mean", CrossEntropy.of(x, y).mean());
                        });
        assertThat(got.get("mean").item()).isNaN();
    }

    @Test
    void aClassCanBeTheIgnoredIndex() {
        Array x = Run.random(1, 2, V);
        Array got =
                Run.once(
                                Scope.root(),
                                Map.of("logits", x),
                                t ->
                                        t.output(
                                                "mean",
                                                CrossEntropy.of(
                                                                t.input("logits", 2, V),
                                                                t.graph()
                                                                        .constant(
                                                                                Array.of(
                                                                                        new int[] {
                                                                                            0, 3
                                                                                        })),
                                                                0)
                                                        .mean()))
                        .get("mean");
        assertThat(got.item()).isCloseTo(nll(x, 1, 3), within(1e-14));
    }

    @Test
    void squaredErrorIsTheMeanAndStretchesNothing() {
        Graph g = Graph.root("test", DType.F64);
        assertThatThrownBy(() -> SquaredError.mean(g.zeros(3, 1), g.zeros(3)))
                .hasMessageContaining("F64[3, 1]")
                .hasMessageContaining("F64[3]");
        Array got =
                Run.once(
                                Scope.root(),
                                Map.of(
                                        "a", Array.of(new double[] {1, 2, 4}),
                                        "b", Array.of(new double[] {1, 0, 1})),
                                t ->
                                        t.output(
                                                "mean",
                                                SquaredError.mean(
                                                        t.input("a", 3), t.input("b", 3))))
                        .get("mean");
        assertThat(got.item()).isCloseTo(13.0 / 3, within(1e-14));
    }

    @Test
    void shapesThatDoNotFitAreNamed() {
        Graph g = Graph.root("test", DType.F32);
        var targets = g.constant(Array.of(new int[3]));
        assertThatThrownBy(() -> CrossEntropy.of(g.zeros(2, V), targets))
                .hasMessageContaining("F32[2, 4]")
                .hasMessageContaining("I32[3]");
    }
}
