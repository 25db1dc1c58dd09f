package dev.rondo.backend.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.DType;
import dev.rondo.backend.simd.lanes.CoreCache;
import dev.rondo.kernels.View;
import dev.rondo.kernels.Window;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.Random;

/**
 * Convolutions of any extents, windows and layouts: right, and with the same bits for any number of
 * threads.
 */
class ConvolutionProperties {
    private record Case(
            View image, View kernel, Window rows, Window columns, int groups, int[] result) {}

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void smallOnes(@ForAll long seed, @ForAll @IntRange(min = 2, max = 3) int threads) {
        check(any(new Random(seed), 9, 6), threads);
    }

    /** Large enough that threads share the work. */
    @Property(tries = 12, edgeCases = EdgeCasesMode.NONE)
    void largeOnes(@ForAll long seed, @ForAll @IntRange(min = 2, max = 3) int threads) {
        check(any(new Random(seed), 40, 24), threads);
    }

    /** Kernels whose rows are so long that whole lines of the image are copied. */
    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void ofManyChannels(@ForAll long seed, @ForAll @IntRange(min = 2, max = 3) int threads) {
        Random random = new Random(seed);
        DType dtype = random.nextBoolean() ? DType.F32 : DType.F64;
        int groups = upTo(random, 2);
        int channels = 20 + upTo(random, 60);
        int[] image = {upTo(random, 3), upTo(random, 20), upTo(random, 20), groups * channels};
        int[] kernel = {groups * upTo(random, 40), upTo(random, 4), upTo(random, 4), channels};
        Window rows = sliding(random);
        Window columns = sliding(random);
        int[] result = {image[0], rows.extent(), columns.extent(), kernel[0]};
        View x = Samples.view(dtype, 1, image);
        View w = Samples.view(dtype, 2, kernel);
        check(new Case(x, w, rows, columns, groups, result), threads);
    }

    /** Goes forwards over pixels that have none between them. */
    private static Window sliding(Random random) {
        int extent = random.nextInt(3) == 0 ? upTo(random, 20) : 4 * upTo(random, 5);
        int turn = random.nextInt(4) == 0 ? -1 : 1;
        return new Window(
                extent, upTo(random, 2), turn * upTo(random, 2), random.nextInt(7) - 3, 1);
    }

    private static int upTo(Random random, int most) {
        return 1 + random.nextInt(most);
    }

    private static Case any(Random random, int extents, int channels) {
        DType dtype = random.nextBoolean() ? DType.F32 : DType.F64;
        int groups = random.nextInt(3) == 0 ? upTo(random, 3) : 1;
        int c = upTo(random, channels);
        int o = groups * upTo(random, 2 * channels);
        int b = upTo(random, 5);
        int h = upTo(random, extents);
        int w = upTo(random, extents);
        Window rows = window(random, extents);
        Window columns = window(random, extents);
        int[] image = {b, h, w, groups * c};
        int[] kernel = {o, upTo(random, 5), upTo(random, 5), c};
        View x =
                random.nextBoolean()
                        ? Samples.view(dtype, 1, image)
                        : Samples.view(dtype, 1, image, batchInside(image));
        View y =
                random.nextBoolean()
                        ? Samples.view(dtype, 2, kernel)
                        : Samples.view(dtype, 2, kernel, batchInside(kernel));
        int[] result = {b, rows.extent(), columns.extent(), o};
        return new Case(x, y, rows, columns, groups, result);
    }

    /** Strides with which the first axis lies side by side, and a gap after each line. */
    private static int[] batchInside(int[] dims) {
        int line = dims[0] + 2;
        return new int[] {1, dims[2] * line, line, dims[1] * dims[2] * line};
    }

    private static Window window(Random random, int extents) {
        int sign = random.nextInt(4) == 0 ? -1 : 1;
        int turn = random.nextInt(4) == 0 ? -1 : 1;
        return new Window(
                upTo(random, extents),
                sign * (random.nextBoolean() ? 1 : upTo(random, 3)),
                turn * (random.nextBoolean() ? 1 : upTo(random, 3)),
                random.nextInt(7) - 3 + (sign < 0 ? extents : 0),
                random.nextInt(3) == 0 ? upTo(random, 3) : 1);
    }

    private static void check(Case c, int threads) {
        View alone = Samples.view(c.image().dtype(), 3, c.result());
        View together = Samples.view(c.image().dtype(), 4, c.result());
        SimdKernels one = new SimdKernels(1);
        one.convolve(c.image(), c.kernel(), c.rows(), c.columns(), c.groups(), alone);
        SimdKernels some = new SimdKernels(threads, new CoreCache(4 << 10, "test"));
        some.convolve(c.image(), c.kernel(), c.rows(), c.columns(), c.groups(), together);
        assertThat(Samples.read(together))
                .as("%s on %s threads with a small cache", c, threads)
                .isEqualTo(Samples.read(alone));
        double unit = c.image().dtype() == DType.F32 ? 0x1p-24 : 0x1p-53;
        int[] at = new int[4];
        for (int i = 0; i < alone.size(); i++) {
            int rest = i;
            for (int axis = 3; axis >= 0; axis--) {
                at[axis] = rest % alone.dim(axis);
                rest /= alone.dim(axis);
            }
            Sum sum = element(c, at);
            assertThat(Samples.get(alone, i))
                    .as("%s at %s, %s, %s, %s", c, at[0], at[1], at[2], at[3])
                    .isCloseTo(sum.value(), within(sum.error(unit)));
        }
    }

    /** A sum of products with what bounds its rounding. */
    private record Sum(double value, double magnitude, int terms) {
        /**
         * n·u·Σ|xᵢyᵢ| bounds the error of a sum of n products in any order (Higham 2002, section
         * 3.1), of the one that is checked and, in F64, of this one as well.
         */
        double error(double unit) {
            return 2.0 * (terms + 1) * unit * magnitude;
        }
    }

    private static Sum element(Case c, int[] at) {
        View x = c.image();
        View w = c.kernel();
        int group = at[3] / (c.result()[3] / c.groups());
        double sum = 0;
        double magnitude = 0;
        int terms = 0;
        for (int p = 0; p < w.dim(1); p++) {
            for (int q = 0; q < w.dim(2); q++) {
                int h = c.rows().at(at[1], p, x.dim(1));
                int v = c.columns().at(at[2], q, x.dim(2));
                for (int k = 0; h >= 0 && v >= 0 && k < w.dim(3); k++) {
                    int channel = group * w.dim(3) + k;
                    int pixel = ((at[0] * x.dim(1) + h) * x.dim(2) + v) * x.dim(3) + channel;
                    int weight = ((at[3] * w.dim(1) + p) * w.dim(2) + q) * w.dim(3) + k;
                    double term = Samples.get(x, pixel) * Samples.get(w, weight);
                    sum += term;
                    magnitude += Math.abs(term);
                    terms++;
                }
            }
        }
        return new Sum(sum, magnitude, terms);
    }
}
