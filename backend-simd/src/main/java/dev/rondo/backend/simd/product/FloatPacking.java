// Template of DoublePacking: see Twins.java.
package dev.rondo.backend.simd.product;

import dev.rondo.backend.simd.lanes.ColdStart;
import dev.rondo.backend.simd.lanes.Lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Copies operands of a product into the order in which the tiles read them. */
final class FloatPacking {
    private static final VectorSpecies<Float> S = Lanes.FLOAT;
    private static final int L = S.length();

    private FloatPacking() {}

    /**
     * Packs a panel: {@code depth} rows of {@code columns} elements become rows of {@code width}
     * elements, filled up with zeros.
     *
     * @param from element (k, n) lies at {@code base + k·kStride + n·nStride}
     * @param width a multiple of the vector's length
     * @param transpose scratch of this thread
     */
    static void right(
            float[] from,
            int base,
            int kStride,
            int nStride,
            int depth,
            int columns,
            float[] to,
            int at,
            int width,
            FloatTranspose transpose) {
        if (nStride == 1 && columns == width) {
            rows(from, base, kStride, depth, to, at, width);
        } else if (kStride == 1 && L > 1) {
            transposed(from, base, nStride, depth, columns, to, at, width, transpose);
        } else {
            strided(from, base, kStride, nStride, depth, columns, to, at, width);
        }
    }

    private static void transposed(
            float[] from,
            int base,
            int nStride,
            int depth,
            int columns,
            float[] to,
            int at,
            int width,
            FloatTranspose transpose) {
        int whole = ColdStart.bound(depth, L);
        for (int n = 0; n < width; n += L) {
            int rows = Math.min(L, columns - n);
            int p = base + n * nStride;
            int q = at + n;
            for (int k = 0; k < whole; k += L) {
                transpose.square(from, p + k, nStride, rows, to, q + k * width, width);
            }
            for (int i = 0; i < L; i++) {
                column(from, p + i * nStride, i < rows, whole, depth, to, q + i, width);
            }
        }
    }

    /**
     * Turns elements {@code k} to {@code end} of a row into a column, or writes a column of zeros.
     */
    private static void column(
            float[] from, int at, boolean exists, int k, int end, float[] to, int out, int width) {
        for (; k < end; k++) {
            to[out + k * width] = exists ? from[at + k] : 0;
        }
    }

    private static void rows(
            float[] from, int base, int kStride, int depth, float[] to, int at, int width) {
        int end = ColdStart.bound(width, L);
        for (int k = 0; k < depth; k++) {
            int n = 0;
            for (; n < end; n += L) {
                FloatVector.fromArray(S, from, base + n).intoArray(to, at + n);
            }
            for (; n < width; n++) {
                to[at + n] = from[base + n];
            }
            base += kStride;
            at += width;
        }
    }

    private static void strided(
            float[] from,
            int base,
            int kStride,
            int nStride,
            int depth,
            int columns,
            float[] to,
            int at,
            int width) {
        for (int k = 0; k < depth; k++) {
            int p = base + k * kStride;
            int q = at + k * width;
            for (int n = 0; n < columns; n++) {
                to[q + n] = from[p];
                p += nStride;
            }
            for (int n = columns; n < width; n++) {
                to[q + n] = 0;
            }
        }
    }

    /**
     * Packs the rows of a strip: element (m, k), at {@code base + m·row + k·step}, is copied to
     * {@code at + k·stripRows + m}. Rows from {@code rows} on are not written, because no tile
     * reads them.
     *
     * @param stripRows a multiple of the vector's length
     */
    static void left(
            float[] from,
            int base,
            int step,
            int row,
            int depth,
            int rows,
            float[] to,
            int at,
            int stripRows) {
        if (row == 1 && rows == stripRows) {
            rows(from, base, step, depth, to, at, stripRows);
            return;
        }
        for (int k = 0; k < depth; k++) {
            int p = base + k * step;
            int q = at + k * stripRows;
            for (int m = 0; m < rows; m++) {
                to[q + m] = from[p];
                p += row;
            }
        }
    }
}
