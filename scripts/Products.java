import dev.rondo.array.Buffer;
import dev.rondo.array.DType;
import dev.rondo.backend.simd.SimdKernels;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Times products of matrices for scripts/products-against-blas, on one thread: once warm, and again
 * for each line on standard input. Arguments: seconds of warm-up and of a turn for each product, and
 * products as M:N:K, with {@code t} at the end for a left operand that lies transposed, and {@code
 * p} for a right operand that is packed before.
 */
public final class Products {
    private final SimdKernels kernels = new SimdKernels(1);
    private final View left;
    private final View right;
    private final View out;
    private final Object packed;
    private final double operations;

    private Products(String name) {
        String[] n = name.replaceAll("[tp]", "").split(":");
        int rows = Integer.parseInt(n[0]);
        int columns = Integer.parseInt(n[1]);
        int depth = Integer.parseInt(n[2]);
        left = matrix(rows, depth, name.contains("t"));
        right = matrix(depth, columns, false);
        out = matrix(rows, columns, false);
        packed = name.contains("p") ? kernels.pack(left, right, null) : null;
        operations = 2.0 * rows * columns * depth;
    }

    private static View matrix(int rows, int columns, boolean transposed) {
        Buffer buffer = Buffer.allocate(DType.F32, rows * columns);
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < buffer.size(); i++) {
            buffer.set(i, random.nextDouble(-1, 1));
        }
        Storage storage = new Storage(DType.F32);
        storage.place(buffer, 0);
        int size = rows * columns;
        int[] strides = transposed ? new int[] {size, 1, rows} : new int[] {size, columns, 1};
        return new View(storage, 0, new int[] {1, rows, columns}, strides);
    }

    private void multiply() {
        if (packed == null) {
            kernels.matmul(left, right, out);
        } else {
            kernels.matmulPacked(left, right, packed, out);
        }
    }

    /** GFLOP/s of the fastest of some runs that take a tenth of the time each. */
    private double speed(double seconds) {
        double best = 0;
        long begin = System.nanoTime();
        do {
            int runs = 0;
            long start = System.nanoTime();
            while (System.nanoTime() - start < seconds * 1e8) {
                multiply();
                runs++;
            }
            best = Math.max(best, runs * operations / (System.nanoTime() - start));
        } while (System.nanoTime() - begin < seconds * 1e9);
        return best;
    }

    public static void main(String[] args) throws IOException {
        List<Products> all = new ArrayList<>();
        for (int i = 2; i < args.length; i++) {
            all.add(new Products(args[i]));
        }
        all.forEach(p -> p.speed(Double.parseDouble(args[0])));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        do {
            String speeds =
                    String.join(
                            ", ",
                            all.stream()
                                    .map(p -> p.speed(Double.parseDouble(args[1])))
                                    .map(s -> String.format(Locale.ROOT, "%.2f", s))
                                    .toList());
            System.out.println("{\"gflops\": [" + speeds + "]}");
        } while (lines.readLine() != null);
    }
}
