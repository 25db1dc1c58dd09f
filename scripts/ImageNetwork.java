import static dev.rondo.graph.Functions.concat;
import static dev.rondo.graph.Functions.relu;
import static dev.rondo.graph.Images.conv2d;
import static dev.rondo.graph.Images.maxPool2d;
import static dev.rondo.graph.Images.upsampleNearest;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Geometry;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;
import dev.rondo.models.loss.BinaryCrossEntropy;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.TrainingStep;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Trains the encoder-decoder of scripts/images-against-pytorch and times its steps: once warm, and
 * again for each line on standard input. Arguments: batch, size, threads, seconds of warm-up and of
 * a turn.
 */
public final class ImageNetwork {
    /** A convolution by 3×3 or 1×1, whose result has the size of its image. */
    private record Convolution(Variable kernel, Variable bias) {
        Tensor of(Tensor x) {
            Geometry g = Geometry.plain().padding(kernel.shape().dim(1) / 2);
            return conv2d(x, kernel, g).plus(bias);
        }
    }

    private final int batch;
    private final int size;
    private final Scope scope = Scope.root();
    private final Convolution[] layers = {
        layer(0, 1, 64, 3),
        layer(1, 64, 64, 3),
        layer(2, 64, 128, 3),
        layer(3, 128, 128, 3),
        layer(4, 128, 128, 3),
        layer(5, 256, 128, 3),
        layer(6, 192, 64, 3),
        layer(7, 64, 1, 1)
    };

    private ImageNetwork(int batch, int size) {
        this.batch = batch;
        this.size = size;
    }

    private Convolution layer(int number, int in, int out, int extent) {
        Scope s = scope.child("layer" + number);
        Initializer uniform = Initializer.uniform(1 / Math.sqrt(in * extent * extent));
        return new Convolution(
                s.parameter("kernel", uniform, out, extent, extent, in),
                s.parameter("bias", uniform, out));
    }

    /** Two levels down and up again, joined by skip connections. */
    private Tensor logits(Tensor x) {
        Tensor top = relu(layers[1].of(relu(layers[0].of(x))));
        Tensor middle = relu(layers[3].of(relu(layers[2].of(maxPool2d(top, 2)))));
        Tensor bottom = relu(layers[4].of(maxPool2d(middle, 2)));
        Tensor up = relu(layers[5].of(concat(3, middle, upsampleNearest(bottom, 2, 2))));
        return layers[7].of(relu(layers[6].of(concat(3, top, upsampleNearest(up, 2, 2)))));
    }

    private Program program() {
        var training =
                new TrainingStep(scope, new Adam(scope.child("adam"), scope.parameters()));
        return Program.of(DType.F32, scope, 5).with("train", training.minimizing(this::loss));
    }

    private Tensor loss(Trace t) {
        Tensor x = t.input("x", batch, size, size, 1);
        return BinaryCrossEntropy.of(logits(x), t.input("y", batch, size, size, 1)).mean();
    }

    public static void main(String[] args) throws IOException {
        var net = new ImageNetwork(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        var options = new BackendOptions(Integer.parseInt(args[2]));
        double seconds = Double.parseDouble(args[4]);
        SplittableRandom random = new SplittableRandom(5);
        Array x = Array.zeros(DType.F32, Shape.of(net.batch, net.size, net.size, 1));
        Array y = x.copy();
        for (int i = 0; i < x.size(); i++) {
            x.set(i, random.nextDouble(-1, 1));
            y.set(i, x.get(i) > 0 ? 1 : 0);
        }
        Map<String, Array> inputs =
                Map.of("x", x, "y", y, "learning_rate", Array.scalar(DType.F32, 1e-3));
        try (Executable e = Backends.open("simd", options).compile(net.program())) {
            Runnable step = () -> e.run("train", inputs);
            timed(step, Double.parseDouble(args[3]));
            System.out.println(timed(step, seconds));
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
            while (lines.readLine() != null) {
                step.run();
                System.out.println(timed(step, seconds));
            }
        }
    }

    private static String timed(Runnable step, double seconds) throws IOException {
        double[] times = new double[1 << 16];
        int n = 0;
        for (long begin = System.nanoTime();
                n < 3 || n < times.length && System.nanoTime() - begin < seconds * 1e9; ) {
            long start = System.nanoTime();
            step.run();
            times[n++] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(times, 0, n);
        String memory =
                Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("VmHWM"))
                        .findFirst()
                        .orElseThrow()
                        .replaceAll("\\D", "");
        return String.format(
                Locale.ROOT,
                "{\"median_ms\": %.4f, \"min_ms\": %.4f, \"peak_resident_bytes\": %s000}",
                times[n / 2],
                times[0],
                memory);
    }
}
