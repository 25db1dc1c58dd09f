package dev.rondo.models.training;

import static dev.rondo.graph.Functions.isFinite;
import static dev.rondo.graph.Functions.log;
import static dev.rondo.graph.Functions.sqrt;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The smallest thing that trains: y = x·w by gradient descent with momentum. Its state is the last
 * update's mean input, carried from update to update, so that its loss depends on what came before.
 */
final class Regression {
    static final int ROWS = 5;
    private static final int INPUTS = 3;

    final Backend backend = Backends.open("scalar");
    final Program program;
    final Executable executable;

    Regression() {
        Scope scope = Scope.root();
        Variable weight = scope.parameter("weight", Initializer.uniform(1), INPUTS);
        Variable momentum = scope.state("momentum", Initializer.zeros(), INPUTS);
        Variable counter = scope.counter("updates");
        program =
                Program.of(DType.F32, scope, 3)
                        .with("train", t -> train(t, weight, momentum, counter))
                        .with(evaluation(weight));
        executable = backend.compile(program);
    }

    private static void train(Trace t, Variable weight, Variable momentum, Variable counter) {
        Tensor x = t.input("x", ROWS, INPUTS);
        Tensor y = t.input("y", ROWS);
        Tensor state = t.input("state.0", INPUTS);
        Tensor rate = t.input(Trainer.LEARNING_RATE);
        Tensor w = weight.in(t.graph());
        Tensor predicted = x.times(w).sum(-1).plus(state.times(0.01).sum());
        Tensor loss = predicted.minus(y).squared().mean().named("squared error");
        // an input above 100 makes the loss NaN, in an operation that can be named
        Tensor trap = log(x.largest().subtractedFrom(100)).named("trap").times(0);
        loss = loss.plus(trap);
        Tensor gradient = Gradients.of(loss, List.of(weight)).getFirst();
        Tensor norm = sqrt(gradient.squared().sum());
        Tensor m = momentum.in(t.graph()).times(0.9).plus(gradient);
        t.assign(momentum, m);
        t.assign(weight, w.minus(m.times(rate)));
        t.assign(counter, counter.in(t.graph()).plus(1));
        t.assignOnlyIf(isFinite(loss).and(isFinite(norm)));
        t.output(Trainer.LOSS, loss);
        t.output(Trainer.GRADIENT_NORM, norm);
        t.output("state.0", x.mean(0));
    }

    private static Entry evaluation(Variable weight) {
        return Entry.trace(
                "evaluate",
                DType.F32,
                t -> {
                    Tensor x = t.input("x", ROWS, INPUTS);
                    Tensor y = t.input("y", ROWS);
                    Tensor error = x.times(weight.in(t.graph())).sum(-1).minus(y);
                    t.output("squared", error.squared().sum());
                });
    }

    Entry evaluation() {
        return program.entries().get("evaluate");
    }

    /** Rows of y = 1·a − 2·b + 3·c; 10 batches an epoch, at whose begin the state begins anew. */
    static Batches data(long seed) {
        return new Batches() {
            @Override
            public Map<String, Array> batch(long step) {
                SplittableRandom random = new SplittableRandom(seed * 1000 + step);
                float[] x = new float[ROWS * INPUTS];
                float[] y = new float[ROWS];
                for (int i = 0; i < x.length; i++) {
                    x[i] = (float) random.nextDouble(-1, 1);
                    y[i / INPUTS] += x[i] * new float[] {1, -2, 3}[i % INPUTS];
                }
                Map<String, Array> m = new LinkedHashMap<>();
                m.put("x", Array.of(x, ROWS, INPUTS));
                m.put("y", Array.of(y));
                return m;
            }

            @Override
            public boolean continues(long step) {
                return step % 10 != 0;
            }

            @Override
            public long stepsPerEpoch() {
                return 10;
            }

            @Override
            public long seed() {
                return seed;
            }

            @Override
            public long itemsPerStep() {
                return ROWS;
            }
        };
    }

    Trainer trainer(Batches batches) {
        return Trainer.of(backend, program, executable, batches)
                .learningRate(LearningRate.cosine(0.05, 0.001, 60).warmedUp(5));
    }

    /** The mean squared error on data that training never sees. */
    Map<String, Double> evaluate(long step) {
        return evaluate(() -> {});
    }

    /** The same, and what is run before each batch of it. */
    Map<String, Double> evaluate(Runnable beforeEach) {
        double squared = Totals.of(executable, evaluation(), data(99), beforeEach).get("squared");
        return Map.of("error", squared / (10 * ROWS));
    }
}
