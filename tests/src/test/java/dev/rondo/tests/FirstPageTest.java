package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backends;
import dev.rondo.cell.Recurrence;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.models.cell.Lstm;
import dev.rondo.models.checkpoint.Safetensors;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.loss.SquaredError;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.TrainingStep;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** The README's first page, as it stands there, does what the README says. */
class FirstPageTest {
    private static final float[] SERIES = series();

    /** Two incommensurable waves, which the last value predicts badly. */
    private static float[] series() {
        float[] v = new float[2000];
        for (int i = 0; i < v.length; i++) {
            v[i] = (float) (0.6 * Math.sin(i * 0.6) + 0.3 * Math.sin(i * 0.97 + 1));
        }
        return v;
    }

    private static final Random RANDOM = new Random(1);

    /** Random windows of the first 1900 values, and the value behind each. */
    private static Map<String, Array> batch(float[] series, int steps, int rows) {
        Array x = Array.zeros(DType.F32, dev.rondo.array.Shape.of(steps, rows, 1));
        Array y = Array.zeros(DType.F32, dev.rondo.array.Shape.of(rows, 1));
        for (int b = 0; b < rows; b++) {
            int from = RANDOM.nextInt(1900 - steps);
            for (int t = 0; t < steps; t++) {
                x.set(t * rows + b, series[from + t]);
            }
            y.set(b, series[from + steps]);
        }
        return Map.of("x", x, "y", y, "learning_rate", Array.scalar(DType.F32, 0.01));
    }

    @Test
    void a_model_over_the_users_arrays_is_built_trained_saved_loaded_and_asked(@TempDir Path dir) {
        Path file = dir.resolve("forecast.safetensors");
        int steps = 24;
        int rows = 32;

        // --- README
        var scope = Scope.root();
        var lstm = new Lstm(scope.child("lstm"), 1, 16);
        var out = Dense.linear(scope.child("out"), 16, 1);
        Function<Tensor, Tensor> forecast = x -> out.of(Recurrence.of(lstm).over(x).last().h());

        var adam = new Adam(scope.child("adam"), scope.parameters());
        var training = new TrainingStep(scope, adam).clippingAt(1);
        var program =
                Program.of(DType.F32, scope, 42)
                        .with(
                                "train",
                                training.minimizing(
                                        t ->
                                                SquaredError.mean(
                                                        forecast.apply(
                                                                t.input("x", steps, rows, 1)),
                                                        t.input("y", rows, 1))))
                        .with(
                                "predict",
                                t -> t.output("y", forecast.apply(t.input("x", steps, 1, 1))));

        try (var model = Backends.open().compile(program)) {
            for (int i = 0; i < 300; i++) {
                model.run("train", batch(SERIES, steps, rows));
            }
            Safetensors.of(model.variables()).write(file);
        }
        try (var model = Backends.open("scalar").compile(program)) {
            model.load(Safetensors.read(file).tensors());
            // --- README
            double ours = 0;
            double last = 0;
            for (int from = 1900; from + steps < SERIES.length; from++) {
                float[] window = java.util.Arrays.copyOfRange(SERIES, from, from + steps);
                double y =
                        model.run("predict", Map.of("x", Array.of(window, steps, 1, 1)))
                                .get("y")
                                .item();
                ours += Math.pow(y - SERIES[from + steps], 2);
                last += Math.pow(window[steps - 1] - SERIES[from + steps], 2);
            }
            assertThat(ours).isLessThan(last / 10);
        }
    }
}
