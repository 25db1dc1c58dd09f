package dev.rondo.backend.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Exponential, logarithm, hyperbolic tangent and logistic function of 32-bit floats. Their own
 * polynomials, for the vector mathematics of the JDK differs between platforms. Every loop takes
 * whole vectors only and is straight-line code: HotSpot does not reliably inline helpers into it.
 * Largest errors against the true value, over the whole range with denormal results: exp 1.01 ulp,
 * log 0.8, tanh 2.5, sigmoid 2.3. NaN gives NaN.
 *
 * <p>The exponential is that of Cody and Waite ("Software Manual for the Elementary Functions",
 * 1980): x = n·ln 2 + r with |r| ≤ ln 2 / 2, and eˣ = 2ⁿ·eʳ with the polynomial of Cephes' {@code
 * expf}.
 */
final class FloatMath {
    static final VectorSpecies<Float> S = Lanes.FLOAT;
    static final int L = S.length();

    /** Adding this leaves the nearest integer in the low bits of the sum. */
    private static final float MAGIC = 0x1.8p23f;

    static final int MAGIC_BITS = Float.floatToRawIntBits(MAGIC);
    private static final int MANTISSA = 23;
    private static final int BIAS = 127;
    private static final float LOG2_E = 1.44269504088896340736f;

    /** The first bits of ln 2, so few that products with an exponent are exact; and the rest. */
    private static final float LN2_HIGH = 0.693359375f;

    private static final float LN2_LOW = -2.12194440e-4f;

    // eʳ = 1 + r + r²·(P2 + P3·r + P4·r² + …)
    private static final float P2 = 5.0000001201e-1f;
    private static final float P3 = 1.6666665459e-1f;
    private static final float P4 = 4.1665795894e-2f;
    private static final float P5 = 8.3334519073e-3f;
    private static final float P6 = 1.3981999507e-3f;
    private static final float P7 = 1.9875691500e-4f;

    // log(1 + f) = f − f²/2 + f³·(Q3 + Q4·f + Q5·f² + …): Cephes' logf
    private static final float Q3 = 3.3333331174e-1f;
    private static final float Q4 = -2.4999993993e-1f;
    private static final float Q5 = 2.0000714765e-1f;
    private static final float Q6 = -1.6668057665e-1f;
    private static final float Q7 = 1.4249322787e-1f;
    private static final float Q8 = -1.2420140846e-1f;
    private static final float Q9 = 1.1676998740e-1f;
    private static final float Q10 = -1.1514610310e-1f;
    private static final float Q11 = 7.0376836292e-2f;

    static final int HALF_ROOT = Float.floatToRawIntBits((float) Math.sqrt(0.5));

    private FloatMath() {}

    /**
     * eˣ for {@code n} elements, a multiple of the vector's length. The power of two is multiplied
     * in two halves, so that results that overflow or are denormal come out right.
     */
    static void exp(float[] x, int a, float[] o, int at, int n) {
        FloatVector highest = FloatVector.broadcast(S, 89);
        FloatVector lowest = FloatVector.broadcast(S, -104);
        FloatVector log2e = FloatVector.broadcast(S, LOG2_E);
        FloatVector magic = FloatVector.broadcast(S, MAGIC);
        FloatVector ln2High = FloatVector.broadcast(S, -LN2_HIGH);
        FloatVector ln2Low = FloatVector.broadcast(S, -LN2_LOW);
        FloatVector p7 = FloatVector.broadcast(S, P7);
        FloatVector p6 = FloatVector.broadcast(S, P6);
        FloatVector p5 = FloatVector.broadcast(S, P5);
        FloatVector p4 = FloatVector.broadcast(S, P4);
        FloatVector p3 = FloatVector.broadcast(S, P3);
        FloatVector p2 = FloatVector.broadcast(S, P2);
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(S, x, a + i);
            v = v.blend(highest, v.compare(VectorOperators.GT, highest));
            v = v.blend(lowest, v.compare(VectorOperators.LT, lowest));
            FloatVector t = v.fma(log2e, magic);
            FloatVector k = t.sub(magic);
            FloatVector r = k.fma(ln2High, v);
            r = k.fma(ln2Low, r);
            FloatVector p = p7.fma(r, p6);
            p = p.fma(r, p5);
            p = p.fma(r, p4);
            p = p.fma(r, p3);
            p = p.fma(r, p2);
            p = r.mul(r).fma(p, r).add(1);
            IntVector e = t.reinterpretAsInts().sub(MAGIC_BITS);
            IntVector half = e.lanewise(VectorOperators.ASHR, 1);
            FloatVector s =
                    half.add(BIAS).lanewise(VectorOperators.LSHL, MANTISSA).reinterpretAsFloats();
            FloatVector u =
                    e.sub(half)
                            .add(BIAS)
                            .lanewise(VectorOperators.LSHL, MANTISSA)
                            .reinterpretAsFloats();
            p.mul(s).mul(u).intoArray(o, at + i);
        }
    }

    /**
     * 1 / (1 + e⁻ˣ) for {@code n} elements, a multiple of the vector's length: with z = e⁻|ˣ| the
     * result is 1 / (1 + z) or z / (1 + z), and nothing overflows or cancels.
     */
    static void sigmoid(float[] x, int a, float[] o, int at, int n) {
        FloatVector one = FloatVector.broadcast(S, 1);
        FloatVector lowest = FloatVector.broadcast(S, -104);
        FloatVector log2e = FloatVector.broadcast(S, LOG2_E);
        FloatVector magic = FloatVector.broadcast(S, MAGIC);
        FloatVector ln2High = FloatVector.broadcast(S, -LN2_HIGH);
        FloatVector ln2Low = FloatVector.broadcast(S, -LN2_LOW);
        FloatVector p7 = FloatVector.broadcast(S, P7);
        FloatVector p6 = FloatVector.broadcast(S, P6);
        FloatVector p5 = FloatVector.broadcast(S, P5);
        FloatVector p4 = FloatVector.broadcast(S, P4);
        FloatVector p3 = FloatVector.broadcast(S, P3);
        FloatVector p2 = FloatVector.broadcast(S, P2);
        for (int i = 0; i < n; i += L) {
            FloatVector w = FloatVector.fromArray(S, x, a + i);
            FloatVector v = w.abs().neg();
            v = v.blend(lowest, v.compare(VectorOperators.LT, lowest));
            FloatVector t = v.fma(log2e, magic);
            FloatVector k = t.sub(magic);
            FloatVector r = k.fma(ln2High, v);
            r = k.fma(ln2Low, r);
            FloatVector p = p7.fma(r, p6);
            p = p.fma(r, p5);
            p = p.fma(r, p4);
            p = p.fma(r, p3);
            p = p.fma(r, p2);
            p = r.mul(r).fma(p, r).add(one);
            IntVector e = t.reinterpretAsInts().sub(MAGIC_BITS);
            IntVector half = e.lanewise(VectorOperators.ASHR, 1);
            FloatVector s =
                    half.add(BIAS).lanewise(VectorOperators.LSHL, MANTISSA).reinterpretAsFloats();
            FloatVector u =
                    e.sub(half)
                            .add(BIAS)
                            .lanewise(VectorOperators.LSHL, MANTISSA)
                            .reinterpretAsFloats();
            FloatVector z = p.mul(s).mul(u);
            z.blend(one, w.compare(VectorOperators.GE, 0)).div(z.add(one)).intoArray(o, at + i);
        }
    }

    /**
     * tanh x for {@code n} elements, a multiple of the vector's length: with y = e⁻²|ˣ| − 1, which
     * is 2ᵏ·(eʳ − 1) + (2ᵏ − 1) without cancellation, |tanh x| = −y / (2 + y).
     */
    static void tanh(float[] x, int a, float[] o, int at, int n) {
        FloatVector one = FloatVector.broadcast(S, 1);
        FloatVector two = FloatVector.broadcast(S, 2);
        // From here on tanh x rounds to 1.
        FloatVector lowest = FloatVector.broadcast(S, -20);
        IntVector sign = IntVector.broadcast(Lanes.INT, Integer.MIN_VALUE);
        FloatVector log2e = FloatVector.broadcast(S, LOG2_E);
        FloatVector magic = FloatVector.broadcast(S, MAGIC);
        FloatVector ln2High = FloatVector.broadcast(S, -LN2_HIGH);
        FloatVector ln2Low = FloatVector.broadcast(S, -LN2_LOW);
        FloatVector p7 = FloatVector.broadcast(S, P7);
        FloatVector p6 = FloatVector.broadcast(S, P6);
        FloatVector p5 = FloatVector.broadcast(S, P5);
        FloatVector p4 = FloatVector.broadcast(S, P4);
        FloatVector p3 = FloatVector.broadcast(S, P3);
        FloatVector p2 = FloatVector.broadcast(S, P2);
        for (int i = 0; i < n; i += L) {
            FloatVector w = FloatVector.fromArray(S, x, a + i);
            FloatVector v = w.abs().mul(-2);
            v = v.blend(lowest, v.compare(VectorOperators.LT, lowest));
            FloatVector t = v.fma(log2e, magic);
            FloatVector k = t.sub(magic);
            FloatVector r = k.fma(ln2High, v);
            r = k.fma(ln2Low, r);
            FloatVector p = p7.fma(r, p6);
            p = p.fma(r, p5);
            p = p.fma(r, p4);
            p = p.fma(r, p3);
            p = p.fma(r, p2);
            p = r.mul(r).fma(p, r);
            FloatVector s =
                    t.reinterpretAsInts()
                            .sub(MAGIC_BITS - BIAS)
                            .lanewise(VectorOperators.LSHL, MANTISSA)
                            .reinterpretAsFloats();
            FloatVector y = s.fma(p, s.sub(one));
            FloatVector q = y.div(y.add(two)).abs();
            q.reinterpretAsInts()
                    .or(w.reinterpretAsInts().and(sign))
                    .reinterpretAsFloats()
                    .intoArray(o, at + i);
        }
    }

    /**
     * Natural logarithm for {@code n} elements, a multiple of the vector's length: x = 2ᵏ·(1 + f)
     * with 1 + f between √½ and √2.
     */
    static void log(float[] x, int a, float[] o, int at, int n) {
        FloatVector magic = FloatVector.broadcast(S, MAGIC);
        FloatVector ln2High = FloatVector.broadcast(S, LN2_HIGH);
        FloatVector ln2Low = FloatVector.broadcast(S, LN2_LOW);
        FloatVector zero = FloatVector.zero(S);
        FloatVector denormal = FloatVector.broadcast(S, 0x1p23f);
        FloatVector nan = FloatVector.broadcast(S, Float.NaN);
        FloatVector infinity = FloatVector.broadcast(S, Float.POSITIVE_INFINITY);
        FloatVector minusHalf = FloatVector.broadcast(S, -0.5f);
        FloatVector q3 = FloatVector.broadcast(S, Q3);
        FloatVector q4 = FloatVector.broadcast(S, Q4);
        FloatVector q5 = FloatVector.broadcast(S, Q5);
        FloatVector q6 = FloatVector.broadcast(S, Q6);
        FloatVector q7 = FloatVector.broadcast(S, Q7);
        FloatVector q8 = FloatVector.broadcast(S, Q8);
        FloatVector q9 = FloatVector.broadcast(S, Q9);
        FloatVector q10 = FloatVector.broadcast(S, Q10);
        FloatVector q11 = FloatVector.broadcast(S, Q11);
        for (int i = 0; i < n; i += L) {
            FloatVector w = FloatVector.fromArray(S, x, a + i);
            VectorMask<Float> small = w.compare(VectorOperators.LT, Float.MIN_NORMAL);
            IntVector b = w.blend(w.mul(denormal), small).reinterpretAsInts();
            IntVector e = b.sub(HALF_ROOT).lanewise(VectorOperators.ASHR, MANTISSA);
            FloatVector f =
                    b.sub(e.lanewise(VectorOperators.LSHL, MANTISSA)).reinterpretAsFloats().sub(1);
            FloatVector k = e.add(MAGIC_BITS).reinterpretAsFloats().sub(magic);
            k = k.blend(k.sub(MANTISSA), small);
            FloatVector p = q11.fma(f, q10);
            p = p.fma(f, q9);
            p = p.fma(f, q8);
            p = p.fma(f, q7);
            p = p.fma(f, q6);
            p = p.fma(f, q5);
            p = p.fma(f, q4);
            p = p.fma(f, q3);
            FloatVector square = f.mul(f);
            FloatVector y = p.mul(f).mul(square);
            y = k.fma(ln2Low, y);
            y = square.fma(minusHalf, y);
            y = k.fma(ln2High, f.add(y));
            // Not x ≥ 0 is negative, or NaN.
            y = nan.blend(y, w.compare(VectorOperators.GE, zero));
            y = y.blend(infinity, w.compare(VectorOperators.EQ, infinity));
            y = y.blend(Float.NEGATIVE_INFINITY, w.compare(VectorOperators.EQ, zero));
            y.intoArray(o, at + i);
        }
    }
}
