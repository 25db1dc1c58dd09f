package com.example.torch;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.checkpoint.Safetensors;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.loss.SquaredError;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.TrainingStep;
import dev.rondo.models.torch.Layout;
import dev.rondo.models.torch.Layouts;
import dev.rondo.models.torch.RecurrentForm;
import dev.rondo.models.torch.RecurrentKind;
import dev.rondo.models.torch.RecurrentNetwork;
import dev.rondo.models.torch.StateDict;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Trains a network of PyTorch further. */
public final class Main {
    private static final int STEPS = 20;
    private static final int ROWS = 16;

    private Main() {}

    public static void main(String[] args) {
        StateDict weights = StateDict.read(Path.of("wave.safetensors"));
        var form = RecurrentForm.of(RecurrentKind.LSTM, weights, "lstm.");
        Layout layout =
                Layout.of(
                        "the wave network",
                        List.of(
                                form.layout("lstm.", "lstm."),
                                Layouts.linear("out.", "out.", form.outputSize(), 1)));

        var scope = Scope.root();
        var lstm = new RecurrentNetwork(scope.child("lstm"), form);
        var out = new Dense(scope.child("out"), form.outputSize(), 1);
        UnaryOperator<Tensor> network = x -> out.of(lstm.over(x, null, null).outputs().at(0, -1));
        var adam = new Adam(scope.child("adam"), scope.parameters());
        var step = new TrainingStep(scope, adam);
        Function<Trace, Tensor> error =
                t -> {
                    var y = network.apply(t.input("x", STEPS, ROWS, 1));
                    return SquaredError.mean(y, t.input("y", ROWS, 1));
                };
        var program =
                Program.of(DType.F32, scope, 1)
                        .with("train", step.minimizing(error))
                        .with("error", t -> t.output("error", error.apply(t)));

        try (Executable model = Backends.open().compile(program)) {
            model.loadMatching(layout.variables(weights, DType.F32));
            var random = new SplittableRandom(1);
            Map<String, Array> test = waves(random);
            double before = model.run("error", test).get("error").item();
            for (int i = 0; i < 300; i++) {
                Map<String, Array> batch = waves(random);
                model.run(
                        "train",
                        Map.of(
                                "x", batch.get("x"),
                                "y", batch.get("y"),
                                "learning_rate", Array.scalar(DType.F32, 0.01)));
            }
            double after = model.run("error", test).get("error").item();
            System.out.printf(Locale.ROOT, "error %.6f, then %.6f%n", before, after);
            Map<String, Array> tensors = layout.stateDict(model.variables());
            Safetensors.of(tensors).write(Path.of("target", "wave.safetensors"));
            System.out.println("written: " + String.join(", ", tensors.keySet()));
        }
    }

    private static Map<String, Array> waves(SplittableRandom random) {
        Array x = Array.zeros(DType.F32, Shape.of(STEPS, ROWS, 1));
        Array y = Array.zeros(DType.F32, Shape.of(ROWS, 1));
        for (int b = 0; b < ROWS; b++) {
            double start = 6 * random.nextDouble();
            for (int t = 0; t < STEPS; t++) {
                x.set(t * ROWS + b, Math.sin(0.5 * (t + start)));
            }
            y.set(b, Math.sin(0.5 * (STEPS + start)));
        }
        return Map.of("x", x, "y", y);
    }
}
