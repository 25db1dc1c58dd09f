package dev.rondo.backend.simd;

import dev.rondo.array.DType;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.ReduceOp;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.View;

/**
 * Prints how fast the kernels are: GFLOP/s of products, nanoseconds per element of the rest. The
 * best of many runs counts. Arguments: number of threads (1), type (F32), part of a name.
 */
final class KernelSpeed {
    private final SimdKernels kernels;
    private final DType dtype;
    private final String filter;

    private KernelSpeed(int threads, DType dtype, String filter) {
        this.kernels = new SimdKernels(threads);
        this.dtype = dtype;
        this.filter = filter;
    }

    /** Runs all measurements. */
    public static void main(String[] args) {
        int threads = args.length > 0 ? Integer.parseInt(args[0]) : 1;
        DType dtype = args.length > 1 ? DType.valueOf(args[1]) : DType.F32;
        KernelSpeed speed = new KernelSpeed(threads, dtype, args.length > 2 ? args[2] : "");
        System.out.printf("%s, %d threads, %d-bit vectors%n", dtype, threads, Lanes.BITS);
        speed.warmUp();
        speed.products();
        speed.elementwise();
        speed.reductions();
        speed.rest();
    }

    /** Until HotSpot has compiled the largest kernels, which takes a second or two. */
    private void warmUp() {
        View a = matrices(1, 64, 256, false);
        View c = matrices(1, 256, 1024, true);
        View out = matrices(1, 64, 1024, false);
        for (int i = 0; i < 3; i++) {
            best(() -> kernels.matmul(a, c, out, false));
        }
    }

    private void products() {
        product("step, W transposed, packed", 1, 64, 1024, 256, false, true, true);
        product("step, W transposed", 1, 64, 1024, 256, false, true, false);
        product("step", 1, 64, 1024, 256, false, false, false);
        product("step, W transposed, packed", 1, 64, 256, 256, false, true, true);
        product("step, packed", 1, 64, 256, 256, false, false, true);
        product("step", 1, 64, 256, 256, false, false, false);
        product("step, W transposed, packed", 1, 32, 128, 64, false, true, true);
        product("step", 1, 32, 128, 64, false, false, false);
        product("step", 1, 32, 64, 64, false, false, false);
        product("step, W transposed, packed", 1, 1, 4096, 1024, false, true, true);
        product("step, W transposed", 1, 1, 4096, 1024, false, true, false);
        product("all steps, W transposed", 1, 6400, 1024, 256, false, true, false);
        product("weight gradient", 1, 256, 1024, 6400, true, false, false);
        product("weight gradient", 1, 1024, 256, 6400, true, false, false);
        product("weight gradient", 1, 1024, 256, 64, true, false, false);
        product("scores", 64, 20, 20, 64, false, true, false);
        product("scores", 64, 1, 20, 64, false, true, false);
        product("context", 64, 20, 64, 20, false, false, false);
        product("context", 64, 1, 64, 20, false, false, false);
        product("square", 1, 512, 512, 512, false, false, false);
        product("square", 1, 1024, 1024, 1024, false, false, false);
        product("square", 1, 2048, 2048, 2048, false, false, false);
    }

    private View matrices(int b, int m, int n, boolean transposed) {
        int[] strides = transposed ? new int[] {m * n, 1, m} : new int[] {m * n, n, 1};
        return Samples.view(dtype, 1, new int[] {b, m, n}, strides);
    }

    private void product(
            String what, int b, int m, int n, int k, boolean left, boolean right, boolean packing) {
        String name = "%s: %d of %d x %d x %d".formatted(what, b, m, n, k);
        if (!name.contains(filter)) {
            return;
        }
        View a = matrices(b, m, k, left);
        View c = matrices(b, k, n, right);
        View out = matrices(b, m, n, false);
        double nanos;
        if (packing) {
            Object packed = kernels.pack(a, c, null);
            nanos = best(() -> kernels.matmulPacked(a, c, packed, out, false));
        } else {
            nanos = best(() -> kernels.matmul(a, c, out, false));
        }
        double work = 2.0 * b * m * n * k;
        System.out.printf("%-52s %8.1f GFLOP/s %10.1f µs%n", name, work / nanos, nanos / 1e3);
    }

    private void elementwise() {
        int n = 16384;
        int[] dims = {64, 256};
        View a = Samples.view(dtype, 1, n);
        View b = Samples.view(dtype, 2, n);
        View bias = Samples.view(dtype, 2, dims, new int[] {0, 1});
        View column = Samples.view(dtype, 2, dims, new int[] {1, 0});
        View matrix = Samples.view(dtype, 2, 64, 256);
        View transposed = Samples.view(dtype, 2, dims, new int[] {1, 64});
        View one = Samples.view(dtype, 2, new int[] {n}, new int[] {0});
        View out = Samples.view(dtype, 3, n);
        View bool = Samples.view(DType.BOOL, 4, n);
        View rowBool = Samples.view(DType.BOOL, 4, dims, new int[] {1, 0});
        for (UnaryOp op : UnaryOp.values()) {
            if (op != UnaryOp.NOT) {
                time(op.toString(), n, () -> kernels.unary(op, a, out));
            }
        }
        for (BinaryOp op : BinaryOp.values()) {
            if (op != BinaryOp.AND && op != BinaryOp.OR) {
                time(op.toString(), n, () -> kernels.binary(op, a, b, out));
            }
        }
        time("MUL by a scalar", n, () -> kernels.binary(BinaryOp.MUL, a, one, out));
        View mOut = Samples.view(dtype, 2, 64, 256);
        time("ADD bias", n, () -> kernels.binary(BinaryOp.ADD, matrix, bias, mOut));
        time("SUB column", n, () -> kernels.binary(BinaryOp.SUB, matrix, column, mOut));
        time("ADD transposed", n, () -> kernels.binary(BinaryOp.ADD, matrix, transposed, mOut));
        time("LT", n, () -> kernels.compare(CompareOp.LT, a, b, bool));
        time("LT a scalar", n, () -> kernels.compare(CompareOp.LT, a, one, bool));
        time("select", n, () -> kernels.select(bool, a, b, out));
        time("select or a scalar", n, () -> kernels.select(bool, a, one, out));
        time("select rows", n, () -> kernels.select(rowBool, matrix, bias, mOut));
    }

    private void reductions() {
        View rows = Samples.view(dtype, 1, 64, 1024);
        View columns = Samples.view(dtype, 1, new int[] {1024, 64}, new int[] {1, 1024});
        View shortRows = Samples.view(dtype, 1, 1024, 20);
        View all = Samples.view(dtype, 1, 1 << 20);
        View out = Samples.view(dtype, 1, 1024);
        View few = Samples.view(dtype, 1, 64);
        View single = Samples.view(dtype, 1, 1);
        for (ReduceOp op : ReduceOp.values()) {
            time(op + " rows of 1024", 1 << 16, () -> kernels.reduce(op, rows, 1, few));
            time(op + " rows of 20", 20 << 10, () -> kernels.reduce(op, shortRows, 1, out));
            time(op + " columns of 64", 1 << 16, () -> kernels.reduce(op, columns, 1, out));
            time(op + " all", 1 << 20, () -> kernels.reduce(op, all, 0, single));
        }
    }

    private void rest() {
        View from = Samples.view(dtype, 1, new int[] {256, 1024}, new int[] {1, 256});
        View to = Samples.view(dtype, 1, 256, 1024);
        time("transpose", 1 << 18, () -> kernels.move(from, to));
        View table = Samples.view(dtype, 1, 1000, 64);
        View indices = Samples.view(DType.I32, 1, 256);
        for (int i = 0; i < 256; i++) {
            indices.buffer().set(indices.offset() + i, i * 37 % 1000);
        }
        View rows = Samples.view(dtype, 1, 256, 64);
        time("gather", 256 * 64, () -> kernels.gather(table, indices, rows));
        time("scatter-add", 256 * 64, () -> kernels.scatterAdd(rows, indices, table));
        View key = Samples.view(DType.I32, 1, 3);
        View bits = Samples.view(DType.I32, 1, 16384);
        time("random bits", 16384, () -> kernels.randomBits(key, 1, bits));
        View bool = Samples.view(DType.BOOL, 4, 16384);
        View out = Samples.view(dtype, 4, 16384);
        time("cast BOOL", 16384, () -> kernels.cast(bool, out));
        time("cast I32", 16384, () -> kernels.cast(bits, out));
        View threshold = Samples.view(DType.I32, 2, new int[] {16384}, new int[] {0});
        time("I32 LT a scalar", 16384, () -> kernels.compare(CompareOp.LT, bits, threshold, bool));
    }

    private void time(String name, int elements, Runnable work) {
        if (name.contains(filter)) {
            double nanos = best(work);
            System.out.printf("%-30s %8.3f ns per element%n", name, nanos / elements);
        }
    }

    /** Nanoseconds of the fastest of many batches of runs, in one and a half seconds. */
    private static double best(Runnable work) {
        long start = System.nanoTime();
        int runs = 1;
        double best = Double.POSITIVE_INFINITY;
        while (System.nanoTime() - start < 1_500_000_000L) {
            long t = System.nanoTime();
            for (int i = 0; i < runs; i++) {
                work.run();
            }
            long spent = System.nanoTime() - t;
            best = Math.min(best, (double) spent / runs);
            if (spent < 200_000) {
                runs *= 2;
            }
        }
        return best;
    }
}
