// Template of DoubleTranspose: see Twins.java.
package dev.rondo.backend.simd.product;

import dev.rondo.backend.simd.lanes.Lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

import java.util.Arrays;

/**
 * Transposes squares as wide as a vector. The L² elements of a square, written one after the other,
 * are transposed by log₂ L perfect shuffles of all of them. One shuffle interleaves vector i of the
 * first half with vector i of the second. Each line of memory is touched once, in full, so strides
 * of a power of two do no harm.
 */
final class FloatTranspose {
    private static final VectorSpecies<Float> S = Lanes.FLOAT;
    private static final int L = S.length();

    private static final VectorShuffle<Float> LOW = VectorShuffle.fromOp(S, i -> i / 2);
    private static final VectorShuffle<Float> HIGH = VectorShuffle.fromOp(S, i -> (L + i) / 2);
    private static final VectorMask<Float> ODD = VectorMask.fromLong(S, 0xAAAA_AAAA_AAAA_AAAAL);

    private final float[] first = new float[L * L];
    private final float[] second = new float[L * L];

    /**
     * Transposes up to L rows of L elements.
     *
     * @param at position of the first row; the next row is {@code stride} later
     * @param rows number of rows, at least 1; rows missing to L count as zeros
     * @param out position of the first column in {@code to}; the next column is {@code outStride}
     *     later
     */
    void square(float[] from, int at, int stride, int rows, float[] to, int out, int outStride) {
        for (int r = 0; r < rows; r++) {
            FloatVector.fromArray(S, from, at + r * stride).intoArray(first, r * L);
        }
        if (rows < L) {
            Arrays.fill(first, rows * L, L * L, 0);
        }
        float[] p = first;
        float[] q = second;
        for (int i = 2; i < L; i *= 2) {
            shuffle(p, q, 0, L);
            float[] swap = p;
            p = q;
            q = swap;
        }
        shuffle(p, to, out, outStride);
    }

    private static void shuffle(float[] from, float[] to, int out, int stride) {
        for (int i = 0; i < L / 2; i++) {
            FloatVector a = FloatVector.fromArray(S, from, i * L);
            FloatVector b = FloatVector.fromArray(S, from, i * L + L * L / 2);
            a.rearrange(LOW).blend(b.rearrange(LOW), ODD).intoArray(to, out);
            a.rearrange(HIGH).blend(b.rearrange(HIGH), ODD).intoArray(to, out + stride);
            out += 2 * stride;
        }
    }
}
