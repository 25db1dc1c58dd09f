package dev.rondo.models.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.cell.RecurrentStack;
import dev.rondo.cell.SequenceLayer;
import dev.rondo.cell.StackedCell;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Scope;
import dev.rondo.graph.TraceException;
import dev.rondo.models.Run;
import dev.rondo.models.layer.Mode;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

class StackOptionsTest {
    private static final int T = 4;
    private static final int B = 3;
    private static final int I = 2;
    private static final int H = 5;

    private final Scope scope = Scope.root();
    private final Rnn first = new Rnn(scope.child("0"), I, H);
    private final Lstm second = new Lstm(scope.child("1"), H, H);
    private final Gru third = new Gru(scope.child("2"), H, H);
    private final StackedCell stack = new StackedCell(List.of(first, second, third));
    private final StackOptions residual = StackOptions.none().residual(true);

    @Test
    void aResidualStackAddsTheInputOfEachLayerButTheFirst() {
        Map<String, Array> got =
                Run.once(
                        scope,
                        Map.of(
                                "x",
                                Run.random(1, T, B, I),
                                "lengths",
                                Array.of(new int[] {4, 0, 2})),
                        t -> {
                            var x = t.input("x", T, B, I);
                            var lengths = t.input("lengths", DType.I32, B);
                            var a = SequenceLayer.of(first).over(x, lengths).outputs();
                            var b = SequenceLayer.of(second).over(a, lengths).outputs().plus(a);
                            var c = SequenceLayer.of(third).over(b, lengths).outputs().plus(b);
                            t.output("by hand", c);
                            var cells = residual.in(Mode.evaluating(), stack);
                            var start = cells.initialState(t.graph(), B);
                            t.output("stacked", cells.over(x, lengths, start).outputs());
                            var layers =
                                    List.of(
                                            SequenceLayer.of(first),
                                            SequenceLayer.of(second),
                                            SequenceLayer.of(third));
                            var layered =
                                    new RecurrentStack(layers, UnaryOperator.identity(), true);
                            t.output("layered", layered.over(x, lengths).outputs());
                            t.output("step", cells.step(x.at(0, 0), start).output());
                        });
        double[] expected = got.get("by hand").toDoubles();
        assertThat(got.get("stacked").toDoubles()).containsExactly(expected);
        assertThat(got.get("layered").toDoubles()).containsExactly(expected);
        // rows 0 and 2 have a first step
        for (int row : new int[] {0, 2}) {
            for (int k = 0; k < H; k++) {
                assertThat(got.get("step").get(row * H + k))
                        .isCloseTo(expected[row * H + k], within(1e-14));
            }
        }
    }

    @Test
    void dropoutLeavesTheResidualPathWhole() {
        // layers that drop nearly everything they read still hand on the sum below them
        Map<String, Array> got =
                Run.once(
                        scope,
                        Map.of(
                                "x",
                                Run.random(1, T, B, I),
                                Mode.Training.KEY,
                                Mode.Training.key(1, 1)),
                        t -> {
                            var x = t.input("x", T, B, I);
                            var two = new StackedCell(List.of(first, second));
                            var start = two.initialState(t.graph(), B);
                            var a = SequenceLayer.of(first).over(x, null).outputs();
                            var none = SequenceLayer.of(second).over(a.times(0), null).outputs();
                            t.output("by hand", none.plus(a));
                            var cells = residual.dropout(0.9999999).in(Mode.training(t), two);
                            t.output("dropped", cells.over(x, null, start).outputs());
                        });
        assertThat(got.get("dropped").toDoubles())
                .containsExactly(got.get("by hand").toDoubles(), within(1e-14));
    }

    @Test
    void layersOfDifferentSizesCannotBeResidual() {
        StackedCell uneven =
                new StackedCell(
                                List.of(
                                        new Rnn(Scope.root(), I, H),
                                        new Rnn(Scope.root(), H, H + 1)))
                        .residual();
        Graph g = Graph.root("test", DType.F32);
        assertThatThrownBy(() -> uneven.over(g.zeros(T, B, I), null, uneven.initialState(g, B)))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("layer 1 reads F32[4, 3, 5] and gives F32[4, 3, 6]");
    }
}
