package dev.rondo.backend.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.DType;
import dev.rondo.kernels.ReduceOp;
import dev.rondo.kernels.View;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Sums and maxima against plain loops in double. */
class ReduceTest {
    private static void check(DType dtype, int kept, int[] dims, int[] strides) {
        View x = Samples.view(dtype, 11, dims, strides);
        int[] outDims = new int[kept];
        System.arraycopy(dims, 0, outDims, 0, kept);
        if (kept == 0) {
            outDims = new int[] {1};
        }
        for (ReduceOp op : ReduceOp.values()) {
            if (dtype == DType.BOOL && op == ReduceOp.SUM) {
                continue;
            }
            View first = Samples.view(dtype, 1, outDims);
            new SimdKernels(1).reduce(op, x, kept, first);
            int length = x.size() / first.size();
            for (int i = 0; i < first.size(); i++) {
                double sum = 0;
                double magnitude = 0;
                double max = dtype == DType.I32 ? Integer.MIN_VALUE : Double.NEGATIVE_INFINITY;
                for (int j = 0; j < length; j++) {
                    double v = Samples.get(x, i * length + j);
                    sum += v;
                    magnitude += Math.abs(v);
                    max = Math.max(max, v);
                }
                double eps =
                        switch (dtype) {
                            case F32 -> 0x1p-24;
                            case F64 -> 0x1p-52;
                            default -> 0;
                        };
                double tolerance = 8 * eps * Math.sqrt(length) * Math.max(1, magnitude);
                double actual = Samples.get(first, i);
                if (op == ReduceOp.SUM) {
                    assertThat(actual).as("sum of %s", x).isEqualTo(sum, within(tolerance));
                } else {
                    assertThat(actual).as("max of %s", x).isEqualTo(max);
                }
            }
            for (int threads = 2; threads <= 3; threads++) {
                View out = Samples.view(dtype, 2, outDims);
                new SimdKernels(threads).reduce(op, x, kept, out);
                assertThat(Samples.read(out)).isEqualTo(Samples.read(first));
            }
        }
    }

    @Test
    void againstPlainLoops() {
        for (DType dtype : DType.values()) {
            for (int n : Samples.SIZES) {
                check(dtype, 0, new int[] {n}, new int[] {1});
                check(dtype, 1, new int[] {7, n}, new int[] {n, 1});
                check(dtype, 1, new int[] {n, 7}, new int[] {1, n});
                check(dtype, 1, new int[] {n, 5}, new int[] {1, 0});
                check(dtype, 1, new int[] {n, 1}, new int[] {1, 1});
                check(dtype, 2, new int[] {3, n, 5}, new int[] {5 * n, 1, n});
                check(dtype, 1, new int[] {n, 3, 2}, new int[] {2, 2 * n, 1});
                check(dtype, 1, new int[] {n, 3, 2}, new int[] {1, 2 * n, n});
                check(dtype, 1, new int[] {5, n}, new int[] {0, 3});
                check(dtype, 2, new int[] {3, 2, n}, new int[] {2, 1, 6});
            }
            check(dtype, 0, new int[] {100_003}, new int[] {1});
            check(dtype, 1, new int[] {131, 1009}, new int[] {1009, 1});
            check(dtype, 1, new int[] {1009, 131}, new int[] {1, 1009});
        }
    }

    @Test
    void nothingGivesZeroOrTheLowest() {
        for (DType dtype : List.of(DType.F32, DType.F64, DType.I32)) {
            View x = Samples.view(dtype, 1, new int[] {5, 0}, new int[] {1, 1});
            View out = Samples.view(dtype, 1, 5);
            new SimdKernels(1).reduce(ReduceOp.SUM, x, 1, out);
            assertThat(Samples.read(out)).containsOnly(0);
            new SimdKernels(1).reduce(ReduceOp.MAX, x, 1, out);
            double lowest = dtype == DType.I32 ? Integer.MIN_VALUE : Double.NEGATIVE_INFINITY;
            assertThat(Samples.read(out)).containsOnly(lowest);
        }
    }

    @Test
    void oneNotANumberIsTheMaximum() {
        for (int n : Samples.SIZES) {
            View x = Samples.view(DType.F32, 1, n);
            x.buffer().set(x.offset() + n / 2, Double.NaN);
            View out = Samples.view(DType.F32, 1, 1);
            new SimdKernels(1).reduce(ReduceOp.MAX, x, 0, out);
            assertThat(Samples.get(out, 0)).isNaN();
        }
    }
}
