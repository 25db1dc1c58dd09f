package dev.rondo.tests;

import static dev.rondo.tests.Mistakes.x;
import static dev.rondo.tests.Mistakes.x2;
import static dev.rondo.tests.Mistakes.y;

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
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.TraceException;
import dev.rondo.models.cell.Gru;
import dev.rondo.models.cell.Lstm;
import dev.rondo.models.cell.StackOptions;
import dev.rondo.models.classification.Pooling;
import dev.rondo.models.classification.SequenceClassifier;
import dev.rondo.models.forecast.FirstGuess;
import dev.rondo.models.forecast.Forecaster;
import dev.rondo.models.forecast.PointForecast;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.layer.Mode;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A model that cannot be is refused at the user's line, with operation and shapes. */
class TraceErrorsTest {
    private final Mistakes mistakes = new Mistakes(TraceErrorsTest.class);

    @TestFactory
    Stream<DynamicTest> aMistakeIsNamedWithItsLine() {
        operations();
        cells();
        return mistakes.tests();
    }

    private void operations() {
        mistakes.add("plus", t -> x(t).plus(y(t)), "add", "[2, 3]", "[4, 5]", "'x'", "'y'");
        mistakes.add("types", t -> x(t).plus(t.input("i", DType.I32, 2, 3)), "add", "F32", "I32");
        mistakes.add("compare", t -> x(t).lessThan(y(t)), "compare", "[2, 3]", "[4, 5]");
        mistakes.add("matmul", t -> x(t).matmul(y(t)), "matmul", "[2, 3]", "[4, 5]", "(3)", "(4)");
        mistakes.add("matmul of a scalar", t -> t.input("s").matmul(y(t)), "matmul", "F32[]");
        mistakes.add(
                "matmul of batches",
                t -> t.input("a", 2, 7, 3, 5).matmul(t.input("b", 7, 2, 5, 3)),
                "matmul",
                "[2, 7, 3, 5]",
                "[7, 2, 5, 3]");
        mistakes.add(
                "where",
                t -> Functions.where(t.input("c", DType.BOOL, 7), x(t), x2(t)),
                "where",
                "BOOL[7]",
                "[2, 3]");
        mistakes.add(
                "where without condition",
                t -> Functions.where(x(t), x2(t), t.input("z", 3)),
                "BOOL");
        mistakes.add(
                "tanh of integers", t -> Functions.tanh(t.input("i", DType.I32, 2)), "tanh", "I32");
        mistakes.add("and of floats", t -> x(t).and(x2(t)), "and", "F32");
        mistakes.add("plus of truth values", t -> b(t).plus(b2(t)), "add", "BOOL");
        mistakes.add("sum of truth values", t -> b(t).sum(), "sum", "BOOL", "cast");
        mistakes.add("reshape", t -> x(t).reshape(4, 2), "reshape", "[4, 2]", "[2, 3]");
        mistakes.add("reshape by itself", t -> x(t).reshape(4, -1), "reshape", "[4, -1]", "[2, 3]");
        mistakes.add(
                "broadcast",
                t -> x(t).broadcastTo(Shape.of(2, 4)),
                "broadcast",
                "[2, 4]",
                "[2, 3]");
        mistakes.add("transpose", t -> x(t).transpose(0, 0), "transpose", "[0, 0]", "[2, 3]");
        mistakes.add("transpose of a vector", t -> t.input("v", 3).transpose(), "transpose", "[3]");
        mistakes.add("slice", t -> x(t).slice(1, 2, 4), "slice", "[2, 3]");
        mistakes.add("position", t -> x(t).at(0, 2), "slice", "[2, 3]");
        mistakes.add("split", t -> x(t).split(1, 2), "split", "[2, 3]", "2");
        mistakes.add("no parts", t -> x(t).split(1, 0), "split", "0");
        mistakes.add("concat", t -> Functions.concat(0, x(t), y(t)), "concat", "[2, 3]", "[4, 5]");
        mistakes.add("concat of nothing", t -> Functions.concat(0), "concat");
        mistakes.add("pad", t -> x(t).pad(0, -1, 0), "pad", "[2, 3]");
        mistakes.add("gather", t -> x(t).gather(x2(t)), "gather", "I32", "F32");
        mistakes.add("an axis too many", t -> x(t).sum(2), "axis 2", "[2, 3]");
        mistakes.add(
                "softmax over an axis too many", t -> Functions.softmax(x(t), 5), "5", "[2, 3]");
        mistakes.add("expand", t -> x(t).expand(4), "4", "[2, 3]");
        mistakes.add("a negative extent", t -> x(t).reshape(2, -3), "negative", "[2, -3]");
        mistakes.add("an input of a negative extent", t -> t.input("z", -1), "negative", "[-1]");
        mistakes.add(
                "zeros of a negative extent", t -> t.graph().zeros(3, -1), "negative", "[3, -1]");
        mistakes.add(
                "an extent too large",
                t -> t.input("z", 1 << 30, 4).reshape(-1),
                "reshape",
                "[1073741824, 4]",
                "4294967296");
        mistakes.add("iota", t -> t.graph().iota(Shape.of(2, 3), 2), "iota", "axis 2", "[2, 3]");
        mistakes.add(
                "one hot of no classes",
                t -> Functions.oneHot(t.input("i", DType.I32, 2), -1, DType.F32),
                "negative",
                "-1");
        mistakes.add("stack of nothing", t -> Functions.stack(-1, List.of()), "stack");
        mistakes.add(
                "a weight of another size",
                t -> new Dense(Scope.root().child("head"), 5, 2).of(x(t)),
                "'head.weight'",
                "F32[2, 5]",
                "F32[..., 5]",
                "F32[2, 3] 'x'");
        mistakes.add(
                "a weight of another type",
                t -> new Dense(Scope.root().child("head"), 3, 2).of(t.input("i", DType.I32, 2, 3)),
                "'head.weight'",
                "I32[2, 3]");
        mistakes.add(
                "a vector as a weight",
                t -> Scope.root().parameter("b", Initializer.zeros(), 3).of(x(t)),
                "'b'",
                "[out, in]");
        mistakes.add(
                "gradient of a vector", t -> Gradients.of(x(t).sum(0), List.of()), "scalar", "[3]");
    }

    private static Tensor b(Trace t) {
        return t.input("b", DType.BOOL, 2);
    }

    private static Tensor b2(Trace t) {
        return t.input("b2", DType.BOOL, 2);
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
        mistakes.add("no step of a cell", t -> Told.step((x, s) -> null).over(t), "Told", "null");
        mistakes.add(
                "no output of a cell",
                t -> Told.step((x, s) -> Step.of(null, s)).over(t),
                "output",
                "null");
        mistakes.add(
                "no new state of a cell",
                t -> Told.step((x, s) -> Step.of(x, null)).over(t),
                "state",
                "null");
        mistakes.add(
                "no part of a new state",
                t -> Told.step((x, s) -> Step.of(x, new Told.State(null, s.more()))).over(t),
                "'h' of TraceErrorsTest.Told.State",
                "null");
        mistakes.add(
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
        mistakes.add(
                "a new state of more tensors",
                t ->
                        Told.step((x, s) -> Step.of(x, new Told.State(s.h(), List.of(x, x))))
                                .overRagged(t),
                "[h, more[0]]",
                "[h, more[0], more[1]]");
        // what has one row would be stretched to the rows it is frozen with
        mistakes.add(
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
        mistakes.add("no initial state", t -> Told.from(s -> null).over(t), "state", "null");
        mistakes.add(
                "no part of an initial state",
                t -> Told.from(s -> new Told.State(s.h(), null)).over(t),
                "'more'",
                "null");
        mistakes.add(
                "an initial state without a batch",
                t -> Told.from(s -> new Told.State(s.h().at(0, 0), s.more())).over(t),
                "batch",
                "3 rows",
                "'h'",
                "F32[4]");
        mistakes.add(
                "a scalar as an initial state",
                t -> Told.from(s -> new Told.State(s.h().sum(), s.more())).over(t),
                "batch",
                "F32[]");
        mistakes.add(
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
        mistakes.add(
                "an output without a batch",
                t -> Told.step((x, s) -> Step.of(x.sum(), s)).overRagged(t),
                "output",
                "3 rows",
                "F32[]");
        mistakes.add(
                "a sequence without a batch",
                t -> Recurrence.of(new Lstm(Scope.root(), 5, 8)).over(t.input("xs", 7, 5)),
                "[T, B, I]",
                "F32[7, 5]",
                "without its batch axis");
        mistakes.add(
                "a sequence of another size",
                t ->
                        Recurrence.of(new Lstm(Scope.root().child("lstm"), 5, 8))
                                .over(t.input("xs", 7, 3, 1)),
                "LSTM 'lstm'",
                "F32[..., 5]",
                "F32[3, 1]");
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
                        new Forecaster.Config(
                                Forecaster.Inputs.of(5, 2, 3),
                                4,
                                1,
                                Lstm::new,
                                StackOptions.none(),
                                PointForecast.mean(),
                                FirstGuess.LAST));
        assertThatThrownBy(
                        () ->
                                Entry.trace(
                                        "entry",
                                        DType.F32,
                                        t ->
                                                forecaster.of(
                                                        Mode.evaluating(),
                                                        Forecaster.Given.of(
                                                                t.input("w", 0, 2, 3)))))
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
}
