package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.cell.Cell;
import dev.rondo.cell.CellFactory;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.StackedCell;
import dev.rondo.cell.States;
import dev.rondo.cell.Step;
import dev.rondo.contract.Determinism;
import dev.rondo.contract.Equivalence;
import dev.rondo.contract.GradientCheck;
import dev.rondo.contract.Samples;
import dev.rondo.contract.Subject;
import dev.rondo.contract.Target;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Op;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.TraceException;
import dev.rondo.graph.Variable;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.cell.DropConnect;
import dev.rondo.models.cell.IndRnn;
import dev.rondo.models.cell.StackOptions;
import dev.rondo.models.cell.Zoneout;
import dev.rondo.models.layer.Mode;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Zoneout and DropConnect: what they keep and drop, around any cell. */
class RegularizedCellsTest {
    private static final int T = 9;
    private static final int B = 6;
    private static final int H = 50;
    private static final Array KEY = Mode.Training.key(11, 3);

    /** Counts its steps in each unit; the output is the count. */
    private record Counter() implements Cell<Counter.State> {
        record State(Tensor n) {}

        @Override
        public State initialState(Graph graph, int batch) {
            return new State(graph.zeros(batch, H));
        }

        @Override
        public Step<State> step(Tensor x, State s) {
            Tensor n = s.n().plus(1);
            return Step.of(n, new State(n));
        }
    }

    /** h' = W h. */
    private static final class Multiplier implements Cell<Multiplier.State> {
        record State(Tensor h) {}

        private final Variable W;

        Multiplier(Scope scope) {
            W = scope.parameter("W", Initializer.uniform(1), B, B);
        }

        @Override
        public State initialState(Graph graph, int batch) {
            return new State(graph.zeros(batch, B));
        }

        @Override
        public Step<State> step(Tensor x, State s) {
            Tensor h = W.of(s.h());
            return Step.of(h, new State(h));
        }
    }

    private static Map<String, Array> run(
            Scope scope, Map<String, Array> inputs, BiConsumer<Trace, Mode> body) {
        return Subject.of("run", scope, inputs, t -> body.accept(t, Mode.training(t)))
                .run(Targets.SCALAR.open(), DType.F64);
    }

    private static double[] counts(Array all, int t) {
        return Arrays.copyOfRange(all.toDoubles(), t * B * H, (t + 1) * B * H);
    }

    @Test
    void eachStepEachElementOfAStateKeepsItsValueOrNot() {
        Array y =
                run(
                                Scope.root(),
                                Map.of(Mode.Training.KEY, KEY),
                                (t, mode) -> {
                                    var cell = new Zoneout(0.25).in(mode, new Counter());
                                    var xs = t.graph().zeros(T, B, 1);
                                    t.output("y", Recurrence.of(cell).over(xs).outputs());
                                })
                        .get("y");
        double[] before = new double[B * H];
        double[] kept = new double[T];
        for (int t = 0; t < T; t++) {
            double[] now = counts(y, t);
            for (int i = 0; i < now.length; i++) {
                assertThat(now[i] - before[i]).isIn(0.0, 1.0);
                kept[t] += before[i] == now[i] ? 1.0 / now.length : 0;
            }
            before = now;
        }
        assertThat(Arrays.stream(kept).average().orElseThrow()).isCloseTo(0.25, within(0.03));
        // the same elements at every step would give 0 or T only
        assertThat(Arrays.stream(before).distinct().count()).isGreaterThan(3);
    }

    /** What is drawn for each step reaches the cell through whatever is around it. */
    @Test
    void aCellAroundAnotherPassesItsMasksOn() {
        Array y =
                run(
                                Scope.root(),
                                Map.of(Mode.Training.KEY, KEY),
                                (t, mode) -> {
                                    Zoneout half = new Zoneout(0.5);
                                    var cell = half.in(mode, half.in(mode, new Counter()));
                                    var xs = t.graph().zeros(T, B, 1);
                                    t.output("y", Recurrence.of(cell).over(xs).last().n());
                                })
                        .get("y");
        // the same elements at every step would give 0 or T only; three of four are kept
        assertThat(Arrays.stream(y.toDoubles()).distinct().count()).isGreaterThan(3);
        assertThat(Arrays.stream(y.toDoubles()).average().orElseThrow())
                .isCloseTo(0.25 * T, within(0.3));
    }

    @Test
    void aCellThatDoesNotPassThemOnIsRefused() {
        assertThatThrownBy(
                        () ->
                                run(
                                        Scope.root(),
                                        Map.of(Mode.Training.KEY, KEY),
                                        (t, mode) -> {
                                            Cell<Counter.State> drawn =
                                                    new Zoneout(0.5).in(mode, new Counter());
                                            var cell = new Unaware(drawn);
                                            Recurrence.of(cell).over(t.graph().zeros(T, B, 1));
                                        }))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("reads a row of its own at each step")
                .hasMessageContaining("SideInputCell");
    }

    private record Unaware(Cell<Counter.State> cell) implements Cell<Counter.State> {
        @Override
        public Counter.State initialState(Graph graph, int batch) {
            return cell.initialState(graph, batch);
        }

        @Override
        public Step<Counter.State> step(Tensor x, Counter.State s) {
            return cell.step(x, s);
        }
    }

    /** In one loop, and layer by layer. */
    @Test
    void aStackDrawsForEachLayerAndStep() {
        StackOptions options = StackOptions.none().zoneout(0.5);
        Map<String, Array> got =
                run(
                        Scope.root(),
                        Map.of(Mode.Training.KEY, KEY),
                        (t, mode) -> {
                            var cells = new StackedCell(List.of(new Counter(), new Counter()));
                            var stack = options.in(mode, cells);
                            var xs = t.graph().zeros(T, B, 1);
                            var inOne = Recurrence.of(stack).over(xs).last();
                            var start = stack.initialState(t.graph(), B);
                            var byLayer = stack.over(xs, null, start).last();
                            for (int i = 0; i < 2; i++) {
                                t.output("one " + i, count(inOne, i));
                                t.output("layers " + i, count(byLayer, i));
                            }
                        });
        assertThat(got).hasSize(4);
        got.forEach(
                (name, counts) ->
                        assertThat(Arrays.stream(counts.toDoubles()).distinct().count())
                                .as(name)
                                .isGreaterThan(4));
        assertThat(got.get("one 0").toDoubles()).isNotEqualTo(got.get("one 1").toDoubles());
    }

    private static Tensor count(StackedCell.State state, int layer) {
        return ((Counter.State) state.layers().get(layer)).n();
    }

    @Test
    void evaluationTakesTheExpectedState() {
        Map<String, Array> got =
                Subject.of(
                                "run",
                                Scope.root(),
                                Map.of(),
                                t -> {
                                    var cell =
                                            new Zoneout(0.25).in(Mode.evaluating(), new Counter());
                                    var r = Recurrence.of(cell).over(t.graph().zeros(T, B, 1));
                                    t.output("y", r.outputs());
                                    t.output("last", r.last().n());
                                })
                        .run(Targets.SCALAR.open(), DType.F64);
        for (int t = 0; t < T; t++) {
            // n' = p·n + (1 − p)·(n + 1)
            assertThat(counts(got.get("y"), t)).containsOnly(0.75 * (t + 1));
        }
        assertThat(got.get("last").toDoubles()).containsOnly(0.75 * T);
    }

    /** The rows of the state begin as the unit vectors, so the first output shows the weight. */
    @Test
    void aRunDropsTheSameElementsOfAWeightAtEveryStepAndInEveryRow() {
        Array unit = Array.of(new double[B * B], B, B);
        IntStream.range(0, B).forEach(i -> unit.set(i * B + i, 1));
        Scope scope = Scope.root();
        Cell<Multiplier.State> plain = new Multiplier(scope);
        Subject subject =
                Subject.of(
                        "run",
                        scope,
                        Map.of(Mode.Training.KEY, KEY, "h", unit),
                        t -> {
                            var cell = new DropConnect(0.5).in(Mode.training(t), plain);
                            var start = new Multiplier.State(t.input("h", B, B));
                            var r = Recurrence.of(cell).from(start);
                            t.output("y", r.over(t.graph().zeros(3, B, 1)).outputs());
                        });
        Array y = subject.run(Targets.SCALAR.open(), DType.F64).get("y");
        double[][] rows = new double[3 * B][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(y.toDoubles(), i * B, (i + 1) * B);
        }
        double[][] turned = Arrays.copyOf(rows, B);
        Array W = subject.values().get("W");
        int dropped = 0;
        for (int j = 0; j < B; j++) {
            for (int k = 0; k < B; k++) {
                assertThat(turned[j][k]).isIn(0.0, 2 * W.get(k * B + j));
                dropped += turned[j][k] == 0 ? 1 : 0;
            }
        }
        assertThat(dropped).isBetween(B * B / 4, B * B * 3 / 4);
        for (int i = B; i < rows.length; i++) {
            double[] expected = new double[B];
            for (int k = 0; k < B; k++) {
                for (int j = 0; j < B; j++) {
                    expected[k] += rows[i - B][j] * turned[j][k];
                }
            }
            assertThat(rows[i]).containsExactly(expected, within(1e-13));
        }
    }

    @Test
    void evaluationDropsNothing() {
        Cell<Multiplier.State> cell = new Multiplier(Scope.root());
        assertThat(new DropConnect(0.5).in(Mode.evaluating(), cell)).isSameAs(cell);
        assertThat(Zoneout.none().in(Mode.evaluating(), cell)).isSameAs(cell);
    }

    @Test
    void aCellWithoutRecurrentWeightsIsRefusedByDropConnect() {
        Cell<?> cell = new IndRnn(Scope.root().child("layer"), 2, 3);
        assertThatThrownBy(
                        () ->
                                Entry.trace(
                                        "run",
                                        DType.F32,
                                        t ->
                                                Recurrence.of(
                                                                new DropConnect(0.5)
                                                                        .in(Mode.training(t), cell))
                                                        .over(t.input("x", T, B, 2))))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("IndRNN 'layer' multiplies its state by no weight")
                .hasMessageContaining("dropped");
        assertThatThrownBy(() -> new DropConnect(1)).hasMessageContaining("below 1, got 1.0");
        assertThatThrownBy(() -> new Zoneout(-0.5)).hasMessageContaining("from 0 to below 1");
    }

    /** Two layers over ragged rows, with all that may be drawn around a cell. */
    private static Subject ragged(CellFactory kind, String name, StackOptions options, int steps) {
        Scope scope = Scope.root();
        StackedCell cells = kind.stack(scope, 2, 4, 2);
        Map<String, Array> inputs =
                Map.of(
                        Mode.Training.KEY,
                        KEY,
                        "x",
                        Samples.uniform(3, -1, 1, T, B, 2),
                        "steps",
                        Array.scalar(DType.I32, steps),
                        "lengths",
                        Array.of(new int[] {9, 0, 3, 1, 5, 8}));
        return Subject.of(
                name,
                scope,
                inputs,
                t -> {
                    var stack = options.in(Mode.training(t), cells);
                    var r =
                            Recurrence.of(stack)
                                    .lengths(t.input("lengths", DType.I32, B))
                                    .steps(t.input("steps", DType.I32))
                                    .over(t.input("x", T, B, 2));
                    t.output("y", r.outputs());
                    // of a row without steps, an sLSTM's m would be −1e30
                    int i = 0;
                    for (Tensor last : States.tensors(r.last())) {
                        t.output("last" + i++, last.slice(0, 2, B));
                    }
                });
    }

    /** DropConnect around zoneout, which {@link StackOptions} has the other way round. */
    private static Subject around() {
        Scope scope = Scope.root();
        Cell<?> lstm = Cells.LSTM.create(scope, 2, 4);
        return Subject.of(
                "lstm with DropConnect around zoneout",
                scope,
                Map.of(Mode.Training.KEY, KEY, "x", Samples.uniform(3, -1, 1, T, B, 2)),
                t -> {
                    Mode mode = Mode.training(t);
                    var cell = new DropConnect(0.3).in(mode, new Zoneout(0.3).in(mode, lstm));
                    t.output("y", Recurrence.of(cell).over(t.input("x", T, B, 2)).outputs());
                });
    }

    private static Stream<Subject> subjects() {
        StackOptions zoneout = StackOptions.none().zoneout(0.3);
        StackOptions dropped = StackOptions.none().dropConnect(0.3);
        StackOptions all =
                StackOptions.none()
                        .dropout(0.2)
                        .recurrentDropout(0.2)
                        .dropConnect(0.3)
                        .zoneout(0.2);
        return Stream.of(
                ragged(Cells.LSTM, "lstm with zoneout", zoneout, T),
                ragged(Cells.MIN_GRU, "minGRU with zoneout", zoneout, T - 2),
                ragged(Cells.GRU, "gru with DropConnect", dropped, T - 1),
                ragged(Cells.SLSTM, "sLSTM with DropConnect", dropped, T),
                ragged(Cells.LSTM_PEEPHOLE, "peephole LSTM with all", all, T),
                ragged(Cells.MGU, "minimal gated unit with all", all, T - 3),
                around());
    }

    @TestFactory
    Stream<DynamicTest> gradientsWithAFixedKeyAreExact() {
        return subjects().map(s -> DynamicTest.dynamicTest(s.name(), () -> GradientCheck.first(s)));
    }

    @TestFactory
    Stream<DynamicTest> sameOnEveryBackend() {
        return subjects()
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

    /** Each mask is of its own variable, and a variable that only inputs meet is not dropped. */
    @Test
    void onlyWhatMultipliesTheStateIsDropped() {
        Scope scope = Scope.root();
        Cell<?> cell = Cells.LSTM.create(scope, 2, 3);
        Entry entry =
                Entry.trace(
                        "run",
                        DType.F32,
                        t -> {
                            var dropping = new DropConnect(0.5).in(Mode.training(t), cell);
                            var xs = t.input("x", T, B, 2);
                            t.output("y", Recurrence.of(dropping).over(xs).outputs());
                        });
        long masks =
                entry.graph().nodes().stream()
                        .filter(n -> n.op() instanceof Op.RandomBits)
                        .peek(n -> assertThat(n.output().shape()).isEqualTo(Shape.of(3, 3)))
                        .count();
        assertThat(masks).isEqualTo(4);
    }
}
