package com.example.modular;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.cell.Recurrence;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.models.cell.Gru;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.loss.SquaredError;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.TrainingStep;

import java.util.Map;
import java.util.function.UnaryOperator;

/** Learns to continue a wave. */
public final class Main {
    private static final int STEPS = 20;

    private Main() {}

    public static void main(String[] args) {
        var scope = Scope.root();
        var gru = new Gru(scope.child("gru"), 1, 16);
        var out = Dense.linear(scope.child("out"), 16, 1);
        var adam = new Adam(scope.child("adam"), scope.parameters());
        var step = new TrainingStep(scope, adam);
        UnaryOperator<Tensor> forecast = x -> out.of(Recurrence.of(gru).over(x).last().h());
        var program =
                Program.of(DType.F32, scope, 42)
                        .with(
                                "train",
                                step.minimizing(
                                        t -> {
                                            var y = forecast.apply(t.input("x", STEPS, 1, 1));
                                            return SquaredError.mean(y, t.input("y", 1, 1));
                                        }))
                        .with(
                                "predict",
                                t -> t.output("y", forecast.apply(t.input("x", STEPS, 1, 1))));
        var backend = Backends.open();
        System.out.println("computing on " + backend.device().id());
        try (Executable model = backend.compile(program)) {
            for (int i = 0; i < 400; i++) {
                model.run(
                        "train",
                        Map.of(
                                "x", wave(i),
                                "y", Array.of(new float[] {at(i + STEPS)}, 1, 1),
                                "learning_rate", Array.scalar(DType.F32, 0.01)));
            }
            float predicted = (float) model.run("predict", Map.of("x", wave(7))).get("y").item();
            System.out.printf("predicted %.2f, was %.2f%n", predicted, at(7 + STEPS));
        }
    }

    private static float at(int time) {
        return (float) Math.sin(0.5 * time);
    }

    private static Array wave(int from) {
        Array x = Array.zeros(DType.F32, Shape.of(STEPS, 1, 1));
        for (int t = 0; t < STEPS; t++) {
            x.set(t, at(from + t));
        }
        return x;
    }
}
