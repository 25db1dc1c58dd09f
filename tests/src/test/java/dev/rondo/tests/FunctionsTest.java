package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Executable;
import dev.rondo.contract.Target;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** The composed functions: their definitions, and the places where a careless one fails. */
class FunctionsTest {
    private static Array apply(String backend, UnaryOperator<Tensor> f, Array x) {
        Program p =
                Program.of(DType.F64, Scope.root(), 1)
                        .with(
                                "f",
                                t ->
                                        t.output(
                                                "y",
                                                f.apply(
                                                        t.input(
                                                                "x",
                                                                x.dtype(),
                                                                x.shape().dims()))));
        try (Executable e = Target.named(backend).open().compile(p)) {
            return e.run("f", Map.of("x", x)).get("y").copy();
        }
    }

    private static UnaryOperator<Tensor> slope(UnaryOperator<Tensor> f) {
        return x -> Gradients.of(f.apply(x).sum(), List.of(x)).getFirst();
    }

    private static void is(
            String backend, UnaryOperator<Tensor> f, DoubleUnaryOperator truth, double... xs) {
        Array y = apply(backend, f, Array.of(xs.clone()));
        for (int i = 0; i < xs.length; i++) {
            assertThat(y.get(i))
                    .as("at " + xs[i])
                    .isCloseTo(truth.applyAsDouble(xs[i]), within(1e-12));
        }
    }

    private static final double[] XS = {-3, -0.7, -1e-9, 0, 1e-9, 0.4, 2.5};

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "simd"})
    void activationsAreTheirDefinitions(String on) {
        is(on, Functions::relu, x -> Math.max(x, 0), XS);
        is(on, x -> Functions.leakyRelu(x, 0.2), x -> x > 0 ? x : 0.2 * x, XS);
        is(on, Functions::silu, x -> x / (1 + Math.exp(-x)), XS);
        is(on, Functions::softplus, x -> Math.log1p(Math.exp(x)), XS);
        is(
                on,
                Functions::geluTanh,
                x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))),
                XS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "simd"})
    void slopesHoldAtZeroToo(String on) {
        is(on, slope(Functions::softplus), x -> 1 / (1 + Math.exp(-x)), XS);
        is(
                on,
                slope(slope(Functions::softplus)),
                x -> 1 / (1 + Math.exp(-x)) / (1 + Math.exp(x)),
                XS);
        is(on, slope(Functions::relu), x -> x > 0 ? 1 : 0, XS);
        is(on, slope(Functions::abs), Math::signum, XS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "simd"})
    void nothingOverflows(String on) {
        double[] large = {-1e4, -800, 800, 1e4};
        is(on, Functions::softplus, x -> Math.max(x, 0), large);
        is(on, slope(Functions::softplus), x -> x > 0 ? 1 : 0, large);
        is(on, Functions::sigmoid, x -> x > 0 ? 1 : 0, large);
        Array x = Array.of(new double[] {1e4, 1e4 - 1, -1e4});
        Array p = apply(on, t -> Functions.softmax(t, 0), x);
        assertThat(p.get(0)).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-12));
        assertThat(p.get(2)).isZero();
        Array l = apply(on, t -> Functions.logSoftmax(t, 0), x);
        assertThat(l.get(0)).isCloseTo(-Math.log1p(Math.exp(-1)), within(1e-9));
        assertThat(l.get(2)).isCloseTo(-2e4, within(1.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "simd"})
    void aMaskOfNothingGivesZerosInValuesAndSlopes(String on) {
        Array x = Array.of(new double[] {1, 2, Double.NaN, Double.POSITIVE_INFINITY}, 2, 2);
        Array none = Array.of(new boolean[4], 2, 2);
        UnaryOperator<Tensor> f = t -> Functions.maskedSoftmax(t, t.graph().constant(none), -1);
        assertThat(apply(on, f, x).f64()).containsOnly(0);
        assertThat(apply(on, slope(t -> f.apply(t).squared()), x).f64()).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "simd"})
    void theLargestIsTheFirstOfEquals(String on) {
        Array x = Array.of(new double[] {1, 3, 3, 5, 5, 5, -1, -2, -1}, 3, 3);
        assertThat(apply(on, Functions::argmax, x).i32()).containsExactly(1, 0, 0);
        Array d = apply(on, slope(t -> t.largest(1)), x);
        assertThat(d.f64()).containsExactly(0, 0.5, 0.5, 1 / 3.0, 1 / 3.0, 1 / 3.0, 0.5, 0, 0.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "simd"})
    void theLargestOfNoNumbersIsAnIndexAllTheSame(String on) {
        Array x = Array.of(new double[] {0, Double.NaN, 1});
        assertThat(apply(on, Functions::argmax, x).item()).isBetween(0.0, 2.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "simd"})
    void sumsAlongAnAxisRunBothWays(String on) {
        Array x = Array.of(new double[] {1, 2, 3, 4, 50, 60}, 2, 3);
        assertThat(apply(on, t -> Functions.cumulativeSum(t, 1), x).f64())
                .containsExactly(1, 3, 6, 4, 54, 114);
        assertThat(apply(on, t -> Functions.cumulativeSum(t, 0, true, false), x).f64())
                .containsExactly(0, 0, 0, 1, 2, 3);
        assertThat(apply(on, t -> Functions.cumulativeSum(t, -1, false, true), x).f64())
                .containsExactly(6, 5, 3, 114, 110, 60);
        assertThat(apply(on, t -> Functions.cumulativeSum(t, -1, true, true), x).f64())
                .containsExactly(5, 3, 0, 110, 60, 0);
        Array late = Array.of(new double[] {1, Double.NaN, 2});
        assertThat(apply(on, t -> Functions.cumulativeSum(t, 0), late).f64())
                .containsExactly(1, Double.NaN, Double.NaN);
        Array i = Array.of(new int[] {1, Integer.MAX_VALUE, 5});
        assertThat(apply(on, t -> Functions.cumulativeSum(t, 0), i).i32())
                .containsExactly(1, Integer.MIN_VALUE, Integer.MIN_VALUE + 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "simd"})
    void theLargestComeInOrder(String on) {
        double inf = Double.POSITIVE_INFINITY;
        double nan = Double.NaN;
        Array x = Array.of(new double[] {2, 5, 2, 5, -inf, -inf, -inf, -inf, 1, nan, inf, 3}, 3, 4);
        assertThat(apply(on, t -> Functions.topK(t, 3).indices(), x).i32())
                .containsExactly(1, 3, 0, 0, 1, 2, 1, 2, 3);
        assertThat(apply(on, t -> Functions.topK(t, 3).values(), x).f64())
                .containsExactly(5, 5, 2, -inf, -inf, -inf, nan, inf, 3);
        Array d = apply(on, slope(t -> Functions.topK(t, 2).values().squared()), x);
        assertThat(Arrays.copyOf(d.f64(), 4)).containsExactly(0, 10, 0, 10);
        for (int k : new int[] {0, 5}) {
            assertThatThrownBy(() -> apply(on, t -> Functions.topK(t, k).values(), x))
                    .hasMessageContaining("k = " + k);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "simd"})
    void theLogarithmOfASumNeitherOverflowsNorVanishes(String on) {
        double inf = Double.POSITIVE_INFINITY;
        Array x = Array.of(new double[] {1e4, 1e4, -1e4, -1e4, -inf, -inf, inf, 1, -inf, 3}, 5, 2);
        assertThat(apply(on, t -> Functions.logSumExp(t, 1), x).f64())
                .containsExactly(
                        new double[] {1e4 + Math.log(2), -1e4 + Math.log(2), -inf, inf, 3},
                        within(1e-10));
    }

    @Test
    void sumsOfProductsThatCannotBeRead() {
        refused("ij->i", "two operands");
        refused("ij,jk,kl->il", "letters", "','");
        refused("ij,jk->iz", "'z' of the result");
        refused("ii,ij->j", "'i' is twice in the first operand");
        refused("ij,jk->ii", "'i' is twice in the result");
        refused("i2,jk->ik", "'2'");
        refused("ijk,jk->ik", "first operand has 3 letters and 2 axes", "F64[2, 3]");
        refused("ij,ik->jk", "'i' is 2 in the first operand and 3 in the second");
    }

    private static void refused(String equation, String... words) {
        assertThatThrownBy(
                        () ->
                                Program.of(DType.F64, Scope.root(), 1)
                                        .with(
                                                "f",
                                                t ->
                                                        t.output(
                                                                "y",
                                                                Functions.einsum(
                                                                        equation,
                                                                        t.input("a", 2, 3),
                                                                        t.input("b", 3, 4)))))
                .isInstanceOf(TraceException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(words).contains(equation));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "simd"})
    void smallFunctions(String on) {
        Array bad =
                Array.of(new double[] {0, Double.NaN, Double.POSITIVE_INFINITY, -1e308, -1 / 0.0});
        assertThat(apply(on, Functions::isFinite, bad).toDoubles()).containsExactly(1, 0, 0, 1, 0);
        Array i = Array.of(new int[] {2, 0});
        assertThat(apply(on, t -> Functions.oneHot(t, 3, DType.F64), i).f64())
                .containsExactly(0, 0, 1, 1, 0, 0);
        Array n = apply(on, t -> Functions.normalize(t, 0), Array.of(new double[] {1, 3, 5}));
        assertThat(n.get(2)).isCloseTo(2 / Math.sqrt(8 / 3.0), within(1e-12));
        assertThat(apply(on, t -> t.mean(), Array.of(new double[] {1, 2, 6})).item()).isEqualTo(3);
    }

    /** A number that integers cannot hold is refused, not cut off. */
    @ParameterizedTest
    @ValueSource(strings = {"times", "lessThan", "plus"})
    void integersMeetWholeNumbersOnly(String operation) {
        UnaryOperator<Tensor> f =
                x ->
                        switch (operation) {
                            case "times" -> x.times(0.5);
                            case "lessThan" -> x.lessThan(2.5);
                            default -> x.plus(0.5);
                        };
        assertThatThrownBy(() -> apply("scalar", f, Array.of(new int[] {2})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("I32");
    }

    /** Sums over views larger than any array are right, or refused. */
    @ParameterizedTest
    @ValueSource(strings = {"scalar"})
    void aViewMayNotBeLargerThanItCanBeCounted(String on) {
        Shape huge = Shape.of(50_000, 50_000);
        assertThatThrownBy(
                        () -> apply(on, x -> x.broadcastTo(huge).sum(), Array.of(new double[] {1})))
                .hasMessageContaining("50000");
    }
}
