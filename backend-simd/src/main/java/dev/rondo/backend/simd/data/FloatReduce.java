// Template of DoubleReduce and IntReduce: see Twins.java.
package dev.rondo.backend.simd.data;

import dev.rondo.backend.simd.lanes.Lanes;
import dev.rondo.backend.simd.team.Indices;
import dev.rondo.backend.simd.team.ThreadTeam;
import dev.rondo.kernels.ReduceOp;
import dev.rondo.kernels.View;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

import java.util.Arrays;

/**
 * Sums and maxima of 32-bit floats. The order of additions depends on the extents and the width of
 * vectors alone. Threads share results, but never a single sum. The sum of everything is the
 * exception: it is cut into pieces of fixed length.
 */
public final class FloatReduce {
    private static final VectorSpecies<Float> S = Lanes.FLOAT;
    private static final int L = S.length();

    // Each lane takes the place of the lane at this distance.
    private static final VectorShuffle<Float> BY_8 = VectorShuffle.fromOp(S, i -> (i ^ 8) % L);
    private static final VectorShuffle<Float> BY_4 = VectorShuffle.fromOp(S, i -> (i ^ 4) % L);
    private static final VectorShuffle<Float> BY_2 = VectorShuffle.fromOp(S, i -> (i ^ 2) % L);
    private static final VectorShuffle<Float> BY_1 = VectorShuffle.fromOp(S, i -> (i ^ 1) % L);

    /** Number of elements from which waking the team pays. */
    private static final int PARALLEL_WORK = 1 << 16;

    /** Elements of a piece of a long sum with one result. */
    private static final int PIECE = 1 << 14;

    private final ThreadTeam team;
    private final ThreadTeam.Task task = this::part;
    private final ThreadTeam.Task piecesTask = this::pieces;
    private float[] partial = new float[0];

    private ReduceOp op;
    private View view;
    private float[] x;
    private float[] o;
    private int base;
    private int outBase;
    private int kept;
    private int results;

    /** For one caller at a time; the team shares its work. */
    public FloatReduce(ThreadTeam team) {
        this.team = team;
    }

    /** See {@link dev.rondo.kernels.Kernels#reduce}. */
    public void run(ReduceOp op, View x, int kept, View out) {
        this.op = op;
        this.view = x;
        this.x = x.f32();
        this.o = out.f32();
        this.base = x.offset();
        this.outBase = out.offset();
        this.kept = kept;
        results = out.size();
        int size = x.size();
        boolean together = size >= PARALLEL_WORK;
        int last = x.rank() - 1;
        if (size == 0) {
            Arrays.fill(o, outBase, outBase + results, op == ReduceOp.SUM ? 0 : Lowest.FLOAT);
        } else if (results == 1 && last == kept && x.stride(last) == 1 && size > PIECE) {
            int count = (size + PIECE - 1) / PIECE;
            if (partial.length < count) {
                partial = new float[count];
            }
            team.run(piecesTask, together ? Math.min(team.threads(), count) : 1);
            o[outBase] = run(partial, 0, count);
        } else {
            team.run(task, together ? Math.min(team.threads(), results) : 1);
        }
        this.view = null;
        this.x = null;
        this.o = null;
    }

    private void pieces(int part, int parts) {
        int size = view.size();
        int count = (size + PIECE - 1) / PIECE;
        int end = Indices.share(count, part + 1, parts);
        for (int i = Indices.share(count, part, parts); i < end; i++) {
            int n = Math.min(PIECE, size - i * PIECE);
            partial[i] = run(x, base + i * PIECE, n);
        }
    }

    private void part(int part, int parts) {
        int from = Indices.share(results, part, parts);
        int to = Indices.share(results, part + 1, parts);
        int last = view.rank() - 1;
        boolean alongResults = kept > 0 && view.stride(kept - 1) == 1;
        if (alongResults && (view.stride(last) != 1 || view.dim(last) == 1)) {
            columns(from, to);
        } else if (view.stride(last) == 1) {
            rows(from, to);
        } else {
            scattered(from, to);
        }
    }

    /** For layouts in which the reduced elements of one result are adjacent. */
    private void rows(int from, int to) {
        int last = view.rank() - 1;
        int n = view.dim(last);
        int runs = Indices.size(view, kept, last);
        for (int i = from; i < to; i++) {
            int at = base + Indices.offset(view, 0, kept, i);
            float result = run(x, at, n);
            for (int j = 1; j < runs; j++) {
                float next = run(x, at + Indices.offset(view, kept, last, j), n);
                result = op == ReduceOp.SUM ? result + next : Math.max(result, next);
            }
            o[outBase + i] = result;
        }
    }

    /** For layouts in which elements of neighbouring results are adjacent. */
    private void columns(int from, int to) {
        Arrays.fill(o, outBase + from, outBase + to, op == ReduceOp.SUM ? 0 : Lowest.FLOAT);
        int last = view.rank() - 1;
        int rows = view.dim(last);
        int stride = view.stride(last);
        int blocks = Indices.size(view, kept, last);
        int width = view.dim(kept - 1);
        for (int i = from; i < to; ) {
            int n = Math.min(to - i, width - i % width);
            int at = base + Indices.offset(view, 0, kept, i);
            for (int j = 0; j < blocks; j++) {
                int block = at + Indices.offset(view, kept, last, j);
                if (op == ReduceOp.SUM) {
                    sumColumns(x, block, stride, rows, o, outBase + i, n);
                } else {
                    maxColumns(x, block, stride, rows, o, outBase + i, n);
                }
            }
            i += n;
        }
    }

    private void scattered(int from, int to) {
        int last = view.rank() - 1;
        int n = view.dim(last);
        int stride = view.stride(last);
        int runs = Indices.size(view, kept, last);
        for (int i = from; i < to; i++) {
            int at = base + Indices.offset(view, 0, kept, i);
            float result = op == ReduceOp.SUM ? 0 : Lowest.FLOAT;
            for (int j = 0; j < runs; j++) {
                int p = at + Indices.offset(view, kept, last, j);
                for (int k = 0; k < n; k++) {
                    result = op == ReduceOp.SUM ? result + x[p] : Math.max(result, x[p]);
                    p += stride;
                }
            }
            o[outBase + i] = result;
        }
    }

    private float run(float[] x, int at, int n) {
        return op == ReduceOp.SUM ? sum(x, at, n) : max(x, at, n);
    }

    /**
     * Sum of a run: four vectors of partial sums, added in pairs; then the lanes in halves; then
     * the remaining elements, in order. It does not use {@code reduceLanes(ADD)}, whose order is
     * unspecified.
     */
    private static float sum(float[] x, int at, int n) {
        int i = 0;
        float result = 0;
        if (n >= L) {
            FloatVector a = FloatVector.zero(S);
            FloatVector b = a;
            FloatVector c = a;
            FloatVector d = a;
            for (int end = Lanes.bound(n, 4 * L); i < end; i += 4 * L) {
                a = a.add(FloatVector.fromArray(S, x, at + i));
                b = b.add(FloatVector.fromArray(S, x, at + i + L));
                c = c.add(FloatVector.fromArray(S, x, at + i + 2 * L));
                d = d.add(FloatVector.fromArray(S, x, at + i + 3 * L));
            }
            for (int end = S.loopBound(n); i < end; i += L) {
                a = a.add(FloatVector.fromArray(S, x, at + i));
            }
            a = a.add(b).add(c.add(d));
            if (L >= 16) {
                a = a.add(a.rearrange(BY_8));
            }
            if (L >= 8) {
                a = a.add(a.rearrange(BY_4));
            }
            if (L >= 4) {
                a = a.add(a.rearrange(BY_2));
            }
            if (L >= 2) {
                a = a.add(a.rearrange(BY_1));
            }
            result = a.lane(0);
        }
        for (; i < n; i++) {
            result += x[at + i];
        }
        return result;
    }

    /**
     * The largest of a run. The last vector may overlap the one before, which does not change the
     * result.
     */
    private static float max(float[] x, int at, int n) {
        float result = Lowest.FLOAT;
        if (n < L) {
            for (int i = 0; i < n; i++) {
                result = Math.max(result, x[at + i]);
            }
            return result;
        }
        FloatVector a = FloatVector.fromArray(S, x, at + n - L);
        FloatVector b = a;
        int i = 0;
        for (int end = Lanes.bound(n, 2 * L); i < end; i += 2 * L) {
            a = a.max(FloatVector.fromArray(S, x, at + i));
            b = b.max(FloatVector.fromArray(S, x, at + i + L));
        }
        if (i + L <= n) {
            a = a.max(FloatVector.fromArray(S, x, at + i));
        }
        return a.max(b).reduceLanes(VectorOperators.MAX);
    }

    /**
     * Adds rows to {@code o} in order, four at a time so that {@code o} is read and written less
     * often.
     */
    private static void sumColumns(
            float[] x, int at, int stride, int rows, float[] o, int out, int n) {
        int r = 0;
        for (; r + 4 <= rows; r += 4) {
            sumFour(x, at + r * stride, stride, o, out, n);
        }
        for (; r < rows; r++) {
            sumOne(x, at + r * stride, o, out, n);
        }
    }

    private static void sumFour(float[] x, int at, int stride, float[] o, int out, int n) {
        int at1 = at + stride;
        int at2 = at1 + stride;
        int at3 = at2 + stride;
        int i = 0;
        for (int end = S.loopBound(n); i < end; i += L) {
            FloatVector.fromArray(S, o, out + i)
                    .add(FloatVector.fromArray(S, x, at + i))
                    .add(FloatVector.fromArray(S, x, at1 + i))
                    .add(FloatVector.fromArray(S, x, at2 + i))
                    .add(FloatVector.fromArray(S, x, at3 + i))
                    .intoArray(o, out + i);
        }
        for (; i < n; i++) {
            o[out + i] = o[out + i] + x[at + i] + x[at1 + i] + x[at2 + i] + x[at3 + i];
        }
    }

    private static void sumOne(float[] x, int at, float[] o, int out, int n) {
        int i = 0;
        for (int end = S.loopBound(n); i < end; i += L) {
            FloatVector.fromArray(S, o, out + i)
                    .add(FloatVector.fromArray(S, x, at + i))
                    .intoArray(o, out + i);
        }
        for (; i < n; i++) {
            o[out + i] += x[at + i];
        }
    }

    private static void maxColumns(
            float[] x, int at, int stride, int rows, float[] o, int out, int n) {
        for (int r = 0; r < rows; r++) {
            maxOne(x, at + r * stride, o, out, n);
        }
    }

    private static void maxOne(float[] x, int at, float[] o, int out, int n) {
        int i = 0;
        for (int end = S.loopBound(n); i < end; i += L) {
            FloatVector.fromArray(S, o, out + i)
                    .max(FloatVector.fromArray(S, x, at + i))
                    .intoArray(o, out + i);
        }
        for (; i < n; i++) {
            o[out + i] = Math.max(o[out + i], x[at + i]);
        }
    }
}
