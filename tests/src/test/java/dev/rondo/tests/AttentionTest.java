package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.contract.Determinism;
import dev.rondo.contract.Equivalence;
import dev.rondo.contract.GradientCheck;
import dev.rondo.contract.Samples;
import dev.rondo.contract.Subject;
import dev.rondo.contract.Target;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.models.attention.Attended;
import dev.rondo.models.attention.Attention;
import dev.rondo.models.attention.AttentionFactory;
import dev.rondo.models.attention.Attentions;
import dev.rondo.models.attention.MultiHeadAttention;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every kind of attention, with and without lengths, for one query and for a sequence of them. */
class AttentionTest {
    private static final int S = 7;
    private static final int B = 3;
    private static final int T = 2;
    private static final int[] LENGTHS = {7, 0, 3};

    /** A kind of attention and the sizes of query and memory it is asked for. */
    private record Kind(String name, AttentionFactory factory, int query, int memory) {}

    private static List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        for (Attentions a : Attentions.values()) {
            boolean same = a == Attentions.DOT || a == Attentions.SCALED_DOT;
            kinds.add(new Kind(a.id(), a, same ? 5 : 6, 5));
        }
        kinds.add(
                new Kind(
                        "three heads",
                        (scope, q, m) -> new MultiHeadAttention(scope, q, m, 6, 3),
                        5,
                        4));
        return kinds;
    }

    /** How attention is asked. */
    private enum Form {
        QUERY,
        SEQUENCE,
        CAUSAL
    }

    private static Subject subject(Kind kind, boolean lengths, Form form) {
        Scope scope = Scope.root();
        Attention attention = kind.factory.create(scope, kind.query, kind.memory);
        return Subject.drawn(
                kind.name + (lengths ? " with lengths, " : ", ") + form,
                scope,
                d -> {
                    Tensor states = d.given("states", Samples.uniform(1, -1, 1, S, B, kind.memory));
                    Tensor n = lengths ? d.given("lengths", Array.of(LENGTHS)) : null;
                    var memory = attention.remember(states, n);
                    Attended a =
                            switch (form) {
                                case QUERY -> attention.attend(d.floats(B, kind.query), memory);
                                case SEQUENCE ->
                                        attention.attend(d.floats(T, B, kind.query), memory);
                                case CAUSAL ->
                                        ((MultiHeadAttention) attention)
                                                .attendCausally(d.floats(S, B, kind.query), memory);
                            };
                    d.output("context", a.context());
                    d.output("weights", a.weights());
                });
    }

    /** Every kind of attention, asked in every form. */
    static List<Subject> subjects() {
        List<Subject> all = new ArrayList<>();
        for (Kind kind : kinds()) {
            for (Form form : Form.values()) {
                boolean causal = form == Form.CAUSAL;
                if (!causal || kind.name.contains("head")) {
                    all.add(subject(kind, false, form));
                    all.add(subject(kind, true, form));
                }
            }
        }
        return all;
    }

    private static DynamicTest test(String name, Runnable check) {
        return DynamicTest.dynamicTest(name, check::run);
    }

    @TestFactory
    Stream<DynamicTest> gradients() {
        return subjects().stream().map(s -> test(s.name(), () -> GradientCheck.check(s)));
    }

    @TestFactory
    Stream<DynamicTest> sameEverywhere() {
        return subjects().stream().map(s -> test(s.name(), () -> equivalent(s.withGradients())));
    }

    private static void equivalent(Subject s) {
        Equivalence.check(s, Targets.others());
        Determinism.check(s, Targets.SIMD, DType.F32);
    }

    @TestFactory
    Stream<DynamicTest> weights() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Target t : Targets.all()) {
            for (Kind kind : kinds()) {
                tests.add(test(kind.name + " on " + t, () -> weights(kind, t)));
            }
        }
        return tests.stream();
    }

    /** Positive, of sum 1, zero after the length; a row without any key gives zeros. */
    private static void weights(Kind kind, Target target) {
        Map<String, Array> out = subject(kind, true, Form.QUERY).run(target.open(), DType.F32);
        Array weights = out.get("weights");
        Array context = out.get("context");
        int width = context.shape().dim(1);
        for (int b = 0; b < B; b++) {
            double sum = 0;
            for (int s = 0; s < S; s++) {
                double w = weights.get(b * S + s);
                assertThat(w).isBetween(0.0, 1.0);
                if (s >= LENGTHS[b]) {
                    assertThat(w).isZero();
                }
                sum += w;
            }
            assertThat(sum).isCloseTo(LENGTHS[b] == 0 ? 0 : 1, within(1e-6));
            for (int i = 0; LENGTHS[b] == 0 && i < width; i++) {
                assertThat(context.get(b * width + i)).isZero();
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> nothingBehindTheLengthIsRead() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Target t : Targets.all()) {
            for (Kind kind : kinds()) {
                tests.add(test(kind.name + " on " + t, () -> unread(kind, t)));
            }
        }
        return tests.stream();
    }

    private static void unread(Kind kind, Target target) {
        Subject clean = subject(kind, true, Form.SEQUENCE).withGradients();
        Array states = clean.inputs().get("states").copy();
        for (int s = 0; s < S; s++) {
            for (int b = 0; b < B; b++) {
                for (int i = 0; s >= LENGTHS[b] && i < kind.memory; i++) {
                    states.set((s * B + b) * kind.memory + i, Double.NaN);
                }
            }
        }
        Map<String, Array> expected = new LinkedHashMap<>(clean.run(target.open(), DType.F32));
        Map<String, Array> actual =
                clean.with(Map.of("states", states)).run(target.open(), DType.F32);
        actual.forEach((n, a) -> assertThat(a.sameBits(expected.get(n))).as(n).isTrue());
    }
}
