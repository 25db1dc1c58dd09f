package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.cell.Cell;
import dev.rondo.cell.LinearCell;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.States;
import dev.rondo.contract.Determinism;
import dev.rondo.contract.Equivalence;
import dev.rondo.contract.GradientCheck;
import dev.rondo.contract.Samples;
import dev.rondo.contract.Subject;
import dev.rondo.contract.Target;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Graph;
import dev.rondo.graph.LinearRecurrence;
import dev.rondo.graph.Op;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;
import dev.rondo.models.cell.MinGru;
import dev.rondo.models.cell.MinLstm;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A linear recurrence computed by blocks is the one computed step by step. */
class LinearRecurrenceTest {
    private static final int B = 2;
    private static final int H = 3;

    private static Map<String, Array> inputs(int steps) {
        return Map.of(
                "a", Samples.uniform(1, 0.05, 1, steps, B, H),
                "b", Samples.uniform(2, 0.1, 2, steps, B, H),
                "start", Samples.uniform(3, 0.1, 2, B, H));
    }

    private static Tensor stepped(Tensor a, Tensor b, Tensor start, boolean reversed) {
        return Scan.over(a.dim(0))
                .carrying(start)
                .reading(a, b)
                .reversed(reversed)
                .run(
                        (h, in) -> {
                            Tensor next = in.get(0).times(h.getFirst()).plus(in.get(1));
                            return new Scan.Step(List.of(next), List.of(next));
                        })
                .outputs()
                .getFirst();
    }

    /** By blocks, from logarithms, and step by step. */
    private static Subject subject(int steps, boolean reversed) {
        return Subject.of(
                steps + " steps" + (reversed ? " reversed" : ""),
                Scope.root(),
                inputs(steps),
                t -> {
                    Tensor a = t.input("a", steps, B, H);
                    Tensor b = t.input("b", steps, B, H);
                    Tensor start = t.input("start", B, H);
                    t.output("blocks", LinearRecurrence.of(a, b, start, reversed));
                    t.output(
                            "logs",
                            LinearRecurrence.ofLogarithms(log(a), log(b), log(start), reversed));
                    t.output("steps", stepped(a, b, start, reversed));
                });
    }

    private static Tensor log(Tensor x) {
        return Functions.log(x);
    }

    private static Stream<Subject> subjects() {
        return IntStream.of(1, 2, 5, 9, 12, 16, 17)
                .boxed()
                .flatMap(n -> Stream.of(subject(n, false), subject(n, true)));
    }

    @TestFactory
    Stream<DynamicTest> blocksAndLogarithmsAreTheSteps() {
        return subjects()
                .map(
                        s ->
                                DynamicTest.dynamicTest(
                                        s.name(),
                                        () -> {
                                            var out = s.run(Targets.SCALAR.open(), DType.F64);
                                            double[] steps = out.get("steps").toDoubles();
                                            assertThat(out.get("blocks").toDoubles())
                                                    .containsExactly(steps, within(1e-14));
                                            double[] logs = out.get("logs").toDoubles();
                                            for (int i = 0; i < logs.length; i++) {
                                                assertThat(Math.exp(logs[i]))
                                                        .isCloseTo(steps[i], within(1e-13));
                                            }
                                        }));
    }

    /** Where both terms are equal, max and abs would have no second derivative. */
    @Test
    void secondDerivativesHoldWhereTermsAreEqual() {
        Subject s =
                Subject.of(
                        "equal",
                        Scope.root(),
                        Map.of(),
                        t -> {
                            Tensor x = t.graph().zeros(1, 1);
                            Tensor start = t.graph().zeros(1);
                            Tensor h = LinearRecurrence.ofLogarithms(x, x, start, false);
                            Tensor first = Gradients.of(h.sum(), List.of(start)).getFirst();
                            t.output("first", first);
                            t.output(
                                    "second", Gradients.of(first.sum(), List.of(start)).getFirst());
                        });
        Map<String, Array> out = s.run(Targets.SCALAR.open(), DType.F64);
        assertThat(out.get("first").get(0)).isEqualTo(0.5);
        assertThat(out.get("second").get(0)).isEqualTo(0.25);
    }

    @TestFactory
    Stream<DynamicTest> gradientsAreExact() {
        return Stream.of(subject(5, false), subject(7, true))
                .map(s -> DynamicTest.dynamicTest(s.name(), () -> GradientCheck.check(s)));
    }

    @TestFactory
    Stream<DynamicTest> sameOnEveryBackendAndForAnyNumberOfThreads() {
        return Stream.of(subject(12, false), subject(17, true))
                .map(
                        s ->
                                DynamicTest.dynamicTest(
                                        s.name(),
                                        () -> {
                                            for (Target target : Targets.all()) {
                                                Equivalence.check(s.withGradients(), target);
                                            }
                                            Determinism.check(
                                                    s.withGradients(), Targets.SIMD, DType.F32);
                                        }));
    }

    /** Products of 4,096 shares underflow, and gates are closed and open by the hundred. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void longTimesAndClosedGatesAreSafe(boolean reversed) {
        int steps = 4096;
        Array a = Samples.uniform(1, -1, 2, steps, B, H);
        for (int i = 0; i < a.size(); i++) {
            a.set(i, Math.clamp(a.get(i), 0, 1));
        }
        Subject s =
                Subject.of(
                        "long",
                        Scope.root(),
                        Map.of(
                                "a", a,
                                "b", Samples.uniform(2, -1, 1, steps, B, H),
                                "start", Samples.uniform(3, -1, 1, B, H)),
                        t -> {
                            Tensor share = t.input("a", steps, B, H);
                            Tensor b = t.input("b", steps, B, H);
                            Tensor start = t.input("start", B, H);
                            t.output("blocks", LinearRecurrence.of(share, b, start, reversed));
                            t.output("steps", stepped(share, b, start, reversed));
                        });
        for (DType type : List.of(DType.F32, DType.F64)) {
            Map<String, Array> out = s.withGradients().run(Targets.SIMD.open(), type);
            double most = type == DType.F32 ? 1e-5 : 1e-13;
            assertThat(out.get("blocks").toDoubles())
                    .containsExactly(out.get("steps").toDoubles(), within(most * 10));
            out.forEach(LinearRecurrenceTest::finite);
        }
    }

    /** h itself would be e^−9000 and e^9000: nothing, and infinite. */
    @ParameterizedTest
    @ValueSource(doubles = {-300, 300})
    void logarithmsStayExactWhereTheirNumbersCannotBeHeld(double logA) {
        int steps = 30;
        Subject s =
                Subject.of(
                        "logs",
                        Scope.root(),
                        Map.of(),
                        t -> {
                            var g = t.graph();
                            Tensor a = g.full(Shape.of(steps, 1), logA);
                            Tensor none = g.full(Shape.of(steps, 1), -1e30);
                            Tensor one = g.zeros(1);
                            t.output("kept", LinearRecurrence.ofLogarithms(a, none, one, false));
                            Tensor nothing = one.plus(-1e30);
                            Tensor b = g.zeros(steps, 1);
                            t.output("added", LinearRecurrence.ofLogarithms(a, b, nothing, false));
                        });
        Map<String, Array> out = s.run(Targets.SIMD.open(), DType.F32);
        for (int t = 0; t < steps; t++) {
            assertThat(out.get("kept").get(t)).isEqualTo(logA * (t + 1));
            // 1 + a + a² + … is its largest term
            assertThat(out.get("added").get(t)).isEqualTo(logA < 0 ? 0 : logA * t);
        }
    }

    private static void finite(String name, Array values) {
        assertThat(Arrays.stream(values.toDoubles()).allMatch(Double::isFinite)).as(name).isTrue();
    }

    // ---- cells

    private static <S extends Record> Subject cells(
            String name, LinearCell<S> cell, Scope scope, UnaryOperator<Recurrence<S>> how) {
        return Subject.drawn(
                name,
                scope,
                d -> {
                    Tensor x = d.floats(10, 4, 2);
                    run(d::output, "parallel", how.apply(Recurrence.of(cell.inParallel())), x);
                    run(d::output, "stepped", how.apply(Recurrence.of((Cell<S>) cell)), x);
                });
    }

    private static <S extends Record> void run(
            BiConsumer<String, Tensor> output, String name, Recurrence<S> recurrence, Tensor x) {
        var r = recurrence.keepingStates().over(x);
        output.accept(name + " outputs", r.outputs());
        output.accept(name + " last", States.tensors(r.last()).getFirst());
        output.accept(name + " states", States.tensors(r.states()).getFirst());
    }

    @TestFactory
    Stream<DynamicTest> aCellInParallelHasTheStatesOfItsSteps() {
        return Stream.of(false, true)
                .flatMap(
                        backwards -> {
                            Scope one = Scope.root();
                            Scope two = Scope.root();
                            return Stream.of(
                                    cells(
                                            "minGRU, backwards " + backwards,
                                            new MinGru(one, 2, 5),
                                            one,
                                            r -> backwards ? r.backwards() : r),
                                    cells(
                                            "minLSTM, backwards " + backwards,
                                            new MinLstm(two, 2, 5),
                                            two,
                                            r -> backwards ? r.backwards() : r));
                        })
                .map(s -> DynamicTest.dynamicTest(s.name(), () -> alike(s)));
    }

    /**
     * Decays by fixed shares, of images [B, 4, 4]; there are as many steps as rows and as lines.
     */
    private record Fading() implements LinearCell<Fading.State> {
        record State(Tensor h) {}

        @Override
        public State initialState(Graph graph, int batch) {
            return new State(graph.zeros(batch, 4, 4));
        }

        @Override
        public Transition transition(Tensor x) {
            Tensor share = x.graph().constant(Samples.uniform(5, 0, 1, 4, 4)).cast(x.dtype());
            return new Transition(share, x);
        }
    }

    @Test
    void rowsOfImagesEndByThemselves() {
        Subject s =
                Subject.of(
                        "images",
                        Scope.root(),
                        Map.of("x", Samples.uniform(1, -1, 1, 4, 4, 4, 4)),
                        t -> {
                            Tensor x = t.input("x", 4, 4, 4, 4);
                            Tensor ends = t.graph().constant(Array.of(new int[] {4, 0, 2, 3}));
                            Cell<Fading.State> cell = new Fading();
                            Cell<Fading.State> all = new Fading().inParallel();
                            run(t::output, "parallel", Recurrence.of(all).lengths(ends), x);
                            run(t::output, "stepped", Recurrence.of(cell).lengths(ends), x);
                        });
        alike(s);
    }

    private static void alike(Subject s) {
        Map<String, Array> out = s.run(Targets.SCALAR.open(), DType.F64);
        for (String part : List.of("outputs", "last", "states")) {
            assertThat(out.get("parallel " + part).toDoubles())
                    .as(part)
                    .containsExactly(out.get("stepped " + part).toDoubles(), within(1e-14));
        }
    }

    /** 100 steps become 10 within all blocks and 10 from block to block. */
    @Test
    void allStatesAtOnceTakeFewSteps() {
        Scope scope = Scope.root();
        MinGru cell = new MinGru(scope, 2, 5);
        assertThat(lengths(cell)).containsExactly(100);
        assertThat(lengths(cell.inParallel())).containsExactly(10, 10);
    }

    private static List<Integer> lengths(Cell<MinGru.State> cell) {
        Entry entry =
                Entry.trace(
                        "run",
                        DType.F32,
                        t -> {
                            var r = Recurrence.of(cell).over(t.input("x", 100, 4, 2));
                            t.output("y", r.outputs());
                        });
        return entry.graph().nodes().stream()
                .filter(n -> n.op() instanceof Op.Scan)
                .map(n -> ((Op.Scan) n.op()).length())
                .toList();
    }

    /** What the blocks cannot do is done step by step, and so to the bit. */
    @Test
    void truncatedItGoesStepByStep() {
        Scope scope = Scope.root();
        Subject s = cells("truncated", new MinGru(scope, 2, 5), scope, r -> r.truncatedEvery(3));
        Map<String, Array> out = s.run(Targets.SCALAR.open(), DType.F64);
        assertThat(out.get("parallel states").sameBits(out.get("stepped states"))).isTrue();
    }

    /** Gates far open and far closed in either type: no NaN, no division by nothing. */
    @TestFactory
    Stream<DynamicTest> extremeInputsAreSafe() {
        Scope one = Scope.root();
        Scope two = Scope.root();
        return Stream.of(
                        extreme("minGRU", new MinGru(one, 2, 5), one),
                        extreme("minLSTM", new MinLstm(two, 2, 5), two))
                .map(
                        s ->
                                DynamicTest.dynamicTest(
                                        s.name(),
                                        () -> {
                                            for (DType type : List.of(DType.F32, DType.F64)) {
                                                s.withGradients()
                                                        .run(Targets.SIMD.open(), type)
                                                        .forEach(LinearRecurrenceTest::finite);
                                            }
                                            alike(s);
                                        }));
    }

    private static <S extends Record> Subject extreme(
            String name, LinearCell<S> cell, Scope scope) {
        Array x = Samples.uniform(5, -1, 1, 10, 4, 2);
        for (int i = 0; i < x.size(); i++) {
            x.set(i, Math.signum(x.get(i)) * Math.pow(10, i % 6));
        }
        return Subject.of(
                name,
                scope,
                Map.of("x", x),
                t -> {
                    Tensor xs = t.input("x", 10, 4, 2);
                    run(t::output, "parallel", Recurrence.of(cell.inParallel()), xs);
                    run(t::output, "stepped", Recurrence.of((Cell<S>) cell), xs);
                });
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(
                        () ->
                                Entry.trace(
                                        "run",
                                        DType.F32,
                                        t ->
                                                LinearRecurrence.of(
                                                        t.input("a", 4, 2),
                                                        t.input("b", 4, 2),
                                                        t.input("h", 3),
                                                        false)))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("a linear recurrence reads")
                .hasMessageContaining("F32[3]");
    }
}
