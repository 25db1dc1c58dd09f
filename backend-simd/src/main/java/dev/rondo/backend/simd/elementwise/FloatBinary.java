// Template of DoubleBinary: see Twins.java.
package dev.rondo.backend.simd.elementwise;

import dev.rondo.backend.simd.lanes.ColdStart;
import dev.rondo.backend.simd.lanes.Lanes;
import dev.rondo.backend.simd.team.ThreadTeam;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.View;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import java.util.Arrays;

/**
 * Functions of two elements, 32-bit. There is one small loop for each function and for each operand
 * that may have one value for the whole row.
 */
public final class FloatBinary extends Rows {
    private static final VectorSpecies<Float> S = Lanes.FLOAT;
    private static final int L = S.length();

    private final FloatRuns runs;
    private BinaryOp op;
    private float[] x;
    private float[] y;
    private float[] o;

    /** For one caller at a time; the team shares its work. */
    public FloatBinary(ThreadTeam team) {
        super(team);
        runs = new FloatRuns(team.threads());
    }

    /** o = op(a, b). */
    public void run(BinaryOp op, View a, View b, View out) {
        this.op = op;
        this.x = a.f32();
        this.y = b.f32();
        this.o = out.f32();
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
            right(op, x, a, y[b], o, out, n);
        } else if (aStride == 0 && bStride == 1) {
            left(op, x[a], y, b, o, out, n);
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
            BinaryOp op, float[] x, int a, float[] y, int b, float[] o, int out, int n) {
        switch (op) {
            case ADD -> add(x, a, y, b, o, out, n);
            case SUB -> sub(x, a, y, b, o, out, n);
            case MUL -> mul(x, a, y, b, o, out, n);
            case DIV -> div(x, a, y, b, o, out, n);
            case MIN -> min(x, a, y, b, o, out, n);
            case MAX -> max(x, a, y, b, o, out, n);
            case AND, OR -> throw new IllegalArgumentException(op + " takes truth values");
        }
    }

    /** The same with a single number on the right. */
    public static void right(BinaryOp op, float[] x, int a, float y, float[] o, int out, int n) {
        switch (op) {
            case ADD -> addScalar(x, a, y, o, out, n);
            case SUB -> subScalar(x, a, y, o, out, n);
            case MUL -> mulScalar(x, a, y, o, out, n);
            case DIV -> divScalar(x, a, y, o, out, n);
            case MIN -> minScalar(x, a, y, o, out, n);
            case MAX -> maxScalar(x, a, y, o, out, n);
            case AND, OR -> throw new IllegalArgumentException(op + " takes truth values");
        }
    }

    /** The same with a single number on the left. */
    public static void left(BinaryOp op, float x, float[] y, int b, float[] o, int out, int n) {
        switch (op) {
            case SUB -> scalarSub(x, y, b, o, out, n);
            case DIV -> scalarDiv(x, y, b, o, out, n);
            default -> right(op, y, b, x, o, out, n);
        }
    }

    private static void add(float[] x, int a, float[] y, int b, float[] o, int at, int n) {
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector.fromArray(S, x, a + i)
                    .add(FloatVector.fromArray(S, y, b + i))
                    .intoArray(o, at + i);
        }
        for (; i < n; i++) {
            o[at + i] = x[a + i] + y[b + i];
        }
    }

    private static void addScalar(float[] x, int a, float y, float[] o, int at, int n) {
        FloatVector w = FloatVector.broadcast(S, y);
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector.fromArray(S, x, a + i).add(w).intoArray(o, at + i);
        }
        for (; i < n; i++) {
            o[at + i] = x[a + i] + y;
        }
    }

    private static void sub(float[] x, int a, float[] y, int b, float[] o, int at, int n) {
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector.fromArray(S, x, a + i)
                    .sub(FloatVector.fromArray(S, y, b + i))
                    .intoArray(o, at + i);
        }
        for (; i < n; i++) {
            o[at + i] = x[a + i] - y[b + i];
        }
    }

    private static void subScalar(float[] x, int a, float y, float[] o, int at, int n) {
        FloatVector w = FloatVector.broadcast(S, y);
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector.fromArray(S, x, a + i).sub(w).intoArray(o, at + i);
        }
        for (; i < n; i++) {
            o[at + i] = x[a + i] - y;
        }
    }

    private static void scalarSub(float x, float[] y, int b, float[] o, int at, int n) {
        FloatVector w = FloatVector.broadcast(S, x);
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            w.sub(FloatVector.fromArray(S, y, b + i)).intoArray(o, at + i);
        }
        for (; i < n; i++) {
            o[at + i] = x - y[b + i];
        }
    }

    private static void mul(float[] x, int a, float[] y, int b, float[] o, int at, int n) {
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector.fromArray(S, x, a + i)
                    .mul(FloatVector.fromArray(S, y, b + i))
                    .intoArray(o, at + i);
        }
        for (; i < n; i++) {
            o[at + i] = x[a + i] * y[b + i];
        }
    }

    private static void mulScalar(float[] x, int a, float y, float[] o, int at, int n) {
        FloatVector w = FloatVector.broadcast(S, y);
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector.fromArray(S, x, a + i).mul(w).intoArray(o, at + i);
        }
        for (; i < n; i++) {
            o[at + i] = x[a + i] * y;
        }
    }

    private static void div(float[] x, int a, float[] y, int b, float[] o, int at, int n) {
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector.fromArray(S, x, a + i)
                    .div(FloatVector.fromArray(S, y, b + i))
                    .intoArray(o, at + i);
        }
        for (; i < n; i++) {
            o[at + i] = x[a + i] / y[b + i];
        }
    }

    private static void divScalar(float[] x, int a, float y, float[] o, int at, int n) {
        FloatVector w = FloatVector.broadcast(S, y);
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector.fromArray(S, x, a + i).div(w).intoArray(o, at + i);
        }
        for (; i < n; i++) {
            o[at + i] = x[a + i] / y;
        }
    }

    private static void scalarDiv(float x, float[] y, int b, float[] o, int at, int n) {
        FloatVector w = FloatVector.broadcast(S, x);
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            w.div(FloatVector.fromArray(S, y, b + i)).intoArray(o, at + i);
        }
        for (; i < n; i++) {
            o[at + i] = x / y[b + i];
        }
    }

    private static void min(float[] x, int a, float[] y, int b, float[] o, int at, int n) {
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector.fromArray(S, x, a + i)
                    .min(FloatVector.fromArray(S, y, b + i))
                    .intoArray(o, at + i);
        }
        for (; i < n; i++) {
            o[at + i] = Math.min(x[a + i], y[b + i]);
        }
    }

    private static void minScalar(float[] x, int a, float y, float[] o, int at, int n) {
        FloatVector w = FloatVector.broadcast(S, y);
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector.fromArray(S, x, a + i).min(w).intoArray(o, at + i);
        }
        for (; i < n; i++) {
            o[at + i] = Math.min(x[a + i], y);
        }
    }

    private static void max(float[] x, int a, float[] y, int b, float[] o, int at, int n) {
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector.fromArray(S, x, a + i)
                    .max(FloatVector.fromArray(S, y, b + i))
                    .intoArray(o, at + i);
        }
        for (; i < n; i++) {
            o[at + i] = Math.max(x[a + i], y[b + i]);
        }
    }

    private static void maxScalar(float[] x, int a, float y, float[] o, int at, int n) {
        FloatVector w = FloatVector.broadcast(S, y);
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector.fromArray(S, x, a + i).max(w).intoArray(o, at + i);
        }
        for (; i < n; i++) {
            o[at + i] = Math.max(x[a + i], y);
        }
    }
}
