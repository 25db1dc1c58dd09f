package dev.rondo.tests;

import static dev.rondo.graph.Functions.sigmoid;
import static dev.rondo.graph.Functions.tanh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Executable;
import dev.rondo.cell.Cell;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.Step;
import dev.rondo.contract.CellSuite;
import dev.rondo.contract.GradientCheck;
import dev.rondo.contract.Target;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.loss.SquaredError;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.TrainingStep;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A cell that Rondo does not know, written as its equations in one class, has exact gradients, runs
 * on every backend and learns.
 */
class NewCellTest {
    /** The minimal gated unit (Zhou et al. 2016, equations 6 to 8): one gate, which forgets. */
    static final class Mgu implements Cell<Mgu.State> {
        record State(Tensor h) {}

        private final int size;
        private final Variable Uf;
        private final Variable Wf;
        private final Variable bf;
        private final Variable Uh;
        private final Variable Wh;
        private final Variable bh;

        Mgu(Scope scope, int inputSize, int size) {
            this.size = size;
            var start = Initializer.uniform(1 / Math.sqrt(size));
            Uf = scope.parameter("U_f", start, size, inputSize);
            Wf = scope.parameter("W_f", start, size, size);
            bf = scope.parameter("b_f", Initializer.constant(-1), size);
            Uh = scope.parameter("U_h", start, size, inputSize);
            Wh = scope.parameter("W_h", start, size, size);
            bh = scope.parameter("b_h", Initializer.zeros(), size);
        }

        @Override
        public State initialState(Graph g, int batch) {
            return new State(g.zeros(batch, size));
        }

        @Override
        public Step<State> step(Tensor x, State s) {
            var f = sigmoid(Uf.of(x).plus(Wf.of(s.h())).plus(bf));
            var c = tanh(Uh.of(x).plus(Wh.of(f.times(s.h()))).plus(bh));
            var h = f.subtractedFrom(1).times(s.h()).plus(f.times(c));
            return Step.of(h, new State(h));
        }
    }

    @Test
    void hasExactGradients() {
        assertThat(GradientCheck.cell(Mgu::new)).isLessThan(1e-5);
    }

    @TestFactory
    Stream<DynamicTest> keepsThePromisesOfACell() {
        return CellSuite.of(Mgu::new, Targets.all()).tests();
    }

    @TestFactory
    Stream<DynamicTest> learnsToAddTwoMarkedNumbers() {
        return Stream.of(Targets.SCALAR, Targets.SIMD)
                .map(t -> DynamicTest.dynamicTest("on " + t, () -> learns(t)));
    }

    private static final int T = 10;
    private static final int B = 32;

    private static void learns(Target target) {
        double sum = 0;
        double[] losses = losses(target, 700);
        for (int i = losses.length - 50; i < losses.length; i++) {
            sum += losses[i] / 50;
        }
        // guessing the mean, 1, gives 1/6
        assertThat(sum).as("mean squared error of the last 50 batches").isLessThan(0.02);
    }

    /**
     * Losses while learning the adding problem (Hochreiter and Schmidhuber 1997, section 5.4), of
     * length 10.
     */
    static double[] losses(Target target, int steps) {
        Scope scope = Scope.root();
        var cell = new Mgu(scope.child("cell"), 2, 16);
        var readOut = new Dense(scope.child("out"), 16, 1);
        var step =
                new TrainingStep(scope, new Adam(scope.child("adam"), scope.parameters()))
                        .clippingAt(1);
        var program =
                Program.of(DType.F32, scope, 5)
                        .with(
                                "train",
                                step.minimizing(
                                        t -> {
                                            var xs = t.input("x", T, B, 2);
                                            var last = Recurrence.of(cell).over(xs).last();
                                            return SquaredError.mean(
                                                    readOut.of(last.h()), t.input("y", B, 1));
                                        }));
        SplittableRandom random = new SplittableRandom(7);
        double[] losses = new double[steps];
        try (Executable e = target.open().compile(program)) {
            for (int i = 0; i < steps; i++) {
                Array x = Array.zeros(DType.F32, Shape.of(T, B, 2));
                Array y = Array.zeros(DType.F32, Shape.of(B, 1));
                for (int b = 0; b < B; b++) {
                    int first = random.nextInt(T / 2);
                    int second = T / 2 + random.nextInt(T / 2);
                    for (int t = 0; t < T; t++) {
                        double v = random.nextDouble();
                        boolean marked = t == first || t == second;
                        x.set((t * B + b) * 2, v);
                        x.set((t * B + b) * 2 + 1, marked ? 1 : 0);
                        y.set(b, y.get(b) + (marked ? v : 0));
                    }
                }
                Map<String, Array> in =
                        Map.of(
                                "x",
                                x,
                                "y",
                                y,
                                TrainingStep.LEARNING_RATE,
                                Array.scalar(DType.F32, 0.01));
                losses[i] = e.run("train", in).get(TrainingStep.LOSS).item();
            }
        }
        return losses;
    }
}
