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
import dev.rondo.models.loss.CountedMean;

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

    /** The mean over the rows whose first number is above 0, however many they are. */
    private static Tensor countedLoss(Trace t, Dense dense, int rows) {
        Tensor x = t.input("x", rows, 5);
        Tensor counted = x.slice(1, 0, 1).reshape(rows).greaterThan(0);
        t.output(TrainingStep.WEIGHT, counted.cast(DType.I32).sum());
        return CountedMean.of(dense.of(x).squared().mean(-1), counted);
    }

    @Test
    void batchesCountInProportionToTheirWeights() {
        Scope scope = Scope.root();
        Dense dense = new Dense(scope.child("dense"), 5, 2);
        TrainingStep step =
                new TrainingStep(scope, new Sgd(scope.child("sgd"), scope.parameters()))
                        .accumulating(scope.child("accumulated"));
        Program program =
                step.addTo(Program.of(DType.F64, scope, 4), "one", t -> countedLoss(t, dense, 1));
        Program whole =
                step.addTo(Program.of(DType.F64, scope, 4), "all", t -> countedLoss(t, dense, 9));
        try (Executable rows = Run.compile(program);
                Executable all = Run.compile(whole)) {
            Array x = Run.random(3, 9, 5);
            int counted = 0;
            for (int row = 0; row < 9; row++) {
                double[] one = Arrays.copyOfRange(x.toDoubles(), row * 5, row * 5 + 5);
                counted += one[0] > 0 ? 1 : 0;
                rows.run("one", Map.of("x", Array.of(one, 1, 5)));
            }
            // some rows count and some do not
            assertThat(counted).isBetween(2, 7);
            all.run("all", Map.of("x", x));
            Map<String, Array> rate = Map.of("learning_rate", RATE);
            assertThat(rows.run("one/update", rate).get("gradient_norm").item())
                    .isCloseTo(
                            all.run("all/update", rate).get("gradient_norm").item(), within(1e-12));
            assertThat(rows.read("dense.weight").toDoubles())
                    .containsExactly(all.read("dense.weight").toDoubles(), within(1e-12));
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
