package dev.rondo.models.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Scope;
import dev.rondo.graph.TraceException;
import dev.rondo.models.Run;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

class AttentionTest {
    private static final int S = 5;
    private static final int B = 3;
    private static final int T = 2;
    private static final int D = 4;
    private static final int[] LENGTHS = {5, 0, 3};

    private final Array states = Run.random(1, S, B, D);
    private final Array queries = Run.random(2, T, B, D);
    private final Array lengths = Array.of(LENGTHS);

    private Map<String, Array> inputs(Array memory) {
        return Map.of("states", memory, "queries", queries, "lengths", lengths);
    }

    /** Traces queries one by one and as a sequence, and a gradient of each. */
    private Executable compile(Attentions kind) {
        Scope scope = Scope.root();
        Attention attention = kind.create(scope, D, D);
        return Run.compile(
                DType.F64,
                scope,
                t -> {
                    var h = t.input("states", S, B, D);
                    var q = t.input("queries", T, B, D);
                    Memory memory = attention.remember(h, t.input("lengths", DType.I32, B));
                    Attended all = attention.attend(q, memory);
                    Attended one = attention.attend(q.at(0, 1), memory);
                    t.output("contexts", all.context());
                    t.output("weights", all.weights());
                    t.output("context", one.context());
                    t.output("weight", one.weights());
                    var loss = all.context().squared().sum();
                    t.output("loss", loss);
                    List<dev.rondo.graph.Tensor> g = Gradients.of(loss, List.of(h, q));
                    t.output("d.states", g.get(0));
                    t.output("d.queries", g.get(1));
                });
    }

    @Test
    void lengthsOutsideTheMemoryAreNamed() {
        Map<String, Array> wrong =
                Map.of(
                        "states",
                        states,
                        "queries",
                        queries,
                        "lengths",
                        Array.of(new int[] {S, S + 1, -1}));
        assertThatThrownBy(() -> Run.run(compile(Attentions.values()[0]), wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'lengths'")
                .hasMessageContaining("6 at [1]")
                .hasMessageContaining("from 0 to 5");
    }

    @ParameterizedTest
    @EnumSource
    void weightsSumToOneWithinTheLengthAndAreZeroBehind(Attentions kind) {
        Map<String, Array> got = Run.run(compile(kind), inputs(states));
        Array w = got.get("weights");
        for (int t = 0; t < T; t++) {
            for (int b = 0; b < B; b++) {
                double sum = 0;
                for (int s = 0; s < S; s++) {
                    double v = w.get((t * B + b) * S + s);
                    assertThat(v).isGreaterThanOrEqualTo(0);
                    if (s >= LENGTHS[b]) {
                        assertThat(v).isZero();
                    }
                    sum += v;
                }
                assertThat(sum).isCloseTo(LENGTHS[b] == 0 ? 0 : 1, within(1e-12));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRowWithoutAnyPositionGivesZeros(Attentions kind) {
        Map<String, Array> got = Run.run(compile(kind), inputs(states));
        int width = got.get("context").shape().dim(1);
        for (int i = 0; i < width; i++) {
            assertThat(got.get("context").get(width + i)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingBehindTheLengthIsRead(Attentions kind) {
        Array spoilt = states.copy();
        for (int s = 0; s < S; s++) {
            for (int b = 0; b < B; b++) {
                for (int i = 0; s >= LENGTHS[b] && i < D; i++) {
                    spoilt.set((s * B + b) * D + i, Double.NaN);
                }
            }
        }
        try (Executable run = compile(kind)) {
            Map<String, Array> clean = Run.run(run, inputs(states));
            Map<String, Array> same = Run.run(run, inputs(spoilt));
            clean.forEach(
                    (name, value) -> assertThat(same.get(name).sameBits(value)).as(name).isTrue());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aQueryAloneGetsWhatItGetsInASequence(Attentions kind) {
        Map<String, Array> got = Run.run(compile(kind), inputs(states));
        assertThat(got.get("context").toDoubles())
                .containsExactly(last(got.get("contexts")), within(1e-14));
        assertThat(got.get("weight").toDoubles())
                .containsExactly(last(got.get("weights")), within(1e-14));
    }

    private static double[] last(Array a) {
        return Arrays.copyOfRange(a.toDoubles(), a.size() / T * (T - 1), a.size());
    }

    @ParameterizedTest
    @EnumSource
    void gradientsAgreeWithDifferences(Attentions kind) {
        double eps = 1e-6;
        try (Executable run = compile(kind)) {
            Map<String, Array> at = Run.run(run, inputs(states));
            for (String name : List.of("states", "queries")) {
                Array x = inputs(states).get(name);
                Array gradient = at.get("d." + name);
                for (int i = 0; i < x.size(); i++) {
                    double old = x.get(i);
                    x.set(i, old + eps);
                    double above = run.run("run", inputs(states)).get("loss").item();
                    x.set(i, old - eps);
                    double below = run.run("run", inputs(states)).get("loss").item();
                    x.set(i, old);
                    assertThat(gradient.get(i))
                            .isCloseTo((above - below) / (2 * eps), within(1e-7));
                }
            }
        }
    }

    @Test
    void scaledDotProductIsItsEquation() {
        Attention attention = DotAttention.scaled(D);
        Map<String, Array> got =
                Run.once(
                        Scope.root(),
                        Map.of("states", states, "query", Run.random(3, B, D)),
                        t ->
                                t.output(
                                        "weights",
                                        attention
                                                .attend(
                                                        t.input("query", B, D),
                                                        attention.remember(
                                                                t.input("states", S, B, D), null))
                                                .weights()));
        Array q = Run.random(3, B, D);
        for (int b = 0; b < B; b++) {
            double[] e = new double[S];
            for (int s = 0; s < S; s++) {
                double dot = 0;
                for (int i = 0; i < D; i++) {
                    dot += q.get(b * D + i) * states.get((s * B + b) * D + i);
                }
                e[s] = Math.exp(dot / Math.sqrt(D));
            }
            for (int s = 0; s < S; s++) {
                assertThat(got.get("weights").get(b * S + s))
                        .isCloseTo(e[s] / Arrays.stream(e).sum(), within(1e-14));
            }
        }
    }

    @Test
    void causalAttentionSeesNothingThatComesLater() {
        Scope scope = Scope.root();
        var attention = new MultiHeadAttention(scope, D, D, D, 2);
        Array w =
                Run.once(
                                scope,
                                Map.of("states", states, "lengths", lengths),
                                t -> {
                                    var h = t.input("states", S, B, D);
                                    var n = t.input("lengths", DType.I32, B);
                                    Memory m = attention.remember(h, n);
                                    t.output("w", attention.attendCausally(h, m).weights());
                                })
                        .get("w");
        for (int t = 0; t < S; t++) {
            for (int b = 0; b < B; b++) {
                double sum = 0;
                for (int s = 0; s < S; s++) {
                    double v = w.get((t * B + b) * S + s);
                    assertThat(v > 0).isEqualTo(s <= t && s < LENGTHS[b]);
                    sum += v;
                }
                assertThat(sum).isCloseTo(LENGTHS[b] == 0 ? 0 : 1, within(1e-12));
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefusedWithBothSizes() {
        assertThatThrownBy(() -> Attentions.DOT.create(Scope.root(), 4, 6))
                .hasMessageContaining("got 4 and 6")
                .hasMessageContaining("general");
        assertThatThrownBy(() -> new MultiHeadAttention(Scope.root(), 4, 4, 6, 4))
                .hasMessageContaining("6 does not divide into 4");
        Graph g = Graph.root("test", DType.F32);
        Attention a = DotAttention.dot(D);
        assertThatThrownBy(() -> a.attend(g.zeros(B, 3), a.remember(g.zeros(S, B, D), null)))
                .hasMessageContaining("a query as F32[3, 4]")
                .hasMessageContaining("F32[3, 3]");
        assertThatThrownBy(() -> a.remember(g.zeros(S, B, D), g.zeros(B)))
                .hasMessageContaining("I32[3]");
        assertThatThrownBy(() -> Attentions.named("self")).hasMessageContaining("additive, dot");
    }

    @ParameterizedTest
    @EnumSource(Attentions.class)
    void sizesOfZeroAreRefused(Attentions kind) {
        assertThatThrownBy(() -> kind.create(Scope.root(), 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("attention", "sizes of at least 1", "0, 0");
        assertThatThrownBy(() -> DotAttention.scaled(-1)).hasMessageContaining("-1, -1");
        assertThatThrownBy(() -> new MultiHeadAttention(Scope.root(), 4, 4, 0, 2))
                .hasMessageContaining("sizes of at least 1");
    }

    @Test
    void causalAttentionIsWithinOneSequence() {
        Scope scope = Scope.root();
        MultiHeadAttention attention = new MultiHeadAttention(scope, D, D, D, 2);
        Entry.trace(
                "entry",
                DType.F32,
                t -> {
                    Memory memory = attention.remember(t.input("states", S, B, D), null);
                    assertThatThrownBy(
                                    () -> attention.attendCausally(t.input("q", T, B, D), memory))
                            .isInstanceOf(TraceException.class)
                            .hasMessageContainingAll(
                                    "multi-head attention", "2 queries", "memory of 5 positions");
                });
    }
}
