package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.cell.Cell;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.StackedCell;
import dev.rondo.cell.Step;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.TraceException;
import dev.rondo.graph.Variable;
import dev.rondo.models.cell.Gru;
import dev.rondo.models.cell.Lstm;
import dev.rondo.models.cell.StackOptions;
import dev.rondo.models.classification.Pooling;
import dev.rondo.models.classification.SequenceClassifier;
import dev.rondo.models.forecast.Forecaster;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.optimizer.Sgd;
import dev.rondo.models.optimizer.TrainingStep;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A model that cannot be is refused at the user's line, with operation and shapes. */
class TraceErrorsTest {
    /** Something wrong, and what its message has to say beside the line. */
    private record Mistake(String name, Consumer<Trace> body, String... words) {}

    private final List<Mistake> mistakes = new ArrayList<>();

    private void mistake(String name, Consumer<Trace> body, String... words) {
        mistakes.add(new Mistake(name, body, words));
    }

    private static Tensor x(Trace t) {
        return t.input("x", 2, 3);
    }

    private static Tensor y(Trace t) {
        return t.input("y", 4, 5);
    }

    private void operations() {
        mistake("plus", t -> x(t).plus(y(t)), "add", "[2, 3]", "[4, 5]", "'x'", "'y'");
        mistake("types", t -> x(t).plus(t.input("i", DType.I32, 2, 3)), "add", "F32", "I32");
        mistake("compare", t -> x(t).lessThan(y(t)), "compare", "[2, 3]", "[4, 5]");
        mistake("matmul", t -> x(t).matmul(y(t)), "matmul", "[2, 3]", "[4, 5]", "(3)", "(4)");
        mistake("matmul of a scalar", t -> t.input("s").matmul(y(t)), "matmul", "F32[]");
        mistake(
                "matmul of batches",
                t -> t.input("a", 2, 7, 3, 5).matmul(t.input("b", 7, 2, 5, 3)),
                "matmul",
                "[2, 7, 3, 5]",
                "[7, 2, 5, 3]");
        mistake(
                "where",
                t -> Functions.where(t.input("c", DType.BOOL, 7), x(t), x2(t)),
                "where",
                "BOOL[7]",
                "[2, 3]");
        mistake(
                "where without condition",
                t -> Functions.where(x(t), x2(t), t.input("z", 3)),
                "BOOL");
        mistake("tanh of integers", t -> Functions.tanh(t.input("i", DType.I32, 2)), "tanh", "I32");
        mistake("and of floats", t -> x(t).and(x2(t)), "and", "F32");
        mistake("plus of truth values", t -> b(t).plus(b2(t)), "add", "BOOL");
        mistake("sum of truth values", t -> b(t).sum(), "sum", "BOOL", "cast");
        mistake("reshape", t -> x(t).reshape(4, 2), "reshape", "[4, 2]", "[2, 3]");
        mistake("reshape by itself", t -> x(t).reshape(4, -1), "reshape", "[4, -1]", "[2, 3]");
        mistake(
                "broadcast",
                t -> x(t).broadcastTo(Shape.of(2, 4)),
                "broadcast",
                "[2, 4]",
                "[2, 3]");
        mistake("transpose", t -> x(t).transpose(0, 0), "transpose", "[0, 0]", "[2, 3]");
        mistake("transpose of a vector", t -> t.input("v", 3).transpose(), "transpose", "[3]");
        mistake("slice", t -> x(t).slice(1, 2, 4), "slice", "[2, 3]");
        mistake("position", t -> x(t).at(0, 2), "slice", "[2, 3]");
        mistake("split", t -> x(t).split(1, 2), "split", "[2, 3]", "2");
        mistake("no parts", t -> x(t).split(1, 0), "split", "0");
        mistake("concat", t -> Functions.concat(0, x(t), y(t)), "concat", "[2, 3]", "[4, 5]");
        mistake("concat of nothing", t -> Functions.concat(0), "concat");
        mistake("pad", t -> x(t).pad(0, -1, 0), "pad", "[2, 3]");
        mistake("gather", t -> x(t).gather(x2(t)), "gather", "I32", "F32");
        mistake("an axis too many", t -> x(t).sum(2), "axis 2", "[2, 3]");
        mistake("softmax over an axis too many", t -> Functions.softmax(x(t), 5), "5", "[2, 3]");
        mistake("expand", t -> x(t).expand(4), "4", "[2, 3]");
        mistake("a negative extent", t -> x(t).reshape(2, -3), "negative", "[2, -3]");
        mistake("an input of a negative extent", t -> t.input("z", -1), "negative", "[-1]");
        mistake("zeros of a negative extent", t -> t.graph().zeros(3, -1), "negative", "[3, -1]");
        mistake(
                "an extent too large",
                t -> t.input("z", 1 << 30, 4).reshape(-1),
                "reshape",
                "[1073741824, 4]",
                "4294967296");
        mistake("iota", t -> t.graph().iota(Shape.of(2, 3), 2), "iota", "axis 2", "[2, 3]");
        mistake(
                "one hot of no classes",
                t -> Functions.oneHot(t.input("i", DType.I32, 2), -1, DType.F32),
                "negative",
                "-1");
        mistake("stack of nothing", t -> Functions.stack(-1, List.of()), "stack");
        mistake(
                "a weight of another size",
                t -> new Dense(Scope.root().child("head"), 5, 2).of(x(t)),
                "'head.weight'",
                "F32[2, 5]",
                "F32[..., 5]",
                "F32[2, 3] 'x'");
        mistake(
                "a weight of another type",
                t -> new Dense(Scope.root().child("head"), 3, 2).of(t.input("i", DType.I32, 2, 3)),
                "'head.weight'",
                "I32[2, 3]");
        mistake(
                "a vector as a weight",
                t -> Scope.root().parameter("b", Initializer.zeros(), 3).of(x(t)),
                "'b'",
                "[out, in]");
        mistake("gradient of a vector", t -> Gradients.of(x(t).sum(0), List.of()), "scalar", "[3]");
    }

    private static Tensor x2(Trace t) {
        return t.input("x2", 2, 3);
    }

    private static Tensor b(Trace t) {
        return t.input("b", DType.BOOL, 2);
    }

    private static Tensor b2(Trace t) {
        return t.input("b2", DType.BOOL, 2);
    }

    private static Scan.Step step(Tensor carry) {
        return new Scan.Step(List.of(carry), List.of());
    }

    private void loops() {
        mistake(
                "a carry that changes its shape",
                t -> Scan.over(3).carrying(x(t)).run((c, in) -> step(c.getFirst().sum(0))),
                "scan",
                "[2, 3]",
                "[3]");
        mistake(
                "a carry that changes its type",
                t -> Scan.over(3).carrying(x(t)).run((c, in) -> step(c.getFirst().cast(DType.I32))),
                "scan",
                "F32",
                "I32");
        mistake(
                "a step input of another length",
                t -> Scan.over(4).carrying(x(t)).reading(x2(t)).run((c, in) -> step(c.getFirst())),
                "scan",
                "4",
                "[2, 3]");
        mistake(
                "a carry that is lost",
                t ->
                        Scan.over(3)
                                .carrying(x(t))
                                .run((c, in) -> new Scan.Step(List.of(), List.of())),
                "scan",
                "carries 1",
                "0");
        mistake(
                "steps that are no number of steps",
                t ->
                        Scan.over(3)
                                .carrying(x(t))
                                .steps(t.input("n", 1))
                                .run((c, in) -> step(c.getFirst())),
                "scan",
                "I32 scalar",
                "F32[1]");
        mistake(
                "a loop of nothing",
                t -> Scan.over(3).run((c, in) -> new Scan.Step(List.of(), List.of())),
                "scan");
        tracedTwice("fewer outputs", 2, 1, 3);
        tracedTwice("more outputs", 1, 2, 3);
        tracedTwice("other outputs", 1, 1, 2);
        mistake("a leaked tensor computed with", t -> leak(t).plus(1), "loop", "return it");
        mistake("a leaked tensor beside others", t -> x2(t).plus(leak(t)), "loop", "return it");
        mistake("a leaked tensor as an output", t -> t.output("y", leak(t)), "loop");
        mistake(
                "a gradient by a leaked tensor",
                t -> {
                    Tensor leaked = leak(t);
                    Gradients.of(x2(t).sum(), List.of(leaked));
                },
                "loop");
        mistake(
                "a leaked tensor in another loop",
                t -> {
                    Tensor leaked = leak(t);
                    Scan.over(3).carrying(x2(t)).run((c, in) -> step(c.getFirst().plus(leaked)));
                },
                "loop");
        mistake(
                "lengths of another batch",
                t ->
                        Recurrence.of(new Lstm(Scope.root(), 5, 7))
                                .lengths(t.input("n", DType.I32, 4))
                                .over(t.input("xs", 2, 3, 5)),
                "lengths",
                "I32[3]",
                "I32[4]");
        mistake("a loop of negative length", t -> Scan.over(-1), "-1");
        mistake(
                "a recomputed loop that reads more rows than it has steps",
                t ->
                        Scan.over(4)
                                .carrying(t.input("c", 3))
                                .reading(t.input("xs", 6, 3))
                                .recomputingEvery(2)
                                .run((c, in) -> step(c.getFirst().plus(in.getFirst()))),
                "4 steps",
                "[6, 3]");
        mistake("no carry", t -> Scan.over(3).carrying(x(t), null), "carry 1", "null");
        mistake("no step input", t -> Scan.over(3).reading((Tensor) null), "input 0", "null");
        mistake("no step", t -> Scan.over(3).carrying(x(t)).run((c, in) -> null), "step", "null");
        mistake(
                "no new carry",
                t ->
                        Scan.over(3)
                                .carrying(x(t))
                                .run((c, in) -> new Scan.Step(Arrays.asList(x2(t), null), c)),
                "carry 1",
                "null");
        mistake(
                "no output of a step",
                t ->
                        Scan.over(3)
                                .carrying(x(t))
                                .run((c, in) -> new Scan.Step(c, Arrays.asList(x2(t), null))),
                "output 1",
                "null");
        mistake(
                "a vector as a sequence",
                t -> Recurrence.of(new Lstm(Scope.root(), 5, 7)).over(t.input("xs", 5)),
                "sequences",
                "[5]");
    }

    /** A step that returns {@code before} outputs and then {@code after} of another extent. */
    private void tracedTwice(String what, int before, int after, int extent) {
        for (boolean reversed : new boolean[] {false, true}) {
            mistake(
                    what + " of a step that is traced again" + (reversed ? ", reversed" : ""),
                    t -> {
                        Tensor x = t.input("x", 3);
                        int[] traced = new int[1];
                        Scan.over(5)
                                .carrying(x)
                                .reversed(reversed)
                                .recomputingEvery(2)
                                .run(
                                        (c, in) -> {
                                            boolean again = traced[0]++ > 0;
                                            Tensor y = again ? x.slice(0, 0, extent) : x;
                                            int count = again ? after : before;
                                            return new Scan.Step(c, Collections.nCopies(count, y));
                                        });
                    },
                    "scan over 5 steps",
                    "every 2",
                    "twice",
                    Collections.nCopies(before, "F32[3]").toString(),
                    Collections.nCopies(after, "F32[" + extent + "]").toString());
        }
    }

    /** A cell that does in its step what it is told. */
    private record Told(
            UnaryOperator<Told.State> initial, BiFunction<Tensor, State, Step<State>> does)
            implements Cell<Told.State> {
        record State(Tensor h, List<Tensor> more) {}

        static Told step(BiFunction<Tensor, State, Step<State>> does) {
            return new Told(s -> s, does);
        }

        static Told from(UnaryOperator<State> initial) {
            return new Told(initial, (x, s) -> Step.of(s.h(), s));
        }

        @Override
        public State initialState(Graph graph, int batch) {
            return initial.apply(new State(graph.zeros(batch, 4), List.of(graph.zeros(batch, 2))));
        }

        @Override
        public Step<State> step(Tensor x, State s) {
            return does.apply(x, s);
        }

        void over(Trace t) {
            Recurrence.of(this).over(t.input("xs", 5, 3, 2));
        }

        void overRagged(Trace t) {
            Recurrence.of(this).lengths(t.input("n", DType.I32, 3)).over(t.input("xs", 5, 3, 2));
        }
    }

    private void cells() {
        mistake("no step of a cell", t -> Told.step((x, s) -> null).over(t), "Told", "null");
        mistake(
                "no output of a cell",
                t -> Told.step((x, s) -> Step.of(null, s)).over(t),
                "output",
                "null");
        mistake(
                "no new state of a cell",
                t -> Told.step((x, s) -> Step.of(x, null)).over(t),
                "state",
                "null");
        mistake(
                "no part of a new state",
                t -> Told.step((x, s) -> Step.of(x, new Told.State(null, s.more()))).over(t),
                "'h' of TraceErrorsTest.Told.State",
                "null");
        mistake(
                "no element of a new state",
                t ->
                        Told.step(
                                        (x, s) ->
                                                Step.of(
                                                        x,
                                                        new Told.State(
                                                                s.h(), Arrays.asList(x, null))))
                                .over(t),
                "'more[1]' of TraceErrorsTest.Told.State",
                "null");
        mistake(
                "a new state of more tensors",
                t ->
                        Told.step((x, s) -> Step.of(x, new Told.State(s.h(), List.of(x, x))))
                                .overRagged(t),
                "[h, more[0]]",
                "[h, more[0], more[1]]");
        // what has one row would be stretched to the rows it is frozen with
        mistake(
                "a new state of one row",
                t ->
                        Told.step(
                                        (x, s) ->
                                                Step.of(
                                                        x,
                                                        new Told.State(
                                                                s.h().slice(0, 0, 1), s.more())))
                                .overRagged(t),
                "'h'",
                "F32[3, 4]",
                "F32[1, 4]");
        mistake("no initial state", t -> Told.from(s -> null).over(t), "state", "null");
        mistake(
                "no part of an initial state",
                t -> Told.from(s -> new Told.State(s.h(), null)).over(t),
                "'more'",
                "null");
        mistake(
                "an initial state without a batch",
                t -> Told.from(s -> new Told.State(s.h().at(0, 0), s.more())).over(t),
                "batch",
                "3 rows",
                "'h'",
                "F32[4]");
        mistake(
                "a scalar as an initial state",
                t -> Told.from(s -> new Told.State(s.h().sum(), s.more())).over(t),
                "batch",
                "F32[]");
        mistake(
                "an initial state of another batch",
                t -> {
                    var lstm = new Lstm(Scope.root(), 2, 4);
                    Recurrence.of(lstm)
                            .from(lstm.initialState(t.graph(), 1))
                            .over(t.input("xs", 5, 3, 2));
                },
                "3 rows",
                "'h' of Lstm.State",
                "F32[1, 4]");
        mistake(
                "an output without a batch",
                t -> Told.step((x, s) -> Step.of(x.sum(), s)).overRagged(t),
                "output",
                "3 rows",
                "F32[]");
        mistake(
                "a sequence without a batch",
                t -> Recurrence.of(new Lstm(Scope.root(), 5, 8)).over(t.input("xs", 7, 5)),
                "[T, B, I]",
                "F32[7, 5]",
                "without its batch axis");
        mistake(
                "a sequence of another size",
                t ->
                        Recurrence.of(new Lstm(Scope.root().child("lstm"), 5, 8))
                                .over(t.input("xs", 7, 3, 1)),
                "LSTM 'lstm'",
                "F32[..., 5]",
                "F32[3, 1]");
    }

    private static Tensor leak(Trace t) {
        List<Tensor> leaked = new ArrayList<>();
        Scan.over(3)
                .carrying(x(t))
                .run(
                        (c, in) -> {
                            leaked.add(c.getFirst().negated());
                            return step(c.getFirst());
                        });
        return leaked.getFirst();
    }

    private void entries() {
        Scope scope = Scope.root();
        Variable v = scope.parameter("v", Initializer.zeros(), 3);
        mistake("an input twice", t -> t.input("x", 1).plus(t.input("x", 1)), "x");
        mistake(
                "an output twice",
                t -> {
                    t.output("y", x(t));
                    t.output("y", x2(t));
                },
                "y");
        mistake("a wrong value", t -> t.assign(v, x(t)), "'v'", "F32[3]", "F32[2, 3]");
        mistake(
                "two values",
                t -> {
                    t.assign(v, t.input("a", 3));
                    t.assign(v, t.input("b", 3));
                },
                "'v'",
                "twice");
        mistake("a condition of floats", t -> t.assignOnlyIf(x(t)), "BOOL", "[2, 3]");
        mistake("no output", t -> t.output("y", null), "'y'", "null");
        mistake("no value", t -> t.assign(v, null), "'v'", "null");
        mistake("no flag", t -> t.assignOnlyIf(null), "assignOnlyIf", "null");
        mistake("no loss", t -> minimizing(null).accept(t), "loss", "null");
        mistake(
                "a loss of many numbers",
                t -> minimizing(v.in(t.graph())).accept(t),
                "a loss is a float scalar",
                "F32[3]",
                "mean()");
        mistake(
                "a loss of whole numbers",
                t -> minimizing(t.input("i", DType.I32)).accept(t),
                "a loss is a float scalar",
                "I32[]");
        mistake(
                "an accumulated loss of many numbers",
                t -> {
                    Scope all = Scope.root();
                    Variable w = all.parameter("w", Initializer.zeros(), 3);
                    new TrainingStep(all, new Sgd(all, List.of(w)))
                            .accumulating(all.child("sums"))
                            .addTo(
                                    Program.of(DType.F32, all, 1),
                                    "train",
                                    u -> w.in(u.graph()).squared());
                },
                "a loss is a float scalar",
                "F32[3]");
        mistake(
                "a tensor of another entry",
                t -> {
                    Tensor[] other = new Tensor[1];
                    Entry.trace("other", DType.F32, u -> other[0] = u.input("z", 2, 3));
                    x(t).plus(other[0]);
                },
                "graphs",
                "other");
    }

    @TestFactory
    Stream<DynamicTest> aMistakeIsNamedWithItsLine() {
        operations();
        loops();
        entries();
        cells();
        return mistakes.stream().map(m -> DynamicTest.dynamicTest(m.name, () -> check(m)));
    }

    private static void check(Mistake m) {
        assertThatThrownBy(() -> Entry.trace("entry", DType.F32, m.body))
                .isInstanceOf(TraceException.class)
                .hasMessageContainingAll(m.words)
                // a line of Rondo's models is told with the first outside of Rondo that led there
                .hasMessageMatching("(?s).*(TraceErrorsTest\\.java:| called from ).*");
    }

    private static Consumer<Trace> minimizing(Tensor loss) {
        Scope scope = Scope.root();
        Variable w = scope.parameter("w", Initializer.zeros(), 3);
        return new TrainingStep(scope, new Sgd(scope, List.of(w))).minimizing(t -> loss);
    }

    @Test
    void aVariableOfANegativeExtentIsNamed() {
        assertThatThrownBy(() -> Scope.root().child("a").state("w", Initializer.zeros(), 2, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'a.w'", "[2, -1]");
    }

    @Test
    void anArrayIsWrittenAsItsTypeIs() {
        assertThat(Array.of(new int[] {1, -2})).hasToString("I32[2] [1, -2]");
        assertThat(Array.of(new boolean[] {true, false})).hasToString("BOOL[2] [true, false]");
        assertThat(Array.of(new float[] {0.1f})).hasToString("F32[1] [0.1]");
        assertThat(Array.of(new double[] {0.1})).hasToString("F64[1] [0.1]");
    }

    @Test
    void theLineIsThatOfTheCall() {
        int line = new Throwable().getStackTrace()[0].getLineNumber() + 1;
        Consumer<Trace> wrong = t -> x(t).negated().plus(y(t));
        assertThatThrownBy(() -> Entry.trace("entry", DType.F32, wrong))
                .hasMessageContaining("TraceErrorsTest.java:" + line + ")");
    }

    /** Types that Java does not know at run time let it through. */
    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void aStateOfAnotherKindOfCellIsRefused() {
        Scope scope = Scope.root();
        Cell lstm = new Lstm(scope.child("a"), 3, 4);
        Cell gru = new Gru(scope.child("b"), 3, 4);
        StackedCell stack = new StackedCell(List.of(new Lstm(scope.child("c"), 3, 4)));
        String[] said = {"Lstm.State", "Gru.State", "another kind of cell"};

        Entry.trace(
                "entry",
                DType.F32,
                t -> {
                    Tensor xs = t.input("xs", 5, 2, 3);
                    Record other = gru.initialState(t.graph(), 2);
                    assertThatThrownBy(() -> Recurrence.of(lstm).from(other).over(xs))
                            .isInstanceOf(TraceException.class)
                            .hasMessageContaining("LSTM 'a'")
                            .hasMessageContainingAll(said);
                    var layers = new StackedCell.State(List.of(other));
                    assertThatThrownBy(() -> stack.step(xs.at(0, 0), layers))
                            .isInstanceOf(TraceException.class)
                            .hasMessageContaining("LSTM 'c'")
                            .hasMessageContainingAll(said);
                    assertThatThrownBy(() -> stack.over(xs, null, layers))
                            .isInstanceOf(TraceException.class)
                            .hasMessageContainingAll(said);
                    assertThatThrownBy(() -> Recurrence.of((Cell) stack).from(other).over(xs))
                            .isInstanceOf(TraceException.class)
                            .hasMessageContainingAll("StackedCell.State", "Gru.State");
                });
    }

    @Test
    void aClassThatACellsOwnCodeTakesForAnotherIsItsOwnError() {
        Cell<Lstm.State> broken =
                new Cell<>() {
                    @Override
                    public Lstm.State initialState(Graph g, int batch) {
                        return new Lstm.State(g.zeros(batch, 4), g.zeros(batch, 4));
                    }

                    @Override
                    public Step<Lstm.State> step(Tensor x, Lstm.State s) {
                        throw new ClassCastException("my own");
                    }
                };
        Entry.trace(
                "entry",
                DType.F32,
                t -> {
                    Tensor xs = t.input("xs", 5, 2, 3);
                    assertThatThrownBy(() -> Recurrence.of(broken).over(xs))
                            .isInstanceOf(ClassCastException.class)
                            .hasMessage("my own");
                });
    }

    @Test
    void sequencesWithoutStepsAreRefusedWhereOneIsNeeded() {
        Forecaster forecaster =
                new Forecaster(
                        Scope.root().child("f"),
                        new Forecaster.Config(3, 4, 1, 2, Lstm::new, StackOptions.none()));
        assertThatThrownBy(() -> Entry.trace("entry", DType.F32, forecaster.forecasting(0, 2)))
                .isInstanceOf(TraceException.class)
                .hasMessageContainingAll("forecaster 'f'", "at least one row", "F32[0, 2, 3]");
        for (Pooling pooling : Pooling.values()) {
            var config =
                    SequenceClassifier.Config.of(
                                    new SequenceClassifier.Features(3), Lstm::new, 4, 2)
                            .pooling(pooling);
            SequenceClassifier classifier = new SequenceClassifier(Scope.root().child("c"), config);
            assertThatThrownBy(() -> Entry.trace("entry", DType.F32, classifier.evaluating(0, 2)))
                    .isInstanceOf(TraceException.class)
                    .hasMessageContainingAll("'c'", "at least one step", "F32[0, 2, 3]");
        }
    }

    @Test
    void aNodeKnowsItsLine() {
        Entry.trace(
                "entry",
                DType.F32,
                t -> {
                    Tensor sum = x(t).plus(1);
                    int line = new Throwable().getStackTrace()[0].getLineNumber() - 1;
                    assertThat(sum.node().site()).contains("TraceErrorsTest.java:" + line);
                    Tensor d = Gradients.of(sum.squared().sum(), List.of(sum)).getFirst();
                    assertThat(d.node().site())
                            .contains("gradient of")
                            .contains("TraceErrorsTest.java:" + (line + 3));
                });
    }

    @Test
    void aNameIsDeclaredOnce() {
        Scope scope = Scope.root();
        scope.child("a").parameter("w", Initializer.zeros(), 1);
        assertThatThrownBy(() -> scope.child("a").state("w", Initializer.zeros(), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a.w'");
        assertThat(scope.variables()).hasSize(1);
    }

    @Test
    void aVariableThatIsTooLargeIsRefusedWithItsSize() {
        assertThatThrownBy(() -> Scope.root().parameter("w", Initializer.zeros(), 100_000, 100_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'w'")
                .hasMessageContaining("38146 MiB");
        assertThatThrownBy(() -> Array.zeros(DType.F32, Shape.of(100_000, 100_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[100000, 100000]");
        assertThatThrownBy(() -> Shape.of(1 << 30, 1 << 30, 1 << 30))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1073741824");
    }
}
