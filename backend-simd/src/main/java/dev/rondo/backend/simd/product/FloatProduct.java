// Template of DoubleProduct: see Twins.java.
package dev.rondo.backend.simd.product;

import dev.rondo.backend.simd.lanes.Lanes;
import dev.rondo.kernels.View;

import java.util.Arrays;

/**
 * One product: out[b,m,n] = Σ_k a[b,m,k] · c[b,k,n], or the same added to out. One object is reused
 * for each product, so that nothing is allocated.
 */
final class FloatProduct {
    /** The common axis of a right operand that has one stride along all of it. */
    static final int[] ONE = {0};

    private static final int L = Lanes.FLOAT.length();

    int batches;
    int rows;
    int depth;
    int columns;

    /** Element (b, m, k) of the left operand: a[aBase + b·aBatch + m·aRow + k·aStep]. */
    float[] a;

    int aBase;
    int aBatch;
    int aRow;
    int aStep;

    /** The left operand of a convolution, in place of {@link #a}; or null. */
    FloatPatches left;

    /** Element (b, k, n) of the right operand: c[cBase + b·cBatch + along(k) + n·cColumn]. */
    float[] c;

    int cBase;
    int cBatch;
    int cStep;
    int cColumn;

    /** The right operand of a convolution, in place of {@link #c}; or null. */
    FloatPatches right;

    /** Where each segment of the common axis begins in the right operand. */
    private int[] segments;

    /** Elements of the common axis in one segment; within it they are cStep apart. */
    int segment;

    /** The right operand packed as {@link FloatPanels}, or null. */
    float[] panels;

    /** Element (b, m, n) of the result: out[outBase + (b·rows + m)·outRow + n]. */
    float[] out;

    int outBase;
    int outRow;

    void fill(View left, View right, FloatPanels panels, View result) {
        fillRight(right);
        batches = result.dim(0);
        rows = result.dim(1);
        a = left.f32();
        aBase = left.offset();
        aBatch = left.dim(0) == 1 ? 0 : left.stride(0);
        aRow = left.stride(1);
        aStep = left.stride(2);
        out = result.f32();
        outBase = result.offset();
        outRow = columns;
        this.panels = panels == null ? null : panels.values;
        mergeBatches();
    }

    void fillRight(View right) {
        depth = right.dim(1);
        columns = right.dim(2);
        c = right.f32();
        cBase = right.offset();
        cBatch = right.dim(0) == 1 ? 0 : right.stride(0);
        cStep = right.stride(1);
        cColumn = columns == 1 ? 1 : right.stride(2);
        segment(ONE, depth);
    }

    /** Cuts the common axis of the right operand into segments of one length. */
    void segment(int[] starts, int length) {
        segments = starts;
        segment = length;
    }

    /** Distance of element k of the common axis from the first, in the right operand. */
    int along(int k) {
        int i = k / segment;
        return segments[i] + (k - i * segment) * cStep;
    }

    /** If all batches have one right operand, makes their rows the rows of one product. */
    private void mergeBatches() {
        if (batches > 1 && cBatch == 0 && (rows == 1 || aBatch == rows * aRow)) {
            aRow = rows == 1 ? aBatch : aRow;
            rows *= batches;
            batches = 1;
        }
    }

    /**
     * Makes this the product of the transposed operands, outᵀ = cᵀ · aᵀ. The result is written to
     * {@code to} and must then be transposed. It has the same sums of the same products.
     */
    void swap(float[] to) {
        float[] left = a;
        a = c;
        c = left;
        int base = aBase;
        aBase = cBase;
        cBase = base;
        int step = aStep;
        aStep = cStep;
        cStep = step;
        int column = aRow;
        aRow = cColumn;
        cColumn = column;
        int m = rows;
        rows = columns;
        columns = m;
        segment(ONE, depth);
        out = to;
        outBase = 0;
        outRow = columns;
    }

    /** Computes it without vectors: for each element the chain of {@link FloatTiles}. */
    void multiplyPlainly() {
        for (int row = 0; row < batches * rows; row++) {
            int b = row / rows;
            int left = aBase + b * aBatch + (row - b * rows) * aRow;
            int to = outBase + row * outRow;
            Arrays.fill(out, to, to + columns, 0);
            for (int k = 0; k < depth; k++) {
                float x = a[left + k * aStep];
                int from = cBase + b * cBatch + along(k);
                for (int n = 0; n < columns; n++) {
                    out[to + n] = Math.fma(x, c[from + n * cColumn], out[to + n]);
                }
            }
        }
    }

    void clear() {
        a = null;
        c = null;
        out = null;
        panels = null;
        left = null;
        right = null;
    }

    long work() {
        return (long) batches * rows * columns * depth;
    }

    int vectors() {
        return Panels.vectors(columns, L);
    }

    int panelCount() {
        return Panels.count(vectors());
    }
}
