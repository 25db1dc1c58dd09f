package dev.rondo.backend.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.DType;
import dev.rondo.backend.simd.lanes.ColdStart;
import dev.rondo.backend.simd.lanes.CoreCache;
import dev.rondo.kernels.View;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Products of any shape and layout have the bits of their definition, whatever the cache. */
class MatmulProperties {
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void anyShapeAndLayout(
            @ForAll @IntRange(min = 1, max = 4) int batches,
            @ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 150) int columns,
            @ForAll @IntRange(min = 1, max = 300) int depth,
            @ForAll boolean single,
            @ForAll boolean transposeLeft,
            @ForAll boolean transposeRight,
            @ForAll boolean gaps,
            @ForAll @IntRange(min = 1, max = 3) int threads,
            @ForAll @IntRange(min = 1 << 10, max = 1 << 20) int cache,
            @ForAll boolean cold) {
        DType dtype = single ? DType.F32 : DType.F64;
        View a = matrices(dtype, 1, batches, rows, depth, transposeLeft, gaps ? 3 : 0);
        View c = matrices(dtype, 2, batches, depth, columns, transposeRight, gaps ? 5 : 0);
        View out = Samples.view(dtype, 3, batches, rows, columns);
        double[] expected = MatmulTest.product(a, c);
        ColdStart.begin(cold ? 1 : 0);
        new SimdKernels(threads, new CoreCache(cache, "test")).matmul(a, c, out);
        assertThat(Samples.read(out)).isEqualTo(expected);
    }

    /** Matrices whose rows, or columns when transposed, have a gap between them. */
    private static View matrices(
            DType dtype, long seed, int b, int m, int n, boolean transposed, int gap) {
        int width = (transposed ? m : n) + gap;
        int height = transposed ? n : m;
        int[] strides =
                transposed
                        ? new int[] {width * height, 1, width}
                        : new int[] {width * height, width, 1};
        return Samples.view(dtype, seed, new int[] {b, m, n}, strides);
    }
}
