package dev.rondo.models.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.models.Run;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** Losses of one prediction against one target each, beside their formulas. */
class ElementLossTest {
    @FunctionalInterface
    private interface Loss {
        Tensor of(Tensor x, Tensor y, Tensor counted);
    }

    /** The loss and its gradient with respect to x. */
    private static Map<String, Array> run(double[] x, double[] y, boolean[] counted, Loss loss) {
        int n = x.length;
        return Run.once(
                Scope.root(),
                Map.of("x", Array.of(x), "y", Array.of(y), "counted", Array.of(counted)),
                t -> {
                    Tensor in = t.input("x", n);
                    Tensor value = loss.of(in, t.input("y", n), t.input("counted", DType.BOOL, n));
                    t.output("loss", value);
                    t.output("gradient", Gradients.of(value, List.of(in)).getFirst());
                });
    }

    private static final boolean[] NO_NO = {false, false};

    private static double sigmoid(double v) {
        return 1 / (1 + Math.exp(-v));
    }

    @Test
    void binaryCrossEntropyIsItsFormula() {
        double[] x = {-1.5, 0, 0.3, 2};
        double[] y = {0, 1, 0.25, 1};
        boolean[] counted = {true, true, true, true};
        for (double w : new double[] {1, 3}) {
            var got = run(x, y, counted, (a, b, c) -> BinaryCrossEntropy.of(a, b, c, w).mean());
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                double p = sigmoid(x[i]);
                sum -= w * y[i] * Math.log(p) + (1 - y[i]) * Math.log(1 - p);
                double slope = -w * y[i] * (1 - p) + (1 - y[i]) * p;
                assertThat(got.get("gradient").get(i)).isCloseTo(slope / 4, within(1e-14));
            }
            assertThat(got.get("loss").item()).isCloseTo(sum / 4, within(1e-14));
        }
        var plain = run(x, y, counted, (a, b, _) -> BinaryCrossEntropy.of(a, b).mean());
        var all = run(x, y, counted, (a, b, c) -> BinaryCrossEntropy.of(a, b, c, 1).mean());
        assertThat(plain.get("loss").item()).isEqualTo(all.get("loss").item());
    }

    @Test
    void binaryCrossEntropyIsStableFarOut() {
        double[] x = {1000, -1000, 1000, -1000};
        double[] y = {1, 0, 0, 1};
        var got =
                run(
                        x,
                        y,
                        new boolean[] {true, true, true, true},
                        (a, b, _) -> BinaryCrossEntropy.of(a, b).total());
        assertThat(got.get("loss").item()).isEqualTo(2000);
        assertThat(got.get("gradient").toDoubles()).containsExactly(0, 0, 1, -1);
    }

    private static final List<Loss> MASKED =
            List.of(
                    (x, y, c) -> BinaryCrossEntropy.of(x, y, c, 2).mean(),
                    SquaredError::mean,
                    AbsoluteError::mean,
                    new HuberError(0.5)::mean);

    @Test
    void whatIsNotCountedMayBeAnything() {
        for (Loss loss : MASKED) {
            var got =
                    run(
                            new double[] {0.2, Double.NaN, 1e300, 2, 1},
                            new double[] {1, 0.5, -1e300, Double.NaN, 0},
                            new boolean[] {true, false, false, false, true},
                            loss);
            var alone =
                    run(
                            new double[] {0.2, 1},
                            new double[] {1, 0},
                            new boolean[] {true, true},
                            loss);
            assertThat(got.get("loss").item()).isEqualTo(alone.get("loss").item());
            double[] slopes = alone.get("gradient").toDoubles();
            assertThat(got.get("gradient").toDoubles())
                    .containsExactly(slopes[0], 0, 0, 0, slopes[1]);
            var none = run(new double[] {1, 2}, new double[] {0, Double.NaN}, NO_NO, loss);
            assertThat(none.get("loss").item()).isZero();
            assertThat(none.get("gradient").toDoubles()).containsOnly(0);
        }
    }

    @Test
    void absoluteErrorIsItsFormula() {
        var got =
                run(
                        new double[] {1, -2, 3},
                        new double[] {3, -2, -1},
                        new boolean[3],
                        (a, b, _) -> AbsoluteError.mean(a, b));
        assertThat(got.get("loss").item()).isCloseTo(2, within(1e-14));
        assertThat(got.get("gradient").toDoubles())
                .containsExactly(new double[] {-1.0 / 3, 0, 1.0 / 3}, within(1e-14));
    }

    @Test
    void hubersErrorIsASquareNearAndALineFarOut() {
        double delta = 1.5;
        double[] d = {0.3, -1, 1.4, 1.6, -4};
        var got =
                run(
                        d,
                        new double[5],
                        new boolean[5],
                        (a, b, _) -> new HuberError(delta).mean(a, b));
        double sum = 0;
        for (int i = 0; i < d.length; i++) {
            double size = Math.abs(d[i]);
            sum += size <= delta ? size * size / 2 : delta * (size - delta / 2);
            double slope = size <= delta ? d[i] : delta * Math.signum(d[i]);
            assertThat(got.get("gradient").get(i)).isCloseTo(slope / 5, within(1e-14));
        }
        assertThat(got.get("loss").item()).isCloseTo(sum / 5, within(1e-14));
        assertThatThrownBy(() -> new HuberError(0))
                .hasMessageContaining("above 0 and finite, got 0.0");
    }

    @Test
    void shapesThatDoNotFitAreNamed() {
        Graph g = Graph.root("test", DType.F32);
        assertThatThrownBy(() -> AbsoluteError.mean(g.zeros(3, 1), g.zeros(3)))
                .hasMessageContaining("the absolute error needs")
                .hasMessageContaining("F32[3, 1] and F32[3]");
        assertThatThrownBy(() -> SquaredError.mean(g.zeros(3), g.zeros(3), g.zeros(3)))
                .hasMessageContaining("BOOL[3]")
                .hasMessageContaining("F32[3]");
        assertThatThrownBy(
                        () ->
                                BinaryCrossEntropy.of(
                                        g.zeros(1), g.zeros(1), g.zeros(1).equalTo(0), 0))
                .hasMessageContaining("above 0 and finite, got 0.0");
    }
}
