package dev.rondo.models.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.Run;
import dev.rondo.models.layer.Dense;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

class AccumulationTest {
    private static final int ROWS = 3;
    private static final int PARTS = 4;
    private static final Array RATE = Array.scalar(DType.F64, 0.1);

    /** A model of its own, trained in batches of so many rows. */
    private static Executable compile(int rows, boolean accumulates) {
        Scope scope = Scope.root();
        Dense dense = new Dense(scope.child("dense"), 5, 2);
        TrainingStep step =
                new TrainingStep(scope, new Adam(scope.child("adam"), scope.parameters()))
                        .clippingAt(0.05);
        if (accumulates) {
            step = step.accumulating(scope.child("accumulated"));
        }
        return Run.compile(
                step.addTo(Program.of(DType.F64, scope, 4), "train", t -> loss(t, dense, rows)));
    }

    private static Tensor loss(Trace t, Dense dense, int rows) {
        return dense.of(t.input("x", rows, 5)).squared().mean();
    }

    /** Rows of an update, one part after the other. */
    private static Array rows(int update, int from, int to) {
        double[] all = Run.random(update, ROWS * PARTS, 5).toDoubles();
        return Array.of(Arrays.copyOfRange(all, from * 5, to * 5), to - from, 5);
    }

    @Test
    void severalBatchesEqualOneLargeOneUpToRounding() {
        try (Executable large = compile(ROWS * PARTS, false);
                Executable small = compile(ROWS, true)) {
            for (int update = 0; update < 3; update++) {
                Map<String, Array> expected =
                        large.run(
                                "train",
                                Map.of("x", rows(update, 0, ROWS * PARTS), "learning_rate", RATE));
                double loss = 0;
                for (int i = 0; i < PARTS; i++) {
                    Array x = rows(update, i * ROWS, (i + 1) * ROWS);
                    loss += small.run("train", Map.of("x", x)).get("loss").item() / PARTS;
                    assertThat(small.read("step").item()).isEqualTo(update);
                }
                Map<String, Array> got = small.run("train/update", Map.of("learning_rate", RATE));

                assertThat(loss).isCloseTo(expected.get("loss").item(), within(1e-14));
                // above the limit, so that clipping each part alone would give something else
                assertThat(expected.get("gradient_norm").item()).isGreaterThan(0.05);
                assertThat(got.get("gradient_norm").item())
                        .isCloseTo(expected.get("gradient_norm").item(), within(1e-14));
            }
            for (String name : List.of("dense.weight", "dense.bias", "adam.v.dense.weight")) {
                assertThat(small.read(name).toDoubles())
                        .as(name)
                        .containsExactly(large.read(name).toDoubles(), within(1e-12));
            }
            assertThat(small.read("accumulated.batches").item()).isZero();
            assertThat(small.read("accumulated.sum.dense.bias").toDoubles()).containsOnly(0);
            assertThat(small.read("step").item()).isEqualTo(3);
        }
    }

    @Test
    void anUpdateWithoutABatchChangesNothing() {
        try (Executable run = compile(ROWS, true)) {
            Map<String, Array> before = run.variables();
            run.run("train/update", Map.of("learning_rate", RATE));
            before.forEach((name, v) -> assertThat(run.read(name).sameBits(v)).as(name).isTrue());
        }
    }

    @Test
    void aBatchThatIsNotFiniteIsNotAdded() {
        try (Executable run = compile(ROWS, true)) {
            run.run("train", Map.of("x", rows(0, 0, ROWS)));
            Map<String, Array> before = run.variables();
            Array bad = rows(0, 0, ROWS);
            bad.set(3, Double.NaN);
            assertThat(run.run("train", Map.of("x", bad)).get("loss").item()).isNaN();
            before.forEach((name, v) -> assertThat(run.read(name).sameBits(v)).as(name).isTrue());
        }
    }

    @Test
    void oneEntryIsNotEnough() {
        Scope scope = Scope.root();
        new Dense(scope.child("dense"), 5, 2);
        TrainingStep step =
                new TrainingStep(scope, new Sgd(scope.child("sgd"), scope.parameters()))
                        .accumulating(scope.child("accumulated"));
        assertThatThrownBy(() -> step.minimizing(t -> t.graph().scalar(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("addTo");
    }
}
