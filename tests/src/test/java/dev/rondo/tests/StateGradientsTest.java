package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.cell.Cell;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.StackedCell;
import dev.rondo.cell.StateProbe;
import dev.rondo.cell.StateProbes;
import dev.rondo.cell.Step;
import dev.rondo.contract.Equivalence;
import dev.rondo.contract.GradientCheck;
import dev.rondo.contract.Subject;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;
import dev.rondo.graph.Type;
import dev.rondo.models.attention.Attentions;
import dev.rondo.models.cell.Gru;
import dev.rondo.models.cell.Lstm;
import dev.rondo.models.cell.Rnn;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.seq2seq.AttentionPlace;
import dev.rondo.models.seq2seq.EncoderDecoder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Gradients with respect to the states of all steps; {@code CellContract} has more of them. */
class StateGradientsTest {
    private static final int T = 7;
    private static final int B = 3;

    /** The gradient by h of all steps, for a loss that reads the last state. */
    private static Subject last(String name, UnaryOperator<Recurrence<Gru.State>> changes) {
        Scope scope = Scope.root();
        Gru cell = new Gru(scope, 2, 5);
        return Subject.drawn(
                name,
                scope,
                d -> {
                    Tensor x = d.floats(T, B, 2);
                    Tensor v = d.floats(B, 5);
                    var r = changes.apply(Recurrence.of(cell)).probing().over(x);
                    d.output("d", r.stateGradients(v.times(r.last().h()).sum()).h());
                });
    }

    private static Array run(Subject s) {
        return s.run(Targets.SCALAR.open(), DType.F64).get("d");
    }

    private static void same(Array a, Array b, int from, int to) {
        for (int i = from; i < to; i++) {
            assertThat(a.get(i)).as("element %d", i).isCloseTo(b.get(i), within(1e-14));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 9})
    void valuesThatAreComputedAgainGiveTheSame(int segment) {
        Array whole = run(last("gru", r -> r));
        Array again = run(last("gru", r -> r.recomputingEvery(segment)));

        same(again, whole, 0, (int) whole.size());
        Equivalence.check(last("gru", r -> r.recomputingEvery(segment)), Targets.SIMD);
    }

    @Test
    void truncationEndsThem() {
        Array whole = run(last("gru", r -> r));
        Array cut = run(last("gru", r -> r.truncatedEvery(3)));
        int row = B * 5;

        // steps 0 to 2, 3 to 5, and 6: its gradient is that of the last state alone
        same(cut, whole, 6 * row, 7 * row);
        for (int i = 0; i < 6 * row; i++) {
            assertThat(cut.get(i)).isZero();
            assertThat(whole.get(i)).isNotZero();
        }
    }

    @Test
    void stepsThatAreNotRunHaveNone() {
        Scope scope = Scope.root();
        Gru cell = new Gru(scope, 2, 5);
        Subject s =
                Subject.drawn(
                        "some steps",
                        scope,
                        d -> {
                            Tensor x = d.floats(T, B, 2);
                            Tensor count = d.given(Array.scalar(DType.I32, 4));
                            var some = Recurrence.of(cell).steps(count).probing().over(x);
                            var head = Recurrence.of(cell).probing().over(x.slice(0, 0, 4));
                            d.output("d", some.stateGradients(some.last().h().sum()).h());
                            d.output("head", head.stateGradients(head.last().h().sum()).h());
                        });
        Map<String, Array> r = s.run(Targets.SCALAR.open(), DType.F64);

        same(r.get("d"), r.get("head"), 0, 4 * B * 5);
        for (int i = 4 * B * 5; i < T * B * 5; i++) {
            assertThat(r.get("d").get(i)).isZero();
        }
    }

    /** The first derivatives of these gradients are second derivatives of the loss. */
    @ParameterizedTest
    @ValueSource(strings = {"forwards", "backwards", "ragged", "recomputed"})
    void theyCanBeDifferentiatedAgain(String drive) {
        Subject s =
                last(
                        drive,
                        r ->
                                switch (drive) {
                                    case "backwards" -> r.backwards();
                                    case "recomputed" -> r.recomputingEvery(3);
                                    default -> r;
                                });
        if (drive.equals("ragged")) {
            s = ragged();
        }

        assertThat(GradientCheck.first(s)).isLessThan(1e-5);
        Equivalence.check(s.withGradients(), Targets.SIMD);
    }

    private static Subject ragged() {
        Scope scope = Scope.root();
        Lstm cell = new Lstm(scope, 2, 4);
        return Subject.drawn(
                "ragged",
                scope,
                d -> {
                    Tensor n = d.given(Array.of(new int[] {4, 0, 7}));
                    var r = Recurrence.of(cell).lengths(n).probing().over(d.floats(T, B, 2));
                    Lstm.State found = r.stateGradients(r.outputs().squared().sum());
                    d.output("h", found.h());
                    d.output("c", found.c());
                });
    }

    @Test
    void probesChangeNoValues() {
        Scope scope = Scope.root();
        Lstm cell = new Lstm(scope, 2, 4);
        Subject s =
                Subject.drawn(
                        "values",
                        scope,
                        d -> {
                            Tensor x = d.floats(T, B, 2);
                            Tensor n = d.given(Array.of(new int[] {4, 0, 7}));
                            var plain = Recurrence.of(cell).lengths(n).keepingStates();
                            var a = plain.over(x);
                            var b = plain.probing().over(x);
                            d.output("a", a.outputs());
                            d.output("b", b.outputs());
                            d.output("ac", a.states().c());
                            d.output("bc", b.states().c());
                        });
        Map<String, Array> r = s.run(Targets.SCALAR.open(), DType.F64);

        assertThat(r.get("b").f64()).containsExactly(r.get("a").f64());
        assertThat(r.get("bc").f64()).containsExactly(r.get("ac").f64());
    }

    /** Counts its steps, and its output is no part of its state. */
    private record Doubling(Rnn inner) implements Cell<Doubling.State> {
        record State(Tensor count, Tensor h) {}

        @Override
        public State initialState(Graph g, int batch) {
            return new State(
                    g.zeros(new Type(DType.I32, Shape.of(batch))),
                    inner.initialState(g, batch).h());
        }

        @Override
        public Step<State> step(Tensor x, State s) {
            Tensor h = inner.step(x, new Rnn.State(s.h())).state().h();
            return Step.of(h.times(2), new State(s.count().plus(1), h));
        }
    }

    @Test
    void onlyFloatsHaveThemAndAnOutputThatIsNoStateHasItsOwnStepOnly() {
        Scope scope = Scope.root();
        var cell = new Doubling(new Rnn(scope, 2, 4));
        Subject s =
                Subject.drawn(
                        "counting",
                        scope,
                        d -> {
                            var r = Recurrence.of(cell).probing().over(d.floats(T, B, 2));
                            Tensor loss = r.outputs().at(0, T - 1).sum();
                            Doubling.State found = r.stateGradients(loss);
                            d.output("count", found.count());
                            d.output("d", found.h());
                        });
        Map<String, Array> r = s.run(Targets.SCALAR.open(), DType.F64);

        assertThat(r.get("count").dtype()).isEqualTo(DType.I32);
        assertThat(r.get("count").shape().dims()).containsExactly(T, B);
        int row = B * 4;
        for (int i = 0; i < T * row; i++) {
            boolean last = i >= (T - 1) * row;
            assertThat(r.get("d").get(i) == 0).as("element %d", i).isEqualTo(last);
        }
    }

    @Test
    void withoutProbesThereAreNone() {
        Graph g = Graph.root("g", DType.F64);
        var r = Recurrence.of(new Gru(Scope.root(), 2, 5)).over(g.zeros(T, B, 2));

        assertThatThrownBy(() -> r.stateGradients(r.last().h().sum()))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("probing()");
    }

    // ---- whole models

    @Test
    void everyLayerOfAModelIsProbed() {
        Scope scope = Scope.root();
        var model =
                new LanguageModel(
                        scope.child("model"), new LanguageModel.Config(5, 3, 4, 2, Lstm::new));
        Subject s =
                Subject.drawn(
                        "language model",
                        scope,
                        d -> {
                            Tensor symbols = d.integers(0, 5, T, B);
                            StateProbes probes = StateProbes.ofAllPaths();
                            var start = model.initialState(d.graph(), B);
                            Tensor logits = probes.in(() -> model.over(symbols, start)).logits();
                            assertThat(probes.all())
                                    .extracting(StateProbe::cell)
                                    .containsExactly(
                                            "LSTM 'model.cells.0'", "LSTM 'model.cells.1'");
                            assertThat(probes.all().getFirst().named().keySet())
                                    .containsExactly("i", "f", "o", "g");
                            int layer = 0;
                            for (var found : probes.gradients(logits.squared().sum())) {
                                d.output("h" + layer, found.get("h"));
                                d.output("c" + layer++, found.get("c"));
                            }
                        });

        Map<String, Array> r = s.run(Targets.SCALAR.open(), DType.F64);
        for (String name : List.of("h0", "c0", "h1", "c1")) {
            assertThat(r.get(name).shape().dims()).containsExactly(T, B, 4);
            assertThat(r.get(name).get(0)).as(name).isNotZero();
        }
        GradientCheck.first(s);
        Equivalence.check(s.withGradients(), Targets.SIMD);
    }

    @Test
    void theEncoderThatAttentionLooksAtAndTheDecoderAreProbed() {
        Scope scope = Scope.root();
        var config =
                new EncoderDecoder.Config(
                        5, 5, 3, 4, 1, Gru::new, Attentions.GENERAL, AttentionPlace.INPUT_FEEDING);
        var model = new EncoderDecoder(scope, config);
        Graph g = Graph.root("g", DType.F64);
        StateProbes probes = StateProbes.ofAllPaths();
        Tensor symbols = g.zeros(new Type(DType.I32, Shape.of(T, B)));
        Tensor logits = probes.in(() -> model.logits(symbols, null, symbols.slice(0, 0, 2)));

        assertThat(probes.all())
                .extracting(p -> p.cell() + p.backwards() + p.probes().keySet())
                .containsExactly(
                        "GRU 'encoder.0.forwards'false[h]",
                        "GRU 'encoder.0.backwards'true[h]",
                        "decoder 'decoder'false[cells.layers[0].h, fed[0]]");
        assertThat(probes.gradients(logits.sum())).hasSize(3);
    }

    @Test
    void aRecurrenceWithinALoopIsTracedAsItIs() {
        Graph g = Graph.root("g", DType.F64);
        Gru cell = new Gru(Scope.root(), 2, 5);
        StateProbes probes = StateProbes.ofAllPaths();
        probes.in(
                () ->
                        Scan.over(2)
                                .reading(g.zeros(2, T, B, 2))
                                .run(
                                        (_, in) -> {
                                            var r = Recurrence.of(cell).over(in.getFirst());
                                            return new Scan.Step(List.of(), List.of(r.last().h()));
                                        }));

        assertThat(probes.all()).isEmpty();
    }

    @Test
    void theCarriedPathIsThatOfMaskableCellsAlone() {
        Graph g = Graph.root("g", DType.F64);
        Scope scope = Scope.root();
        StateProbes probes = StateProbes.ofTheCarriedPath();
        Tensor x = g.zeros(T, B, 2);
        probes.in(() -> Recurrence.of(new Gru(scope.child("a"), 2, 5)).over(x));
        probes.in(() -> Recurrence.of(new Doubling(new Rnn(scope, 2, 5))).over(x));
        Cell<?> rnn = new Rnn(scope.child("b"), 2, 5);
        var mixed = new StackedCell(List.of(rnn, new Doubling(new Rnn(scope.child("c"), 5, 5))));
        probes.in(() -> Recurrence.of(mixed).over(x));
        probes.in(() -> Recurrence.of(new StackedCell(List.of(rnn))).over(x));

        assertThat(probes.all())
                .extracting(p -> p.probes().keySet() + " " + p.named().keySet())
                .containsExactly("[h] [r, z]", "[] []", "[] []", "[layers[0].h] []");
    }
}
