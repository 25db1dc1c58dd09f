package com.example.cell;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.cell.Recurrence;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.loss.SquaredError;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.TrainingStep;

import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** Teaches the cell to add two marked numbers (Hochreiter and Schmidhuber 1997, section 5.4). */
public final class Main {
    private static final int STEPS = 30;
    private static final int ROWS = 32;
    private static final int UNITS = 24;
    private static final int UPDATES = 600;

    private Main() {}

    public static void main(String[] args) {
        var scope = Scope.root();
        var cell = new MinimalGatedUnit(scope.child("cell"), 2, UNITS);
        var out = Dense.linear(scope.child("out"), UNITS, 1);
        var adam = new Adam(scope.child("adam"), scope.parameters());
        var step = new TrainingStep(scope, adam).clippingAt(1);
        var program =
                Program.of(DType.F32, scope, 5)
                        .with(
                                "train",
                                step.minimizing(
                                        t -> {
                                            var x = t.input("x", STEPS, ROWS, 2);
                                            var last = Recurrence.of(cell).over(x).last();
                                            return SquaredError.mean(
                                                    out.of(last.h()), t.input("y", ROWS, 1));
                                        }))
                        .with(
                                "flow",
                                t -> {
                                    var x = t.input("x", STEPS, ROWS, 2);
                                    var run = Recurrence.of(cell).probing().over(x);
                                    var loss = out.of(run.last().h()).sum();
                                    // [T, B, H] to one norm a step
                                    var d = run.stateGradients(loss).h();
                                    t.output("norms", d.squared().sum(1, 2));
                                });
        var random = new SplittableRandom(7);
        try (Executable model = Backends.open().compile(program)) {
            double loss = 0;
            long begin = System.nanoTime();
            for (int i = 0; i < UPDATES; i++) {
                loss = model.run("train", batch(random)).get("loss").item();
            }
            double ms = (System.nanoTime() - begin) / 1e6 / UPDATES;
            System.out.printf(
                    Locale.ROOT, "loss %.4f after %d updates, %.2f ms each%n", loss, UPDATES, ms);

            Array x = batch(random).get("x");
            Array norms = model.run("flow", Map.of("x", x)).get("norms");
            double last = Math.sqrt(norms.get(STEPS - 1));
            for (int back : new int[] {1, 5, 10, 20}) {
                double norm = Math.sqrt(norms.get(STEPS - 1 - back)) / last;
                String bar = "#".repeat((int) Math.round(Math.min(norm, 1.5) * 40));
                System.out.printf(Locale.ROOT, "%2d steps back: %.3f %s%n", back, norm, bar);
            }
        }
    }

    private static Map<String, Array> batch(SplittableRandom random) {
        Array x = Array.zeros(DType.F32, Shape.of(STEPS, ROWS, 2));
        Array y = Array.zeros(DType.F32, Shape.of(ROWS, 1));
        for (int b = 0; b < ROWS; b++) {
            int first = random.nextInt(STEPS / 2);
            int second = STEPS / 2 + random.nextInt(STEPS / 2);
            for (int t = 0; t < STEPS; t++) {
                double value = random.nextDouble();
                boolean marked = t == first || t == second;
                x.set((t * ROWS + b) * 2, value);
                x.set((t * ROWS + b) * 2 + 1, marked ? 1 : 0);
                y.set(b, y.get(b) + (marked ? value : 0));
            }
        }
        return Map.of("x", x, "y", y, "learning_rate", Array.scalar(DType.F32, 0.01));
    }
}
