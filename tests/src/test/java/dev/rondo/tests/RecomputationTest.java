package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cell.Recurrence;
import dev.rondo.contract.Equivalence;
import dev.rondo.contract.GradientCheck;
import dev.rondo.contract.Subject;
import dev.rondo.contract.Target;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.models.cell.Gru;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Recurrences that compute values again for their gradient instead of keeping them. */
class RecomputationTest {
    private static final int T = 7;
    private static final int B = 3;

    /** How the recurrence is driven beside recomputation. */
    private enum Drive {
        FORWARDS,
        BACKWARDS,
        RAGGED,
        RAGGED_BACKWARDS,
        SHORTER,
        SHORTER_BACKWARDS,
        TRUNCATED
    }

    private static Subject subject(Drive drive, int segment) {
        Scope scope = Scope.root();
        var cell = new Gru(scope, 2, 5);
        return Subject.drawn(
                drive.name(),
                scope,
                d -> {
                    Tensor x = d.floats(T, B, 2);
                    Recurrence<Gru.State> r = Recurrence.of(cell);
                    UnaryOperator<Recurrence<Gru.State>> ragged =
                            q -> q.lengths(d.given(Array.of(new int[] {4, 0, 7})));
                    UnaryOperator<Recurrence<Gru.State>> shorter =
                            q -> q.steps(d.given(Array.scalar(DType.I32, 5)));
                    r =
                            switch (drive) {
                                case FORWARDS -> r;
                                case BACKWARDS -> r.backwards();
                                case RAGGED -> ragged.apply(r);
                                case RAGGED_BACKWARDS -> ragged.apply(r).backwards();
                                case SHORTER -> shorter.apply(r);
                                case SHORTER_BACKWARDS -> shorter.apply(r).backwards();
                                case TRUNCATED -> r.truncatedEvery(3);
                            };
                    if (segment > 0) {
                        r = r.recomputingEvery(segment);
                    }
                    var o = r.keepingStates().over(x);
                    d.output("outputs", o.outputs());
                    d.output("last", o.last().h());
                    d.output("states", o.states().h());
                });
    }

    @TestFactory
    Stream<DynamicTest> givesTheSameNumbersAndGradients() {
        return Stream.of(Drive.values())
                .flatMap(
                        drive ->
                                IntStream.of(1, 2, 3, 7, 9)
                                        .mapToObj(
                                                n ->
                                                        DynamicTest.dynamicTest(
                                                                drive + " by " + n,
                                                                () -> same(drive, n))));
    }

    private static void same(Drive drive, int segment) {
        Subject again = subject(drive, segment).withGradients();
        Map<String, Array> found = again.run(Targets.SCALAR.open(), DType.F64);
        Map<String, Array> kept =
                subject(drive, 0).withGradients().run(Targets.SCALAR.open(), DType.F64);
        assertThat(found.keySet()).isEqualTo(kept.keySet());
        kept.forEach(
                (name, want) -> {
                    for (int i = 0; i < want.size(); i++) {
                        assertThat(found.get(name).get(i))
                                .as(name + "[" + i + "]")
                                .isCloseTo(want.get(i), within(1e-12));
                    }
                });
        Equivalence.check(again, Targets.SIMD);
    }

    @Test
    void hasGradientsOfGradients() {
        GradientCheck.check(subject(Drive.FORWARDS, 3));
    }

    @TestFactory
    Stream<DynamicTest> takesLessMemory() {
        return Stream.of(Targets.SCALAR, Targets.SIMD)
                .map(t -> DynamicTest.dynamicTest(t.toString(), () -> lessMemory(t)));
    }

    private static void lessMemory(Target target) {
        assertThat(bytes(target, 16)).isLessThan(bytes(target, 0) / 2);
    }

    /** Without weight gradients of a size that matters, so that only what is kept counts. */
    private static long bytes(Target target, int segment) {
        Scope scope = Scope.root();
        var cell = new Gru(scope, 1, 16);
        Subject s =
                Subject.drawn(
                                "long",
                                scope,
                                d -> {
                                    Recurrence<Gru.State> r = Recurrence.of(cell);
                                    if (segment > 0) {
                                        r = r.recomputingEvery(segment);
                                    }
                                    d.output("h", r.over(d.floats(256, 4, 1)).last().h());
                                })
                        .withGradients();
        try (Executable e = s.compile(target.open(), DType.F32)) {
            return e.bytes();
        }
    }

    @Test
    void aSegmentHasAtLeastOneStep() {
        var cell = new Gru(Scope.root(), 1, 1);
        assertThatThrownBy(
                        () ->
                                Recurrence.of(cell)
                                        .recomputingEvery(0)
                                        .over(
                                                dev.rondo.graph.Graph.root("g", DType.F32)
                                                        .zeros(2, 1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 step");
    }
}
