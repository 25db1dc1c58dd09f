package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.array.Buffer;
import dev.rondo.array.DType;
import dev.rondo.backend.scalar.ScalarKernels;
import dev.rondo.cell.Cell;
import dev.rondo.cell.Step;
import dev.rondo.contract.CellSuite;
import dev.rondo.contract.Determinism;
import dev.rondo.contract.Equivalence;
import dev.rondo.contract.Family;
import dev.rondo.contract.GradientCheck;
import dev.rondo.contract.NotSmoothException;
import dev.rondo.contract.OperationContract;
import dev.rondo.contract.RandomProgram;
import dev.rondo.contract.RandomPrograms;
import dev.rondo.contract.Subject;
import dev.rondo.contract.Target;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.View;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The kit finds what is wrong: each check is given something broken. */
class KitTest {
    // ---- a kernel that is wrong in one way

    /** The reference kernels, after each call of one of which something happens to its result. */
    private static Target broken(String method, BiConsumer<View, Object[]> damage) {
        return Targets.kernels(
                "scalar with a wrong " + method,
                () -> {
                    Kernels right = new ScalarKernels();
                    return (Kernels)
                            Proxy.newProxyInstance(
                                    Kernels.class.getClassLoader(),
                                    new Class<?>[] {Kernels.class},
                                    (_, m, args) -> {
                                        Object result;
                                        try {
                                            result = m.invoke(right, args);
                                        } catch (InvocationTargetException e) {
                                            throw e.getCause();
                                        }
                                        if (m.getName().equals(method)) {
                                            damage.accept(result(args), args);
                                        }
                                        return result;
                                    });
                },
                UnaryOperator.identity());
    }

    private static View result(Object[] args) {
        View out = null;
        for (Object a : args) {
            out = a instanceof View v ? v : out;
        }
        return out;
    }

    /** Changes the last element by what a single float32 operation must not be off. */
    private static void nudge(View out, Object[] args) {
        Buffer b = out.buffer();
        int at = out.offset();
        for (int axis = 0; axis < out.rank(); axis++) {
            at += (out.dim(axis) - 1) * out.stride(axis);
        }
        double v = b.get(at);
        b.set(at, out.dtype().isFloat() ? v * (1 + 1e-3) + 1e-3 : v == 0 ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unary",
                "binary",
                "compare",
                "select",
                "cast",
                "move",
                "reduce",
                "matmul",
                "gather",
                "scatterAdd",
                "randomBits"
            })
    void aKernelWhoseLastElementIsOffIsFound(String method) {
        Target target = broken(method, KitTest::nudge);
        assertThatThrownBy(() -> OperationContract.of(target).only(KitTest::isShort).check())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("on scalar with a wrong " + method);
    }

    @Test
    void aKernelThatIsWrongForOneLengthOnlyIsFound() {
        Target target =
                broken(
                        "unary",
                        (out, args) -> {
                            if (out.rank() == 1 && out.dim(0) == 207) {
                                nudge(out, args);
                            }
                        });
        assertThatThrownBy(() -> OperationContract.of(target).only("exp"::equals).check())
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void theRightKernelsPass() {
        Target same = broken("none", KitTest::nudge);
        assertThatCode(() -> OperationContract.of(same).only(KitTest::isShort).check())
                .doesNotThrowAnyException();
    }

    /** A case for each kernel. */
    private static boolean isShort(String name) {
        return List.of(
                        "neg",
                        "add",
                        "compare LT",
                        "select",
                        "cast",
                        "transpose",
                        "largest",
                        "matmul 4x1x13",
                        "gather",
                        "scatter-add",
                        "random bits")
                .contains(name);
    }

    @Test
    void aProgramThatErrsMoreThanFourTimesTheReferenceIsFound() {
        Target coarse =
                broken(
                        "binary",
                        (out, args) -> {
                            if (out.dtype() == DType.F32) {
                                for (int i = 0; i < out.size(); i++) {
                                    int at = out.offset() + i;
                                    out.f32()[at] *= 1 + 0x1p-18f;
                                }
                            }
                        });
        assertThatThrownBy(
                        () ->
                                RandomPrograms.check(
                                        new RandomProgram(3, 20, false),
                                        s -> Equivalence.check(s, coarse)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed 3")
                .hasMessageContaining("largest error");
    }

    /**
     * A program that amplifies the error of tanh, on numbers where the reference has hardly any.
     */
    private static Subject steep() {
        return Family.programs().trials().apply(424358).subject().withGradients();
    }

    /** The reference with results of tanh in float32 that are too large by some units. */
    private static Target tanhOff(int units) {
        return broken(
                "unary",
                (out, args) -> {
                    if (args[0] == UnaryOp.TANH && out.dtype() == DType.F32) {
                        for (int i = out.offset(); i < out.offset() + out.size(); i++) {
                            out.f32()[i] += units * Math.ulp(out.f32()[i]);
                        }
                    }
                });
    }

    @Test
    void aFunctionAsGoodAsThatOfOtherLibrariesIsRightInASteepProgramToo() {
        Equivalence.check(steep(), List.of(tanhOff(3), tanhOff(-3), Targets.SIMD));
    }

    @Test
    void aFunctionThatIsOffByManyUnitsIsFound() {
        assertThatThrownBy(() -> Equivalence.check(steep(), tanhOff(32)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("largest error");
    }

    @Test
    void resultsThatDependOnTheNumberOfThreadsAreFound() {
        Target uneven =
                new Target(
                        "uneven",
                        options ->
                                (options.threads() == 3
                                                ? broken("matmul", KitTest::nudge)
                                                : Targets.SCALAR)
                                        .open());
        Subject s =
                Subject.drawn("product", d -> d.output("y", d.floats(3, 5).matmul(d.floats(5, 2))));
        assertThatThrownBy(() -> Determinism.check(s, uneven, DType.F32))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("3 threads");
    }

    // ---- a gradient that is wrong

    @Test
    void aGradientThatIsMissingIsFound() {
        Subject s =
                Subject.drawn(
                        "half stopped",
                        d -> {
                            Tensor x = d.floats(3, 5);
                            d.output("y", x.times(x.stopGradient()));
                        });
        assertThatThrownBy(() -> GradientCheck.check(s))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("half stopped", "output 'y'", "in0[0]");
    }

    @Test
    void aSecondGradientThatIsMissingIsFound() {
        Subject s =
                Subject.drawn(
                        "straight",
                        d -> {
                            Tensor x = d.floats(3, 5);
                            // the value and slope of x², with a slope that does not bend
                            Tensor c = x.stopGradient();
                            d.output("y", c.times(2).times(x).minus(c.squared()));
                        });
        assertThat(GradientCheck.first(squareOf(1))).isLessThan(1e-5);
        assertThatThrownBy(() -> GradientCheck.check(s)).isInstanceOf(AssertionError.class);
    }

    private static Subject squareOf(double scale) {
        return Subject.drawn("square", d -> d.output("y", d.floats(5).squared().times(scale)));
    }

    @Test
    void aKinkIsRefused() {
        Subject s =
                Subject.drawn(
                        "kink",
                        d -> {
                            Tensor x = d.given(Array.of(new double[] {1, 0, -1}));
                            d.output("y", Functions.relu(x));
                        });
        assertThatThrownBy(() -> GradientCheck.check(s))
                .isInstanceOf(NotSmoothException.class)
                .hasMessageContaining("in0[1]");
    }

    @Test
    void aJumpIsRefused() {
        Subject s =
                Subject.drawn(
                        "jump",
                        d -> {
                            Tensor x = d.given(Array.of(new double[] {1, 0, -1}));
                            Tensor y = d.floats(3);
                            d.output("y", Functions.where(x.greaterThan(0), y, y.times(2)));
                        });
        assertThatThrownBy(() -> GradientCheck.check(s)).isInstanceOf(NotSmoothException.class);
    }

    @Test
    void aFunctionThatDependsOnNothingIsRefused() {
        Subject s =
                Subject.drawn("constant", d -> d.output("y", d.floats(3).stopGradient().times(0)));
        assertThatThrownBy(() -> GradientCheck.check(s))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("depends on");
    }

    // ---- a cell that is wrong

    /** How a cell can be wrong. */
    private enum Fault {
        NONE,
        STOPS_THE_STATE,
        LOOKS_AT_ITS_NEIGHBOUR,
        KNOWS_THE_BATCH_SIZE
    }

    private static final class Faulty implements Cell<Faulty.State> {
        record State(Tensor h) {}

        private final Fault fault;
        private final int size;
        private final Variable U;
        private final Variable W;

        Faulty(Fault fault, Scope scope, int inputs, int size) {
            this.fault = fault;
            this.size = size;
            U = scope.parameter("U", Initializer.zeros(), size, inputs);
            W = scope.parameter("W", Initializer.zeros(), size, size);
        }

        @Override
        public State initialState(Graph graph, int batch) {
            return new State(graph.zeros(batch, size));
        }

        @Override
        public Step<State> step(Tensor x, State s) {
            Tensor before = fault == Fault.STOPS_THE_STATE ? s.h().stopGradient() : s.h();
            Tensor a = U.of(x).plus(W.of(before));
            if (fault == Fault.LOOKS_AT_ITS_NEIGHBOUR) {
                a = a.plus(s.h().sum(0).times(0.1));
            }
            if (fault == Fault.KNOWS_THE_BATCH_SIZE) {
                a = a.times(1 + 1.0 / x.dim(0));
            }
            Tensor h = Functions.tanh(a);
            return Step.of(h, new State(h));
        }
    }

    private static List<DynamicTest> contract(Fault fault) {
        return CellSuite.of(
                        (scope, i, h) -> new Faulty(fault, scope, i, h), List.of(Targets.SCALAR))
                .tests()
                .toList();
    }

    private static List<String> failures(Fault fault) {
        return contract(fault).stream()
                .filter(
                        t -> {
                            try {
                                t.getExecutable().execute();
                                return false;
                            } catch (Throwable e) {
                                return true;
                            }
                        })
                .map(DynamicTest::getDisplayName)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> aCellWithoutFaultPasses() {
        return contract(Fault.NONE).stream();
    }

    @Test
    void aCellThatStopsTheGradientOfItsStateIsFound() {
        assertThat(failures(Fault.STOPS_THE_STATE)).containsExactly("gradients");
    }

    @Test
    void aCellWhoseRowsMixIsFound() {
        assertThat(failures(Fault.LOOKS_AT_ITS_NEIGHBOUR))
                .contains("each row is as if alone on scalar in F32");
    }

    @Test
    void aCellThatKnowsItsBatchIsFound() {
        assertThat(failures(Fault.KNOWS_THE_BATCH_SIZE))
                .contains("each row is as if alone on scalar in F64");
    }
}
