// Template of DoubleSums and IntSums: see Twins.java.
package dev.rondo.backend.simd.data;

import dev.rondo.backend.simd.lanes.Lanes;
import dev.rondo.backend.simd.team.Indices;
import dev.rondo.kernels.View;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

import java.util.Arrays;

/**
 * Sums in the order of {@link FloatReduce}, for one thread.
 *
 * <p>No method returns a vector. Where HotSpot does not inline such a method, and it often does
 * not, each vector becomes an object.
 */
final class FloatSums {
    /** Terms whose halves are added to each other. */
    static final int CHUNK = 64;

    /** The least number of terms of which this is done; a multiple of the lanes of any vector. */
    static final int LEAST_CHUNK = 16;

    /** Terms whose chunks are added in order. */
    static final int PIECE = 1 << 14;

    /** Most results of {@link #addStrip}. */
    static final int STRIP = 256;

    private static final VectorSpecies<Float> S = Lanes.FLOAT;
    private static final int L = S.length();

    // Each lane takes the place of the lane at this distance.
    private static final VectorShuffle<Float> BY_8 = VectorShuffle.fromOp(S, i -> (i ^ 8) % L);
    private static final VectorShuffle<Float> BY_4 = VectorShuffle.fromOp(S, i -> (i ^ 4) % L);
    private static final VectorShuffle<Float> BY_2 = VectorShuffle.fromOp(S, i -> (i ^ 2) % L);
    private static final VectorShuffle<Float> BY_1 = VectorShuffle.fromOp(S, i -> (i ^ 1) % L);

    private final float[] gathered = new float[CHUNK];
    private final float[] ofPiece = new float[STRIP];

    /** Rows of a chunk of a strip, already added in fours or twos. */
    private final float[] rows = new float[CHUNK / 4 * STRIP];

    /** Adds some sums to {@code o}; see {@link dev.rondo.kernels.Kernels#reduce}. */
    void add(float[] x, int base, View view, int kept, int from, int to, float[] o, int out) {
        int width = kept == 0 ? 1 : view.dim(kept - 1);
        for (int i = from; i < to; ) {
            int n = Math.min(Math.min(to - i, width - i % width), STRIP);
            addNeighbours(x, base + Indices.offset(view, 0, kept, i), view, kept, n, o, out + i);
            i += n;
        }
    }

    private void addNeighbours(float[] x, int at, View view, int kept, int n, float[] o, int out) {
        int last = view.rank() - 1;
        int terms = view.dim(last);
        int stride = view.stride(last);
        int step = kept == 0 ? 0 : view.stride(kept - 1);
        int i = 0;
        if (Indices.size(view, kept, last) == 1) {
            if (stride == 1 && (step != 1 || terms > 1)) {
                addRows(x, at, step, n, terms, o, out);
                return;
            }
            if (step == 1) {
                i = S.loopBound(n);
                addStrip(x, at, stride, terms, o, out, i);
            }
        }
        for (; i < n; i++) {
            o[out + i] += of(x, at + i * step, view, kept);
        }
    }

    // ---- terms side by side

    /**
     * Adds the sums of rows to {@code o}.
     *
     * @param step from one row to the next
     * @param count number of rows
     * @param n terms of each
     */
    static void addRows(float[] x, int at, int step, int count, int n, float[] o, int out) {
        for (int i = 0; i < n; i += PIECE) {
            addPieces(x, at + i, step, count, Math.min(n - i, PIECE), o, out);
        }
    }

    private static void addPieces(
            float[] x, int at, int step, int count, int n, float[] o, int out) {
        int full = Lanes.bound(n, CHUNK);
        for (int row = 0; row < count; row++) {
            int i = at + row * step;
            int end = i + n;
            float sum = 0;
            for (int last = i + full; i < last; i += CHUNK) {
                if (L < 4) {
                    sum += halves(x, i, 1, CHUNK);
                    continue;
                }
                FloatVector a = FloatVector.fromArray(S, x, i);
                FloatVector b = FloatVector.fromArray(S, x, i + 16);
                a = a.add(FloatVector.fromArray(S, x, i + 32));
                a = a.add(b.add(FloatVector.fromArray(S, x, i + 48)));
                if (L < 16) {
                    b = FloatVector.fromArray(S, x, i + 8);
                    FloatVector c = FloatVector.fromArray(S, x, i + 24);
                    b = b.add(FloatVector.fromArray(S, x, i + 40));
                    a = a.add(b.add(c.add(FloatVector.fromArray(S, x, i + 56))));
                }
                if (L < 8) {
                    b = FloatVector.fromArray(S, x, i + 4);
                    FloatVector c = FloatVector.fromArray(S, x, i + 20);
                    b = b.add(FloatVector.fromArray(S, x, i + 36));
                    b = b.add(c.add(FloatVector.fromArray(S, x, i + 52)));
                    c = FloatVector.fromArray(S, x, i + 12);
                    FloatVector d = FloatVector.fromArray(S, x, i + 28);
                    c = c.add(FloatVector.fromArray(S, x, i + 44));
                    a = a.add(b.add(c.add(d.add(FloatVector.fromArray(S, x, i + 60)))));
                }
                // not by reduceLanes, whose order is unspecified
                if (L >= 16) {
                    a = a.add(a.rearrange(BY_8));
                }
                if (L >= 8) {
                    a = a.add(a.rearrange(BY_4));
                }
                a = a.add(a.rearrange(BY_2));
                sum += a.add(a.rearrange(BY_1)).lane(0);
            }
            if (end - i >= LEAST_CHUNK) {
                sum = addSmallChunks(sum, x, i, end);
                i = end - (end - i) % LEAST_CHUNK;
            }
            for (; i < end; i++) {
                sum += x[i];
            }
            o[out + row] += sum;
        }
    }

    private static float addSmallChunks(float sum, float[] x, int at, int end) {
        for (int size = CHUNK / 2; size >= LEAST_CHUNK; size /= 2) {
            if (end - at >= size) {
                sum += halves(x, at, 1, size);
                at += size;
            }
        }
        return sum;
    }

    /** The sum of a chunk of any size, without vectors. */
    private static float halves(float[] x, int at, int distance, int size) {
        if (size == LEAST_CHUNK) {
            return four(x, at, 4 * distance)
                    + four(x, at + 2 * distance, 4 * distance)
                    + (four(x, at + distance, 4 * distance)
                            + four(x, at + 3 * distance, 4 * distance));
        }
        return halves(x, at, 2 * distance, size / 2)
                + halves(x, at + distance, 2 * distance, size / 2);
    }

    private static float four(float[] x, int at, int distance) {
        return x[at] + x[at + 2 * distance] + (x[at + distance] + x[at + 3 * distance]);
    }

    // ---- terms that lie anywhere

    private float of(float[] x, int at, View view, int kept) {
        int last = view.rank() - 1;
        int n = view.dim(last);
        int stride = view.stride(last);
        int runs = Indices.size(view, kept, last);
        float sum = 0;
        float piece = 0;
        int terms = 0;
        int filled = 0;
        for (int j = 0; j < runs; j++) {
            int run = at + Indices.offset(view, kept, last, j);
            for (int k = 0; k < n; ) {
                int some = Math.min(n - k, CHUNK - filled);
                for (int i = 0; i < some; i++) {
                    gathered[filled + i] = x[run + (k + i) * stride];
                }
                k += some;
                filled += some;
                if (filled == CHUNK) {
                    piece += halves(gathered, 0, 1, CHUNK);
                    terms += CHUNK;
                    filled = 0;
                }
                if (terms == PIECE) {
                    sum += piece;
                    piece = 0;
                    terms = 0;
                }
            }
        }
        piece = addSmallChunks(piece, gathered, 0, filled);
        for (int i = Lanes.bound(filled, LEAST_CHUNK); i < filled; i++) {
            piece += gathered[i];
        }
        return sum + piece;
    }

    // ---- neighbouring results side by side

    /**
     * Adds the sums of neighbouring results to {@code o}.
     *
     * @param at of the first result's first term
     * @param stride from one term of a result to the next
     * @param n number of results, a multiple of the lanes and at most {@link #STRIP}
     */
    private void addStrip(float[] x, int at, int stride, int terms, float[] o, int out, int n) {
        if (terms <= PIECE) {
            addPiece(x, at, stride, terms, o, out, n);
            return;
        }
        for (int i = 0; i < terms; i += PIECE) {
            Arrays.fill(ofPiece, 0, n, 0);
            addPiece(x, at + i * stride, stride, Math.min(terms - i, PIECE), ofPiece, 0, n);
            addRow(ofPiece, 0, o, out, n);
        }
    }

    private void addPiece(float[] x, int at, int stride, int terms, float[] o, int out, int n) {
        int i = 0;
        for (; i + CHUNK <= terms; i += CHUNK) {
            quarter(x, at + i * stride, stride, CHUNK / 4, n);
            quarter(rows, 0, STRIP, CHUNK / 16, n);
            addQuarters(o, out, n);
        }
        if (i + CHUNK / 2 <= terms) {
            half(x, at + i * stride, stride, n);
            quarter(rows, 0, STRIP, CHUNK / 16, n);
            addQuarters(o, out, n);
            i += CHUNK / 2;
        }
        if (i + CHUNK / 4 <= terms) {
            quarter(x, at + i * stride, stride, CHUNK / 16, n);
            addQuarters(o, out, n);
            i += CHUNK / 4;
        }
        for (; i + 4 <= terms; i += 4) {
            addFour(x, at + i * stride, stride, o, out, n);
        }
        for (; i < terms; i++) {
            addRow(x, at + i * stride, o, out, n);
        }
    }

    /** Makes a quarter as many rows of some, which may be those of this class. */
    private void quarter(float[] x, int at, int stride, int count, int n) {
        float[] o = rows;
        int distance = count * stride;
        for (int row = 0; row < count; row++) {
            int from = at + row * stride;
            int to = row * STRIP;
            for (int i = 0; i < n; i += L) {
                FloatVector a = FloatVector.fromArray(S, x, from + i);
                FloatVector b = FloatVector.fromArray(S, x, from + distance + i);
                a = a.add(FloatVector.fromArray(S, x, from + 2 * distance + i));
                b = b.add(FloatVector.fromArray(S, x, from + 3 * distance + i));
                a.add(b).intoArray(o, to + i);
            }
        }
    }

    /** Makes {@link #CHUNK} / 4 rows of twice as many. */
    private void half(float[] x, int at, int stride, int n) {
        float[] o = rows;
        int distance = CHUNK / 4 * stride;
        for (int row = 0; row < CHUNK / 4; row++) {
            int from = at + row * stride;
            int to = row * STRIP;
            for (int i = 0; i < n; i += L) {
                FloatVector.fromArray(S, x, from + i)
                        .add(FloatVector.fromArray(S, x, from + distance + i))
                        .intoArray(o, to + i);
            }
        }
    }

    /** Adds four rows of this class as halves. */
    private void addQuarters(float[] o, int out, int n) {
        float[] x = rows;
        for (int i = 0; i < n; i += L) {
            FloatVector a = FloatVector.fromArray(S, x, i);
            FloatVector b = FloatVector.fromArray(S, x, STRIP + i);
            a = a.add(FloatVector.fromArray(S, x, 2 * STRIP + i));
            b = b.add(FloatVector.fromArray(S, x, 3 * STRIP + i));
            FloatVector.fromArray(S, o, out + i).add(a.add(b)).intoArray(o, out + i);
        }
    }

    /** Adds four rows in order. */
    private static void addFour(float[] x, int at, int stride, float[] o, int out, int n) {
        int at1 = at + stride;
        int at2 = at1 + stride;
        int at3 = at2 + stride;
        for (int i = 0; i < n; i += L) {
            FloatVector.fromArray(S, o, out + i)
                    .add(FloatVector.fromArray(S, x, at + i))
                    .add(FloatVector.fromArray(S, x, at1 + i))
                    .add(FloatVector.fromArray(S, x, at2 + i))
                    .add(FloatVector.fromArray(S, x, at3 + i))
                    .intoArray(o, out + i);
        }
    }

    private static void addRow(float[] x, int at, float[] o, int out, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector.fromArray(S, o, out + i)
                    .add(FloatVector.fromArray(S, x, at + i))
                    .intoArray(o, out + i);
        }
    }
}
