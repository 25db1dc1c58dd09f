package dev.rondo.tests;

import static dev.rondo.graph.Functions.tanh;
import static dev.rondo.graph.Functions.where;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Backend;
import dev.rondo.cell.Cell;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.RecurrentStack;
import dev.rondo.cell.SequenceLayer;
import dev.rondo.cell.StackedCell;
import dev.rondo.cell.States;
import dev.rondo.cell.Step;
import dev.rondo.contract.CellSuite;
import dev.rondo.contract.Equivalence;
import dev.rondo.contract.GradientCheck;
import dev.rondo.contract.Subject;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Type;
import dev.rondo.graph.Variable;
import dev.rondo.models.cell.Gru;
import dev.rondo.models.cell.Lstm;
import dev.rondo.models.cell.Rnn;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Cells one upon the other, in both directions, with states of every form, in loops of loops. */
class RecurrenceTest {
    private static final int T = 5;
    private static final int B = 3;
    private static final int I = 2;
    private static final int H = 7;
    private static final Array LENGTHS = Array.of(new int[] {5, 0, 3});

    private static StackedCell stack(Scope scope, int inputs, int size) {
        return new StackedCell(
                List.of(
                        new Lstm(scope.child("0"), inputs, size),
                        new Gru(scope.child("1"), size, size)));
    }

    @TestFactory
    Stream<DynamicTest> aStackOfDifferentCellsIsACell() {
        return CellSuite.of(RecurrenceTest::stack, List.of(Targets.SIMD)).tests();
    }

    /** Counts its steps, remembers whether it ever saw a large input, and keeps a record within. */
    private static final class Counting implements Cell<Counting.State> {
        record Inner(Tensor h, List<Tensor> others) {}

        record State(Tensor count, Inner inner, Tensor seen) {}

        private final int size;
        private final Variable U;
        private final Variable W;

        Counting(Scope scope, int inputs, int size) {
            this.size = size;
            U = scope.parameter("U", Initializer.uniform(1), size, inputs);
            W = scope.parameter("W", Initializer.uniform(1), size, size);
        }

        @Override
        public State initialState(Graph g, int batch) {
            return new State(
                    g.zeros(new Type(DType.I32, Shape.of(batch))),
                    new Inner(g.zeros(batch, size), List.of(g.zeros(batch, 2))),
                    g.zeros(new Type(DType.BOOL, Shape.of(batch))));
        }

        @Override
        public Step<State> step(Tensor x, State s) {
            Tensor late = s.count().greaterThan(1).expand(-1);
            Tensor h = tanh(U.of(x).plus(W.of(s.inner().h())));
            Tensor other = s.inner().others().getFirst();
            Tensor mixed = where(late, h.times(0.5).plus(s.inner().h()), h);
            Tensor sum = other.plus(x.mean(1).expand(1).times(0.3));
            return Step.of(
                    mixed.plus(sum.at(1, 0).expand(1)),
                    new State(
                            s.count().plus(1),
                            new Inner(mixed, List.of(sum)),
                            s.seen().or(x.largest(1).greaterThan(0.9))));
        }
    }

    @TestFactory
    Stream<DynamicTest> aStateMayHoldIntegersAndRecordsAndLists() {
        return CellSuite.of(Counting::new, List.of(Targets.SIMD)).tests();
    }

    @Test
    void aStateMayHoldNothingElse() {
        record Bad(Tensor h, String name) {}
        Graph g = Graph.root("g", DType.F32);
        assertThatThrownBy(() -> States.tensors(new Bad(g.zeros(1), "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Bad")
                .hasMessageContaining("String");
    }

    private static void same(Subject a, Subject b) {
        Backend backend = Targets.SCALAR.open();
        Map<String, Array> left = a.run(backend, DType.F64);
        Map<String, Array> right = b.run(backend, DType.F64);
        assertThat(left.keySet()).isEqualTo(right.keySet());
        left.forEach(
                (n, x) -> {
                    for (int i = 0; i < x.size(); i++) {
                        assertThat(x.get(i))
                                .as(n + "[" + i + "]")
                                .isCloseTo(right.get(n).get(i), within(1e-12));
                    }
                });
    }

    @Test
    void layerByLayerIsStepByStep() {
        Subject[] s = new Subject[2];
        for (int k = 0; k < 2; k++) {
            boolean layers = k == 0;
            Scope scope = Scope.root();
            StackedCell cells = stack(scope, I, H);
            s[k] =
                    Subject.drawn(
                                    "stack",
                                    scope,
                                    d -> {
                                        Tensor x = d.floats(T, B, I);
                                        Tensor n = d.given(LENGTHS);
                                        var start = cells.initialState(d.graph(), B);
                                        if (layers) {
                                            var o = cells.over(x, n, start);
                                            d.output("outputs", o.outputs());
                                            d.output("c", States.tensors(o.last()).get(1));
                                        } else {
                                            var o = Recurrence.of(cells).lengths(n).over(x);
                                            d.output("outputs", o.outputs());
                                            d.output("c", States.tensors(o.last()).get(1));
                                        }
                                    })
                            .withGradients();
        }
        same(s[0], s[1]);
    }

    private static Subject bidirectional(boolean byHand) {
        Scope scope = Scope.root();
        var forwards = new Lstm(scope.child("f"), I, H);
        var backwards = new Gru(scope.child("b"), I, H);
        var upper = new Rnn(scope.child("u"), 2 * H, 3);
        return Subject.drawn(
                "bidirectional",
                scope,
                d -> {
                    Tensor x = d.floats(T, B, I);
                    Tensor n = d.given(LENGTHS);
                    Tensor y;
                    if (byHand) {
                        var f = Recurrence.of(forwards).lengths(n).over(x);
                        var b = Recurrence.of(backwards).lengths(n).backwards().over(x);
                        Tensor both = Functions.concat(2, f.outputs(), b.outputs());
                        y = Recurrence.of(upper).lengths(n).over(both).outputs();
                    } else {
                        var stack =
                                new RecurrentStack(
                                        List.of(
                                                SequenceLayer.bidirectional(forwards, backwards),
                                                SequenceLayer.of(upper)));
                        var o = stack.over(x, n);
                        assertThat(o.last()).hasSize(3);
                        y = o.outputs();
                    }
                    d.output("y", y);
                });
    }

    @Test
    void bothDirectionsSideBySide() {
        same(bidirectional(true).withGradients(), bidirectional(false).withGradients());
        GradientCheck.check(bidirectional(false));
        Equivalence.check(bidirectional(false).withGradients(), Targets.SIMD);
    }

    // ---- loops within loops

    /** Nothing that the inner loop starts from changes, but what its step captures does. */
    @Test
    void aLoopWithinALoopMayStartFromOutsideAndCaptureWithin() {
        Subject s =
                Subject.drawn(
                        "inner loop from outside",
                        d -> {
                            Tensor xs = d.floats(T, 2);
                            Tensor h = d.floats(2);
                            var r =
                                    Scan.over(T)
                                            .carrying(h)
                                            .reading(xs)
                                            .run((c, in) -> outer(c, in, h, xs));
                            d.output("y", r.carries().getFirst());
                        });
        GradientCheck.check(s);
        Equivalence.check(s.withGradients(), Targets.SIMD);
    }

    private static Scan.Step outer(List<Tensor> c, List<Tensor> in, Tensor h, Tensor xs) {
        var inner =
                Scan.over(T)
                        .carrying(h)
                        .reading(xs)
                        .run(
                                (k, x) ->
                                        new Scan.Step(
                                                List.of(
                                                        tanh(
                                                                k.get(0)
                                                                        .plus(x.get(0))
                                                                        .plus(in.get(0)))),
                                                List.of()));
        return new Scan.Step(
                List.of(tanh(c.getFirst().plus(inner.carries().getFirst()))), List.of());
    }

    @Test
    void aRecurrenceWithinALoopMayReadASequenceFromOutside() {
        Scope scope = Scope.root();
        var cell = new Gru(scope, I, H);
        Subject s =
                Subject.drawn(
                        "recurrence within a loop",
                        scope,
                        d -> {
                            Tensor xs = d.floats(T, B, I);
                            Tensor lengths = d.integers(0, T + 1, 3, B);
                            var r =
                                    Scan.over(3)
                                            .reading(lengths)
                                            .run(
                                                    (c, in) ->
                                                            new Scan.Step(
                                                                    List.of(),
                                                                    List.of(
                                                                            Recurrence.of(cell)
                                                                                    .lengths(
                                                                                            in.get(
                                                                                                    0))
                                                                                    .over(xs)
                                                                                    .last()
                                                                                    .h())));
                            d.output("y", r.outputs().getFirst());
                        });
        GradientCheck.first(s);
        Equivalence.check(s.withGradients(), Targets.SIMD);
    }
}
