// Template of DoubleCompare and IntCompare: see Twins.java.
package dev.rondo.backend.simd.elementwise;

import dev.rondo.backend.simd.lanes.Bits;
import dev.rondo.backend.simd.lanes.ColdStart;
import dev.rondo.backend.simd.lanes.Lanes;
import dev.rondo.backend.simd.team.ThreadTeam;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.View;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import java.util.Arrays;

/** Comparisons of 32-bit floats. */
public final class FloatCompare extends Rows {
    private static final VectorSpecies<Float> S = Lanes.FLOAT;
    private static final int L = S.length();

    private final FloatRuns runs;
    private CompareOp op;
    private float[] x;
    private float[] y;
    private byte[] o;

    /** For one caller at a time; the team shares its work. */
    public FloatCompare(ThreadTeam team) {
        super(team);
        runs = new FloatRuns(team.threads());
    }

    /** o = op(a, b), truth values. */
    public void run(CompareOp op, View a, View b, View out) {
        this.op = op;
        this.x = a.f32();
        this.y = b.f32();
        this.o = out.bool();
        walk(1, out, a, b, null);
        this.x = null;
        this.y = null;
        this.o = null;
    }

    @Override
    protected void row(int part, int out, int a, int b, int c, int n) {
        if (aStride == 1 && bStride == 1) {
            both(op, x, a, y, b, o, out, n);
        } else if (aStride == 1 && bStride == 0) {
            scalar(op, x, a, y[b], o, out, n);
        } else if (aStride == 0 && bStride == 1) {
            scalar(Bits.swapped(op), y, b, x[a], o, out, n);
        } else if (aStride == 0 && bStride == 0) {
            both(op, x, a, y, b, o, out, 1);
            Arrays.fill(o, out + 1, out + n, o[out]);
        } else {
            for (int i = 0; i < n; i += FloatRuns.LENGTH) {
                int m = Math.min(FloatRuns.LENGTH, n - i);
                float[] u = runs.first(part, x, a + i * aStride, aStride, m);
                float[] v = runs.second(part, y, b + i * bStride, bStride, m);
                both(op, u, 0, v, 0, o, out + i, m);
            }
        }
    }

    /** o = op(x, y) for n elements that begin at positions a, b and out. */
    public static void both(
            CompareOp op, float[] x, int a, float[] y, int b, byte[] o, int out, int n) {
        switch (op) {
            case EQ -> eq(x, a, y, b, o, out, n);
            case NE -> ne(x, a, y, b, o, out, n);
            case LT -> lt(x, a, y, b, o, out, n);
            case LE -> le(x, a, y, b, o, out, n);
            case GT -> lt(y, b, x, a, o, out, n);
            case GE -> le(y, b, x, a, o, out, n);
        }
    }

    /** The same with a single number on the right. */
    public static void scalar(CompareOp op, float[] x, int a, float y, byte[] o, int out, int n) {
        switch (op) {
            case EQ -> eqScalar(x, a, y, o, out, n);
            case NE -> neScalar(x, a, y, o, out, n);
            case LT -> ltScalar(x, a, y, o, out, n);
            case LE -> leScalar(x, a, y, o, out, n);
            case GT -> gtScalar(x, a, y, o, out, n);
            case GE -> geScalar(x, a, y, o, out, n);
        }
    }

    private static void eq(float[] x, int a, float[] y, int b, byte[] o, int at, int n) {
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector u = FloatVector.fromArray(S, x, a + i);
            Bits.store(
                    u.compare(VectorOperators.EQ, FloatVector.fromArray(S, y, b + i)).toLong(),
                    o,
                    at + i,
                    L);
        }
        for (; i < n; i++) {
            o[at + i] = (byte) (x[a + i] == y[b + i] ? 1 : 0);
        }
    }

    private static void ne(float[] x, int a, float[] y, int b, byte[] o, int at, int n) {
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector u = FloatVector.fromArray(S, x, a + i);
            Bits.store(
                    u.compare(VectorOperators.NE, FloatVector.fromArray(S, y, b + i)).toLong(),
                    o,
                    at + i,
                    L);
        }
        for (; i < n; i++) {
            o[at + i] = (byte) (x[a + i] != y[b + i] ? 1 : 0);
        }
    }

    private static void lt(float[] x, int a, float[] y, int b, byte[] o, int at, int n) {
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector u = FloatVector.fromArray(S, x, a + i);
            Bits.store(
                    u.compare(VectorOperators.LT, FloatVector.fromArray(S, y, b + i)).toLong(),
                    o,
                    at + i,
                    L);
        }
        for (; i < n; i++) {
            o[at + i] = (byte) (x[a + i] < y[b + i] ? 1 : 0);
        }
    }

    private static void le(float[] x, int a, float[] y, int b, byte[] o, int at, int n) {
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector u = FloatVector.fromArray(S, x, a + i);
            Bits.store(
                    u.compare(VectorOperators.LE, FloatVector.fromArray(S, y, b + i)).toLong(),
                    o,
                    at + i,
                    L);
        }
        for (; i < n; i++) {
            o[at + i] = (byte) (x[a + i] <= y[b + i] ? 1 : 0);
        }
    }

    private static void eqScalar(float[] x, int a, float y, byte[] o, int at, int n) {
        FloatVector w = FloatVector.broadcast(S, y);
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector u = FloatVector.fromArray(S, x, a + i);
            Bits.store(u.compare(VectorOperators.EQ, w).toLong(), o, at + i, L);
        }
        for (; i < n; i++) {
            o[at + i] = (byte) (x[a + i] == y ? 1 : 0);
        }
    }

    private static void neScalar(float[] x, int a, float y, byte[] o, int at, int n) {
        FloatVector w = FloatVector.broadcast(S, y);
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector u = FloatVector.fromArray(S, x, a + i);
            Bits.store(u.compare(VectorOperators.NE, w).toLong(), o, at + i, L);
        }
        for (; i < n; i++) {
            o[at + i] = (byte) (x[a + i] != y ? 1 : 0);
        }
    }

    private static void ltScalar(float[] x, int a, float y, byte[] o, int at, int n) {
        FloatVector w = FloatVector.broadcast(S, y);
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector u = FloatVector.fromArray(S, x, a + i);
            Bits.store(u.compare(VectorOperators.LT, w).toLong(), o, at + i, L);
        }
        for (; i < n; i++) {
            o[at + i] = (byte) (x[a + i] < y ? 1 : 0);
        }
    }

    private static void leScalar(float[] x, int a, float y, byte[] o, int at, int n) {
        FloatVector w = FloatVector.broadcast(S, y);
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector u = FloatVector.fromArray(S, x, a + i);
            Bits.store(u.compare(VectorOperators.LE, w).toLong(), o, at + i, L);
        }
        for (; i < n; i++) {
            o[at + i] = (byte) (x[a + i] <= y ? 1 : 0);
        }
    }

    private static void gtScalar(float[] x, int a, float y, byte[] o, int at, int n) {
        FloatVector w = FloatVector.broadcast(S, y);
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector u = FloatVector.fromArray(S, x, a + i);
            Bits.store(u.compare(VectorOperators.GT, w).toLong(), o, at + i, L);
        }
        for (; i < n; i++) {
            o[at + i] = (byte) (x[a + i] > y ? 1 : 0);
        }
    }

    private static void geScalar(float[] x, int a, float y, byte[] o, int at, int n) {
        FloatVector w = FloatVector.broadcast(S, y);
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector u = FloatVector.fromArray(S, x, a + i);
            Bits.store(u.compare(VectorOperators.GE, w).toLong(), o, at + i, L);
        }
        for (; i < n; i++) {
            o[at + i] = (byte) (x[a + i] >= y ? 1 : 0);
        }
    }
}
