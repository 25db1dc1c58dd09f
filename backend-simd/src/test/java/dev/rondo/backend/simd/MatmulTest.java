package dev.rondo.backend.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.DType;
import dev.rondo.kernels.View;

import org.junit.jupiter.api.Test;

import java.util.List;

/**
 * Products against the definition of their bits: each element is one chain of fused multiply-adds
 * over k = 0, 1, 2, … That settles accuracy, and that threads, tiles, packing and the other rows of
 * a batch do not show.
 */
class MatmulTest {
    private static View matrices(DType dtype, long seed, int b, int m, int n, boolean transposed) {
        int[] strides = transposed ? new int[] {m * n, 1, m} : new int[] {m * n, n, 1};
        return Samples.view(dtype, seed, new int[] {b, m, n}, strides);
    }

    /** All elements of the product, each as a chain over k. */
    static double[] product(View a, View c) {
        int m = a.dim(1);
        int k = a.dim(2);
        int n = c.dim(2);
        double[] out = new double[a.dim(0) * m * n];
        for (int i = 0; i < out.length; i++) {
            int batch = i / (m * n);
            int row = i / n % m;
            int column = i % n;
            int p = a.offset() + batch * a.stride(0) + row * a.stride(1);
            int q = c.offset() + batch * c.stride(0) + column * c.stride(2);
            double sum = 0;
            for (int j = 0; j < k; j++) {
                double x = a.buffer().get(p + j * a.stride(2));
                double y = c.buffer().get(q + j * c.stride(1));
                sum =
                        a.dtype() == DType.F32
                                ? Math.fma((float) x, (float) y, (float) sum)
                                : Math.fma(x, y, sum);
            }
            out[i] = sum;
        }
        return out;
    }

    private static void check(View a, View c, int threads) {
        int[] dims = {a.dim(0), a.dim(1), c.dim(2)};
        SimdKernels kernels = new SimdKernels(threads);
        View out = Samples.view(a.dtype(), 9, dims);
        String what = a + " by " + c + " on " + threads;
        double[] expected = product(a, c);
        kernels.matmul(a, c, out);
        assertThat(Samples.read(out)).as(what).isEqualTo(expected);
        Object packed = kernels.pack(a, c, null);
        if (packed != null) {
            assertThat(kernels.pack(a, c, packed)).isSameAs(packed);
            View again = Samples.view(a.dtype(), 9, dims);
            kernels.matmulPacked(a, c, packed, again);
            assertThat(Samples.read(again)).as("%s, packed", what).isEqualTo(expected);
        }
    }

    @Test
    void everyTransposeAndAwkwardSizes() {
        int[] sizes = {1, 2, 3, 5, 8, 13, 17, 31, 47, 67};
        int[] depths = {1, 7, 16, 53};
        int turn = 0;
        for (DType dtype : List.of(DType.F32, DType.F64)) {
            for (int m : sizes) {
                for (int n : sizes) {
                    int k = depths[turn++ % depths.length];
                    for (int t = 0; t < 4; t++) {
                        check(
                                matrices(dtype, 1, 1, m, k, (t & 1) != 0),
                                matrices(dtype, 2, 1, k, n, (t & 2) != 0),
                                1);
                    }
                }
            }
        }
    }

    @Test
    void sizesBeyondOneBlock() {
        int[][] shapes = {
            {61, 211, 307}, {3, 1031, 521}, {131, 97, 1033}, {1, 607, 911}, {19, 499, 1093}
        };
        for (DType dtype : List.of(DType.F32, DType.F64)) {
            for (int[] s : shapes) {
                for (int t = 0; t < 4; t++) {
                    View a = matrices(dtype, 1, 1, s[0], s[2], (t & 1) != 0);
                    View c = matrices(dtype, 2, 1, s[2], s[1], (t & 2) != 0);
                    Samples.forThreads(threads -> check(a, c, threads));
                }
            }
        }
    }

    @Test
    void batches() {
        for (DType dtype : List.of(DType.F32, DType.F64)) {
            for (int t = 0; t < 4; t++) {
                View a = matrices(dtype, 1, 37, 19, 23, (t & 1) != 0);
                View c = matrices(dtype, 2, 37, 23, 29, (t & 2) != 0);
                View oneLeft = first(a);
                View oneRight = first(c);
                Samples.forThreads(
                        threads -> {
                            check(a, c, threads);
                            check(a, oneRight, threads);
                            check(oneLeft, c, threads);
                        });
            }
            // Steps of a batch-major sequence: the rows of one batch are not next to each other.
            View rows = Samples.view(dtype, 1, new int[] {5, 3, 8}, new int[] {80, 8, 1});
            check(rows, first(matrices(dtype, 2, 5, 8, 31, true)), 1);
        }
    }

    /** The first matrix of a batch, for all of the batch. */
    private static View first(View x) {
        int[] dims = {x.dim(0), x.dim(1), x.dim(2)};
        return new View(x.storage(), x.shift(), dims, new int[] {0, x.stride(1), x.stride(2)});
    }

    @Test
    void nothingToSumUp() {
        for (DType dtype : List.of(DType.F32, DType.F64)) {
            check(matrices(dtype, 1, 2, 3, 0, false), matrices(dtype, 2, 2, 0, 5, false), 1);
        }
    }

    @Test
    void rowsAloneGiveTheBitsOfTheBatch() {
        View a = matrices(DType.F32, 1, 1, 64, 300, false);
        View c = matrices(DType.F32, 2, 1, 300, 200, true);
        View all = Samples.view(DType.F32, 3, 1, 64, 200);
        SimdKernels kernels = new SimdKernels(2);
        kernels.matmul(a, c, all);
        for (int m = 0; m < 64; m++) {
            View row =
                    new View(
                            a.storage(),
                            a.shift() + m * 300,
                            new int[] {1, 1, 300},
                            new int[] {0, 300, 1});
            View out = Samples.view(DType.F32, 4, 1, 1, 200);
            kernels.matmul(row, c, out);
            for (int n = 0; n < 200; n++) {
                assertThat(Samples.get(out, n)).isEqualTo(Samples.get(all, m * 200 + n));
            }
        }
    }
}
