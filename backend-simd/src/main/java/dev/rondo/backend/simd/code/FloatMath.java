// Template of DoubleMath: see Twins.java.
package dev.rondo.backend.simd.code;

/**
 * Functions of {@link Formulas} on arrays of 32-bit floats: o = f(x) for {@code n} elements,
 * beginning at position {@code a} of x and {@code at} of o. {@code n} is a multiple of the vector's
 * length.
 */
public interface FloatMath {
    /** The generated loops. */
    FloatMath LOOPS = LoopWriter.instance(FloatMath.class, float.class);

    /** eˣ. */
    void exp(float[] x, int a, float[] o, int at, int n);

    /** Natural logarithm. */
    void log(float[] x, int a, float[] o, int at, int n);

    /** Hyperbolic tangent. */
    void tanh(float[] x, int a, float[] o, int at, int n);

    /** 1 / (1 + e⁻ˣ). */
    void sigmoid(float[] x, int a, float[] o, int at, int n);

    /** The error function. */
    void erf(float[] x, int a, float[] o, int at, int n);
}
