package dev.rondo.backend.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.DType;
import dev.rondo.kernels.ReduceOp;
import dev.rondo.kernels.View;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import java.util.Arrays;

/**
 * Sums of any shape and layout have the bits of their definition. So a row has the same sum alone
 * and in a batch, at any width of vectors.
 */
class ReduceProperties {
    private static final int PIECE = 1 << 14;

    /** How the extents of the three axes of a sum are drawn: many are 1. */
    @Provide
    Arbitrary<Integer> extents() {
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(1, Arbitraries.just(1)),
                net.jqwik.api.Tuple.of(2, Arbitraries.integers().between(1, 20)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(1, 300)));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void anyShapeAndLayout(
            @ForAll("extents") int results,
            @ForAll("extents") int outer,
            @ForAll("extents") int inner,
            @ForAll @IntRange(max = 5) int order,
            @ForAll @IntRange(max = 3) int gap,
            @ForAll boolean single,
            @ForAll @IntRange(min = 1, max = 3) int threads) {
        check(single ? DType.F32 : DType.F64, results, outer, inner, order, gap, threads);
    }

    @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
    void manyTerms(
            @ForAll @IntRange(min = 1, max = 3) int results,
            @ForAll @IntRange(min = 1, max = 3) int outer,
            @ForAll @IntRange(min = PIECE / 2, max = 3 * PIECE) int inner,
            @ForAll @IntRange(max = 5) int order,
            @ForAll boolean single,
            @ForAll @IntRange(min = 1, max = 3) int threads) {
        check(single ? DType.F32 : DType.F64, results, outer, inner, order, 0, threads);
    }

    private static void check(
            DType dtype, int results, int outer, int inner, int order, int gap, int threads) {
        int[] dims = {results, outer, inner};
        View x = Samples.view(dtype, order, dims, strides(dims, order, gap));
        View out = Samples.view(dtype, 7, results);
        new SimdKernels(threads).reduce(ReduceOp.SUM, x, 1, out);
        int terms = outer * inner;
        double[] all = Samples.read(x);
        double[] expected = new double[results];
        for (int i = 0; i < results; i++) {
            expected[i] = sum(dtype, Arrays.copyOfRange(all, i * terms, (i + 1) * terms));
        }
        assertThat(Samples.read(out)).as("%s", x).isEqualTo(expected);
    }

    /** The axes lie in memory in one of their six orders; the innermost may have gaps. */
    private static int[] strides(int[] dims, int order, int gap) {
        int first = order % 3;
        int second = (first + 1 + order / 3) % 3;
        int third = 3 - first - second;
        int[] strides = new int[3];
        strides[first] = 1 + gap;
        strides[second] = strides[first] * dims[first];
        strides[third] = strides[second] * dims[second];
        return strides;
    }

    /** The definition: see {@link dev.rondo.backend.simd.data.FloatReduce}. */
    private static double sum(DType dtype, double[] terms) {
        double sum = 0;
        for (int i = 0; i < terms.length; i += PIECE) {
            int end = Math.min(i + PIECE, terms.length);
            sum = rounded(dtype, sum + piece(dtype, Arrays.copyOfRange(terms, i, end)));
        }
        return sum;
    }

    private static double piece(DType dtype, double[] terms) {
        double sum = 0;
        int from = 0;
        for (int size : new int[] {64, 32, 16, 1}) {
            for (; terms.length - from >= size; from += size) {
                sum =
                        rounded(
                                dtype,
                                sum + halves(dtype, Arrays.copyOfRange(terms, from, from + size)));
            }
        }
        return sum;
    }

    private static double halves(DType dtype, double[] terms) {
        if (terms.length == 1) {
            return terms[0];
        }
        double[] half = new double[terms.length / 2];
        Arrays.setAll(half, i -> rounded(dtype, terms[i] + terms[i + half.length]));
        return halves(dtype, half);
    }

    private static double rounded(DType dtype, double value) {
        return dtype == DType.F32 ? (float) value : value;
    }
}
