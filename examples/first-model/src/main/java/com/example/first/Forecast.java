package com.example.first;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.cell.Recurrence;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.cell.Lstm;
import dev.rondo.models.checkpoint.Safetensors;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.loss.SquaredError;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.TrainingStep;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** Learns to predict the next value of a series from the values before it. */
public final class Forecast {
    private static final int STEPS = 24;
    private static final int ROWS = 32;

    private final Scope scope = Scope.root();
    private final Lstm lstm = new Lstm(scope.child("lstm"), 1, 16);
    private final Dense out = Dense.linear(scope.child("out"), 16, 1);

    public static void main(String[] args) {
        var forecast = new Forecast();
        var program = forecast.program();
        Path weights = Path.of("target", "forecast.safetensors");
        train(program, weights);
        predict(program, weights);
    }

    /** From values [T, B, 1] to the next value of each sequence, [B, 1]. */
    private Tensor predicted(Tensor x) {
        return out.of(Recurrence.of(lstm).over(x).last().h());
    }

    private Tensor error(Trace t) {
        var y = predicted(t.input("x", STEPS, ROWS, 1));
        return SquaredError.mean(y, t.input("y", ROWS, 1));
    }

    private Program program() {
        var adam = new Adam(scope.child("adam"), scope.parameters());
        var training = new TrainingStep(scope, adam).clippingAt(1);
        return Program.of(DType.F32, scope, 42)
                .with("train", training.minimizing(this::error))
                .with("predict", t -> t.output("y", predicted(t.input("x", STEPS, 1, 1))));
    }

    private static void train(Program program, Path weights) {
        Backend backend = Backends.open();
        System.out.println("training on " + backend.device().id());
        var random = new SplittableRandom(1);
        try (Executable model = backend.compile(program)) {
            for (int i = 1; i <= 300; i++) {
                Array loss = model.run("train", batch(random)).get("loss");
                if (i % 100 == 0) {
                    System.out.printf(Locale.ROOT, "step %d: loss %.5f%n", i, loss.item());
                }
            }
            Safetensors.of(model.variables()).write(weights);
        }
    }

    private static void predict(Program program, Path weights) {
        try (Executable model = Backends.open("scalar").compile(program)) {
            model.load(Safetensors.read(weights).tensors());
            Array x = Array.zeros(DType.F32, Shape.of(STEPS, 1, 1));
            for (int t = 0; t < STEPS; t++) {
                x.set(t, value(5000 + t));
            }
            double y = model.run("predict", Map.of("x", x)).get("y").item();
            System.out.printf(Locale.ROOT, "predicted %.3f, was %.3f%n", y, value(5000 + STEPS));
        }
    }

    /** Windows that begin anywhere among the first 2000 values, and the value after each. */
    private static Map<String, Array> batch(SplittableRandom random) {
        Array x = Array.zeros(DType.F32, Shape.of(STEPS, ROWS, 1));
        Array y = Array.zeros(DType.F32, Shape.of(ROWS, 1));
        for (int b = 0; b < ROWS; b++) {
            int from = random.nextInt(2000);
            for (int t = 0; t < STEPS; t++) {
                x.set(t * ROWS + b, value(from + t));
            }
            y.set(b, value(from + STEPS));
        }
        return Map.of("x", x, "y", y, "learning_rate", Array.scalar(DType.F32, 0.01));
    }

    /** The series: two waves whose periods do not fit each other. */
    private static double value(int i) {
        return 0.6 * Math.sin(i * 0.6) + 0.3 * Math.sin(i * 0.97 + 1);
    }
}
