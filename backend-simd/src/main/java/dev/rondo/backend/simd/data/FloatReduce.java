// Template of DoubleReduce and IntReduce: see Twins.java.
package dev.rondo.backend.simd.data;

import dev.rondo.backend.simd.lanes.Lanes;
import dev.rondo.backend.simd.team.Indices;
import dev.rondo.backend.simd.team.ThreadTeam;
import dev.rondo.kernels.ReduceOp;
import dev.rondo.kernels.View;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import java.util.Arrays;

/**
 * Sums and maxima of 32-bit floats. A sum depends on its terms and their order alone: not on where
 * they lie, on the other results, on the width of vectors or on the number of threads. So a row has
 * the same sum alone and in a batch.
 *
 * <p>The terms, in row-major order of the reduced axes, are cut into pieces of {@value
 * FloatSums#PIECE}, and a piece into chunks of {@value FloatSums#CHUNK}, chunks of half and a
 * quarter of that if terms are left, and single terms. The second half of a chunk is added to its
 * first, and so on until one number is left. The numbers of a piece, then those of the pieces, are
 * added in order.
 */
public final class FloatReduce {
    private static final VectorSpecies<Float> S = Lanes.FLOAT;
    private static final int L = S.length();

    /** Number of elements from which waking the team pays. */
    private static final int PARALLEL_WORK = 1 << 16;

    private final ThreadTeam team;
    private final ThreadTeam.Task task = this::part;
    private final ThreadTeam.Task piecesTask = this::pieces;
    private final FloatSums[] sums;
    private float[] ofPieces = new float[0];

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
        sums = new FloatSums[team.threads()];
        Arrays.setAll(sums, _ -> new FloatSums());
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
        } else if (results == 1 && last == kept && x.stride(last) == 1 && size > FloatSums.PIECE) {
            int count = (size + FloatSums.PIECE - 1) / FloatSums.PIECE;
            if (ofPieces.length < count) {
                ofPieces = new float[count];
            }
            team.run(piecesTask, together ? Math.min(team.threads(), count) : 1);
            o[outBase] = overPieces(count);
        } else {
            team.run(task, together ? Math.min(team.threads(), results) : 1);
        }
        this.view = null;
        this.x = null;
        this.o = null;
    }

    private void pieces(int part, int parts) {
        int size = view.size();
        int count = (size + FloatSums.PIECE - 1) / FloatSums.PIECE;
        int end = Indices.share(count, part + 1, parts);
        for (int i = Indices.share(count, part, parts); i < end; i++) {
            int from = i * FloatSums.PIECE;
            int n = Math.min(FloatSums.PIECE, size - from);
            if (op == ReduceOp.SUM) {
                ofPieces[i] = 0;
                FloatSums.addRows(x, base + from, 0, 1, n, ofPieces, i);
            } else {
                ofPieces[i] = max(x, base + from, n);
            }
        }
    }

    private float overPieces(int count) {
        if (op == ReduceOp.MAX) {
            return max(ofPieces, 0, count);
        }
        float sum = 0;
        for (int i = 0; i < count; i++) {
            sum += ofPieces[i];
        }
        return sum;
    }

    private void part(int part, int parts) {
        int from = Indices.share(results, part, parts);
        int to = Indices.share(results, part + 1, parts);
        if (op == ReduceOp.SUM) {
            Arrays.fill(o, outBase + from, outBase + to, 0);
            sums[part].add(x, base, view, kept, from, to, o, outBase);
            return;
        }
        int last = view.rank() - 1;
        boolean alongResults = kept > 0 && view.stride(kept - 1) == 1;
        if (alongResults && (view.stride(last) != 1 || view.dim(last) == 1)) {
            maxStrips(from, to);
        } else {
            eachMax(from, to);
        }
    }

    /** For layouts in which elements of neighbouring results are adjacent. */
    private void maxStrips(int from, int to) {
        Arrays.fill(o, outBase + from, outBase + to, Lowest.FLOAT);
        int width = view.dim(kept - 1);
        for (int i = from; i < to; ) {
            int n = Math.min(to - i, width - i % width);
            maxStrip(base + Indices.offset(view, 0, kept, i), outBase + i, n);
            i += n;
        }
    }

    private void eachMax(int from, int to) {
        int last = view.rank() - 1;
        int n = view.dim(last);
        int stride = view.stride(last);
        int runs = Indices.size(view, kept, last);
        for (int i = from; i < to; i++) {
            int at = base + Indices.offset(view, 0, kept, i);
            float result = Lowest.FLOAT;
            for (int j = 0; j < runs; j++) {
                int run = at + Indices.offset(view, kept, last, j);
                float next = stride == 1 ? max(x, run, n) : scatteredMax(x, run, stride, n);
                result = Math.max(result, next);
            }
            o[outBase + i] = result;
        }
    }

    private static float scatteredMax(float[] x, int at, int stride, int n) {
        float result = Lowest.FLOAT;
        for (int k = 0; k < n; k++) {
            result = Math.max(result, x[at + k * stride]);
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

    private void maxStrip(int at, int out, int n) {
        int last = view.rank() - 1;
        int rows = view.dim(last);
        int stride = view.stride(last);
        int blocks = Indices.size(view, kept, last);
        for (int j = 0; j < blocks; j++) {
            int block = at + Indices.offset(view, kept, last, j);
            for (int row = 0; row < rows; row++) {
                maxInto(o, out, x, block + row * stride, n);
            }
        }
    }

    private static void maxInto(float[] o, int out, float[] x, int at, int n) {
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
