// Template of DoubleUnary: see Twins.java.
package dev.rondo.backend.simd.elementwise;

import dev.rondo.backend.simd.code.FloatMath;
import dev.rondo.backend.simd.code.PlainMath;
import dev.rondo.backend.simd.lanes.ColdStart;
import dev.rondo.backend.simd.lanes.Lanes;
import dev.rondo.backend.simd.team.ThreadTeam;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.View;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import java.util.Arrays;

/** Functions of one element, 32-bit. One small loop for each: HotSpot compiles those well. */
@SuppressWarnings("cast") // The casts to 32 bits are idle in the 64-bit twin.
public final class FloatUnary extends Rows {
    private static final VectorSpecies<Float> S = Lanes.FLOAT;
    private static final int L = S.length();

    /** About how many operations a formula has. */
    private static final int FORMULA = 32;

    private final float[][] tails;
    private UnaryOp op;
    private float[] x;
    private float[] o;

    /** For one caller at a time; the team shares its work. */
    public FloatUnary(ThreadTeam team) {
        super(team);
        tails = new float[team.threads()][L];
    }

    /** o = op(x). */
    public void run(UnaryOp op, View x, View out) {
        this.op = op;
        this.x = x.f32();
        this.o = out.f32();
        walk(weight(op), out, x, null, null);
        this.x = null;
        this.o = null;
    }

    /** Work for one element, in simple operations. */
    public static int weight(UnaryOp op) {
        return switch (op) {
            case NEG, ABS, SIGN, NOT -> 1;
            case SQRT -> 2;
            case EXP, LOG, TANH, SIGMOID -> 3;
            case ERF -> 6;
            case SIN, COS -> 100;
        };
    }

    @Override
    protected void row(int part, int out, int a, int b, int c, int n) {
        if (aStride == 1) {
            apply(op, x, a, o, out, n, tails[part]);
        } else if (aStride == 0) {
            apply(op, x, a, o, out, 1, tails[part]);
            Arrays.fill(o, out + 1, out + n, o[out]);
        } else {
            for (int i = 0; i < n; i++) {
                o[out + i] = x[a + i * aStride];
            }
            apply(op, o, out, o, out, n, tails[part]);
        }
    }

    /**
     * o = op(x) for n elements that begin at positions a and out.
     *
     * @param tail scratch for a vector
     */
    public static void apply(
            UnaryOp op, float[] x, int a, float[] o, int out, int n, float[] tail) {
        switch (op) {
            case NEG -> neg(x, a, o, out, n);
            case ABS -> abs(x, a, o, out, n);
            case SIGN -> sign(x, a, o, out, n);
            case SQRT -> sqrt(x, a, o, out, n);
            case SIN -> sin(x, a, o, out, n);
            case COS -> cos(x, a, o, out, n);
            case EXP, LOG, TANH, SIGMOID, ERF -> transcendental(op, x, a, o, out, n, tail);
            case NOT -> throw new IllegalArgumentException("NOT takes truth values");
        }
    }

    /**
     * The last few elements go through the same vector code as the others, so that the bits of a
     * result do not depend on its position.
     */
    private static void transcendental(
            UnaryOp op, float[] x, int a, float[] o, int out, int n, float[] tail) {
        if (ColdStart.lasts((long) n * FORMULA)) {
            PlainMath.apply(op, x, a, o, out, n);
            return;
        }
        int whole = S.loopBound(n);
        vectors(op, x, a, o, out, whole);
        if (whole < n) {
            for (int i = whole; i < n; i++) {
                tail[i - whole] = x[a + i];
            }
            vectors(op, tail, 0, tail, 0, L);
            for (int i = whole; i < n; i++) {
                o[out + i] = tail[i - whole];
            }
        }
    }

    private static void vectors(UnaryOp op, float[] x, int a, float[] o, int at, int n) {
        switch (op) {
            case EXP -> FloatMath.LOOPS.exp(x, a, o, at, n);
            case LOG -> FloatMath.LOOPS.log(x, a, o, at, n);
            case TANH -> FloatMath.LOOPS.tanh(x, a, o, at, n);
            case SIGMOID -> FloatMath.LOOPS.sigmoid(x, a, o, at, n);
            case ERF -> FloatMath.LOOPS.erf(x, a, o, at, n);
            case NEG, ABS, SIGN, SQRT, SIN, COS, NOT ->
                    throw new IllegalArgumentException("there is no formula of " + op);
        }
    }

    private static void neg(float[] x, int a, float[] o, int at, int n) {
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector.fromArray(S, x, a + i).neg().intoArray(o, at + i);
        }
        for (; i < n; i++) {
            o[at + i] = -x[a + i];
        }
    }

    private static void abs(float[] x, int a, float[] o, int at, int n) {
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector.fromArray(S, x, a + i).abs().intoArray(o, at + i);
        }
        for (; i < n; i++) {
            o[at + i] = Math.abs(x[a + i]);
        }
    }

    private static void sqrt(float[] x, int a, float[] o, int at, int n) {
        int i = 0;
        for (int end = ColdStart.bound(n, L); i < end; i += L) {
            FloatVector.fromArray(S, x, a + i).sqrt().intoArray(o, at + i);
        }
        for (; i < n; i++) {
            o[at + i] = (float) Math.sqrt(x[a + i]);
        }
    }

    private static void sign(float[] x, int a, float[] o, int at, int n) {
        for (int i = 0; i < n; i++) {
            o[at + i] = Math.signum(x[a + i]);
        }
    }

    private static void sin(float[] x, int a, float[] o, int at, int n) {
        for (int i = 0; i < n; i++) {
            o[at + i] = (float) Math.sin(x[a + i]);
        }
    }

    private static void cos(float[] x, int a, float[] o, int at, int n) {
        for (int i = 0; i < n; i++) {
            o[at + i] = (float) Math.cos(x[a + i]);
        }
    }
}
