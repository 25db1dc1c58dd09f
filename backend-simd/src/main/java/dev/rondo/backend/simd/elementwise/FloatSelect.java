// Template of DoubleSelect and IntSelect: see Twins.java.
package dev.rondo.backend.simd.elementwise;

import dev.rondo.backend.simd.lanes.Bits;
import dev.rondo.backend.simd.lanes.ColdStart;
import dev.rondo.backend.simd.lanes.Lanes;
import dev.rondo.backend.simd.team.ThreadTeam;
import dev.rondo.kernels.View;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

import java.util.Arrays;

/** Choice between 32-bit floats by truth values. */
public final class FloatSelect extends Rows {
    private static final VectorSpecies<Float> S = Lanes.FLOAT;
    private static final int L = S.length();

    /** Elements of one pass of the loops. Their truth values are read as two words. */
    private static final int BLOCK = 16;

    private byte[] condition;
    private float[] x;
    private float[] y;
    private float[] o;

    /** For one caller at a time; the team shares its work. */
    public FloatSelect(ThreadTeam team) {
        super(team);
    }

    /** o = condition ? a : b. */
    public void run(View condition, View a, View b, View out) {
        this.condition = condition.bool();
        this.x = a.f32();
        this.y = b.f32();
        this.o = out.f32();
        walk(1, out, condition, a, b);
        this.condition = null;
        this.x = null;
        this.y = null;
        this.o = null;
    }

    @Override
    protected void row(int part, int out, int p, int a, int b, int n) {
        if (aStride == 0) {
            if (condition[p] != 0) {
                copy(x, a, bStride, out, n);
            } else {
                copy(y, b, cStride, out, n);
            }
        } else if (aStride == 1 && bStride == 1 && cStride == 1) {
            both(condition, p, x, a, y, b, o, out, n);
        } else if (aStride == 1 && bStride == 1 && cStride == 0) {
            scalar(condition, p, 0, x, a, y[b], o, out, n);
        } else if (aStride == 1 && bStride == 0 && cStride == 1) {
            scalar(condition, p, 0xFFFF, y, b, x[a], o, out, n);
        } else {
            for (int i = 0; i < n; i++) {
                o[out + i] =
                        condition[p + i * aStride] != 0 ? x[a + i * bStride] : y[b + i * cStride];
            }
        }
    }

    private void copy(float[] from, int at, int stride, int out, int n) {
        if (stride == 1) {
            System.arraycopy(from, at, o, out, n);
        } else if (stride == 0) {
            Arrays.fill(o, out, out + n, from[at]);
        } else {
            for (int i = 0; i < n; i++) {
                o[out + i] = from[at + i * stride];
            }
        }
    }

    /** o = condition ? x : y for n elements. */
    public static void both(
            byte[] condition, int p, float[] x, int a, float[] y, int b, float[] o, int at, int n) {
        int i = 0;
        for (int end = ColdStart.bound(n, BLOCK); i < end; i += BLOCK) {
            long bits = Bits.load16(condition, p + i);
            for (int j = i; j < i + BLOCK; j += L) {
                VectorMask<Float> mask = VectorMask.fromLong(S, bits);
                FloatVector.fromArray(S, y, b + j)
                        .blend(FloatVector.fromArray(S, x, a + j), mask)
                        .intoArray(o, at + j);
                bits >>>= L;
            }
        }
        for (; i < n; i++) {
            o[at + i] = condition[p + i] != 0 ? x[a + i] : y[b + i];
        }
    }

    /**
     * With {@code flip} 0xFFFF it takes x where the condition is false, with 0 where it is true.
     */
    public static void scalar(
            byte[] condition,
            int p,
            int flip,
            float[] x,
            int a,
            float y,
            float[] o,
            int at,
            int n) {
        FloatVector w = FloatVector.broadcast(S, y);
        int i = 0;
        for (int end = ColdStart.bound(n, BLOCK); i < end; i += BLOCK) {
            long bits = Bits.load16(condition, p + i) ^ flip;
            for (int j = i; j < i + BLOCK; j += L) {
                VectorMask<Float> mask = VectorMask.fromLong(S, bits);
                w.blend(FloatVector.fromArray(S, x, a + j), mask).intoArray(o, at + j);
                bits >>>= L;
            }
        }
        for (; i < n; i++) {
            o[at + i] = condition[p + i] != 0 == (flip == 0) ? x[a + i] : y;
        }
    }
}
