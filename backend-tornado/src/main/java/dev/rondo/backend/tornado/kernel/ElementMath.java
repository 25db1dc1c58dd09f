package dev.rondo.backend.tornado.kernel;

import static dev.rondo.backend.tornado.kernel.Condition.less;

import java.lang.classfile.TypeKind;

/**
 * Exponential, logarithm, hyperbolic tangent, logistic function and error function of floats and
 * doubles, made of sums, products, quotients and choices alone. The functions of the devices are
 * not used. Those of TornadoVM's PTX driver are the approximate ones of the hardware, and others
 * differ from device to device. The bits of a float are not used either, because TornadoVM 5.2.0
 * cannot reach them. NaN gives NaN.
 *
 * <p>The exponential is that of Cody and Waite ("Software Manual for the Elementary Functions",
 * 1980): x = n·ln 2 + r with |r| ≤ ln 2 / 2, and eˣ = 2ⁿ·eʳ.
 */
final class ElementMath {
    private static final double LOG2_E = 1.44269504088896340736;

    /** The differences between the two widths of floats. */
    private enum Format {
        /** The polynomials of Cephes' {@code expf} and {@code logf}. */
        F32(
                0.693359375,
                -2.12194440e-4,
                new double[] {
                    5.0000001201e-1,
                    1.6666665459e-1,
                    4.1665795894e-2,
                    8.3334519073e-3,
                    1.3981999507e-3,
                    1.9875691500e-4
                },
                new double[] {
                    3.3333331174e-1,
                    -2.4999993993e-1,
                    2.0000714765e-1,
                    -1.6668057665e-1,
                    1.4249322787e-1,
                    -1.2420140846e-1,
                    1.1676998740e-1,
                    -1.1514610310e-1,
                    7.0376836292e-2
                },
                new double[] {
                    0.2553956763,
                    0.8543716996,
                    0.9666327973,
                    0.6318270408,
                    0.05971747131,
                    -0.2237646999,
                    -0.05359355417,
                    0.1196315993
                },
                9,
                4,
                7,
                1,
                -104,
                89,
                -20),
        /** The Taylor polynomial of degree 13, and the logarithm of FreeBSD's {@code e_log.c}. */
        F64(
                6.93147180369123816490e-01,
                1.90821492927058770002e-10,
                new double[] {
                    0.5,
                    1.0 / 6,
                    1.0 / 24,
                    1.0 / 120,
                    1.0 / 720,
                    1.0 / 5040,
                    1.0 / 40320,
                    1.0 / 362880,
                    1.0 / 3628800,
                    1.0 / 39916800,
                    1.0 / 479001600,
                    1.0 / 6227020800.0
                },
                new double[] {
                    6.666666666666735130e-01,
                    3.999999999940941908e-01,
                    2.857142874366239149e-01,
                    2.222219843214978396e-01,
                    1.818357216161805012e-01,
                    1.531383769920937332e-01,
                    1.479819860511658591e-01
                },
                new double[] {
                    0.25539567631050575,
                    0.8543716948279156,
                    0.9666327769699089,
                    0.6318286481268465,
                    0.05972627845147088,
                    -0.2239187759036864,
                    -0.05421716528558488,
                    0.12569308797175258,
                    0.011150023292237847,
                    -0.08927467416651064,
                    0.02819471320422032,
                    0.0565454465786379,
                    -0.05740540981467376,
                    -0.01265332653944261,
                    0.06424717526781794,
                    -0.025436173078265546,
                    -0.044171098482693606
                },
                15,
                6,
                10,
                4,
                -746,
                710,
                -44);

        /** The first bits of ln 2, so few that products with an exponent are exact. */
        final double ln2High;

        /** The rest of ln 2. */
        final double ln2Low;

        /** eʳ = 1 + r + r²·(e₀ + e₁·r + …). */
        final double[] exponential;

        /** See {@link ElementMath#log}. */
        final double[] logarithm;

        /** See {@link ElementMath#erf}. */
        final double[] error;

        /** Terms of the series of the error function that a number below 3/4 needs. */
        final int terms;

        /** From here on the error function rounds to 1. */
        final double certain;

        /** Bits of the largest exponent. */
        final int exponentBits;

        /** How often the power of two of a small exponent is squared, in {@link #power}. */
        final int doublings;

        /** Below this, the exponential is 0. */
        final double lowest;

        /** Above this, the exponential is infinite. */
        final double highest;

        /** Twice a number whose hyperbolic tangent rounds to −1. */
        final double saturated;

        Format(
                double ln2High,
                double ln2Low,
                double[] exponential,
                double[] logarithm,
                double[] error,
                int terms,
                double certain,
                int exponentBits,
                int doublings,
                double lowest,
                double highest,
                double saturated) {
            this.ln2High = ln2High;
            this.ln2Low = ln2Low;
            this.exponential = exponential;
            this.logarithm = logarithm;
            this.error = error;
            this.terms = terms;
            this.certain = certain;
            this.exponentBits = exponentBits;
            this.doublings = doublings;
            this.lowest = lowest;
            this.highest = highest;
            this.saturated = saturated;
        }
    }

    private final KernelCode code;

    ElementMath(KernelCode code) {
        this.code = code;
    }

    private static Format format(TypeKind kind) {
        return kind == TypeKind.FLOAT ? Format.F32 : Format.F64;
    }

    private Value constant(TypeKind kind, double x) {
        return Value.of(kind, x);
    }

    /** eˣ. */
    Value exp(Value x) {
        Format f = format(x.kind());
        Value highest = constant(x.kind(), f.highest);
        Value v = code.let("clamped", less(highest, x).choose(highest, x));
        return exponential(v);
    }

    /** eˣ for an x that is not above the highest. */
    private Value exponential(Value x) {
        Format f = format(x.kind());
        Reduced r = reduce(x, f.lowest);
        Value y = code.let("exp", r.minusOne().plus(constant(x.kind(), 1)));
        // Only the last of these products is rounded, when the result is small.
        Value n = r.exponent();
        Value quarter = code.let("quarter", n.shiftedRight(2));
        Value factor = power(x.kind(), quarter);
        Value rest = n.minus(quarter.times(4)).powerOfTwo().as(x.kind());
        Value last = code.let("last", factor.times(rest));
        return code.let("exp", y.times(factor).times(factor).times(factor).times(last));
    }

    /** An argument of the exponential, split into n and eʳ − 1. */
    private record Reduced(Value exponent, Value minusOne) {}

    /** n and eʳ − 1. */
    private Reduced reduce(Value x, double lowest) {
        TypeKind kind = x.kind();
        Format f = format(kind);
        Value low = constant(kind, lowest);
        Value v = code.let("clamped", less(x, low).choose(low, x));
        Value zero = constant(kind, 0);
        // On a device, the conversion of NaN to an integer is undefined.
        Value number = code.let("number", Condition.isNaN(v).choose(zero, v));
        Value rounding = less(number, zero).choose(constant(kind, -0.5), constant(kind, 0.5));
        Value n = code.let("n", number.times(LOG2_E).plus(rounding).as(TypeKind.INT));
        Value back = code.let("back", n.as(kind));
        Value high = code.let("high", v.minus(back.times(f.ln2High)));
        Value r = code.let("r", high.minus(back.times(f.ln2Low)));
        Value p = code.let("p", polynomial(f.exponential, r));
        return new Reduced(n, code.let("minusOne", r.times(r).times(p).plus(r)));
    }

    private static Value polynomial(double[] coefficients, Value x) {
        Value p = Value.of(x.kind(), coefficients[coefficients.length - 1]);
        for (int i = coefficients.length - 2; i >= 0; i--) {
            p = p.times(x).plus(Value.of(x.kind(), coefficients[i]));
        }
        return p;
    }

    /** 2ʲ for a j whose size is below a quarter of the largest exponent. */
    private Value power(TypeKind kind, Value j) {
        int doublings = format(kind).doublings;
        Value root = code.let("root", j.shiftedRight(doublings));
        Value zero = Value.of(0);
        Value size = less(root, zero).choose(root.negated(), root);
        Value large = code.let("large", code.let("size", size).powerOfTwo().as(kind));
        Value one = constant(kind, 1);
        Value power = code.let("power", less(root, zero).choose(one.dividedBy(large), large));
        for (int i = 0; i < doublings; i++) {
            power = code.let("power", power.times(power));
        }
        Value rest = j.minus(root.times(1 << doublings)).powerOfTwo().as(kind);
        return code.let("power", power.times(rest));
    }

    /** 1 / (1 + e⁻ˣ): with z = e⁻|ˣ| it is 1 / (1 + z) or z / (1 + z), and nothing overflows. */
    Value sigmoid(Value x) {
        Value z = exponential(code.let("below", KernelCode.math("abs", x).negated()));
        Value one = constant(x.kind(), 1);
        Value above = less(x, constant(x.kind(), 0)).choose(z, one);
        return code.let("above", above).dividedBy(z.plus(one));
    }

    /**
     * The hyperbolic tangent: with y = e⁻²|ˣ| − 1, which is 2ⁿ·(eʳ − 1) + (2ⁿ − 1) without
     * cancellation, |tanh x| = −y / (2 + y).
     */
    Value tanh(Value x) {
        TypeKind kind = x.kind();
        Format f = format(kind);
        Value v = code.let("doubled", KernelCode.math("abs", x).times(-2));
        Reduced r = reduce(v, f.saturated);
        Value n = code.let("n", r.exponent().negated());
        Value third = code.let("third", n.dividedBy(3));
        Value part = code.let("part", third.powerOfTwo().as(kind));
        Value rest = n.minus(third.times(2)).powerOfTwo().as(kind);
        Value large = part.times(part).times(rest);
        Value s = code.let("s", constant(kind, 1).dividedBy(large));
        Value one = constant(kind, 1);
        Value y = code.let("y", s.times(r.minusOne()).plus(s.minus(one)));
        Value zero = constant(kind, 0);
        Value q = code.let("q", zero.minus(y).dividedBy(y.plus(constant(kind, 2))));
        return less(x, zero).choose(q.negated(), q);
    }

    /**
     * The error function: below 3/4 the series 2/√π · Σ (−1)ⁿ x²ⁿ⁺¹ / (n!·(2n + 1)), above 1 −
     * e^(−x²) · Σ cₙ·(2 / (2 + x) − 1/2)ⁿ, which interpolates at the Chebyshev nodes.
     */
    Value erf(Value x) {
        TypeKind kind = x.kind();
        Format f = format(kind);
        Value one = constant(kind, 1);
        Value two = constant(kind, 2);
        Value a = code.let("a", KernelCode.math("abs", x));
        Value most = constant(kind, f.certain);
        Value b = code.let("b", less(most, a).choose(most, a));
        Value t = code.let("t", two.dividedBy(b.plus(two)).minus(constant(kind, 0.5)));
        Value e = exponential(code.let("square", b.times(b).negated()));
        Value far = one.minus(e.times(polynomial(f.error, t)));
        Value z = code.let("z", b.times(b));
        // with the sign of x, which −0 has too
        Value near = code.let("near", polynomial(series(f.terms), z).times(x));
        Value y = code.let("far", far);
        Value signed = less(x, constant(kind, 0)).choose(y.negated(), y);
        return less(a, constant(kind, 0.75)).choose(near, code.let("erf", signed));
    }

    private static double[] series(int count) {
        double[] terms = new double[count];
        double factorial = 1;
        for (int n = 0; n < count; n++) {
            terms[n] = 2 / Math.sqrt(Math.PI) / (factorial * (2 * n + 1));
            factorial *= -(n + 1);
        }
        return terms;
    }

    /**
     * The natural logarithm: x = 2ᵏ·(1 + f) with 1 + f between √½ and √2, found by comparing with
     * powers of two. In f32 log(1 + f) = f − f²/2 + f³·(l₀ + l₁·f + …); in f64, with s = f / (2 +
     * f), it is f − (f²/2 − s·(f²/2 + l₀·s² + l₁·s⁴ + …)).
     */
    Value log(Value x) {
        TypeKind kind = x.kind();
        Format f = format(kind);
        Value zero = constant(kind, 0);
        Value one = constant(kind, 1);
        KernelCode.Variable m = code.variable("m", x);
        KernelCode.Variable k = code.variable("k", constant(kind, 0));
        for (int bit = f.exponentBits - 1; bit >= 0; bit--) {
            int shift = 1 << bit;
            Condition below = less(m.value(), constant(kind, Math.scalb(1.0, shift)));
            Value factor = below.choose(one, constant(kind, Math.scalb(1.0, -shift)));
            scale(m, k, factor, below.choose(zero, constant(kind, shift)));
        }
        // The largest step is done twice, for denormal numbers.
        for (int bit = f.exponentBits; bit >= 0; bit--) {
            int shift = 1 << Math.min(bit, f.exponentBits - 1);
            Condition below = less(m.value(), constant(kind, Math.scalb(1.0, 1 - shift)));
            Value factor = below.choose(constant(kind, Math.scalb(1.0, shift)), one);
            scale(m, k, factor, below.choose(constant(kind, -shift), zero));
        }
        Condition above = less(constant(kind, Math.sqrt(2)), m.value());
        scale(m, k, above.choose(constant(kind, 0.5), one), above.choose(one, zero));
        Value part = code.let("f", m.value().minus(one));
        Value y = code.let("log", kind == TypeKind.FLOAT ? log32(part, k) : log64(part, k));
        // The logarithm of infinity is infinity, and that of NaN is NaN.
        y = code.let("log", less(constant(kind, largest(kind)), x).choose(x, y));
        Value pole = constant(kind, Double.NEGATIVE_INFINITY);
        y = code.let("log", Condition.equal(x, zero).choose(pole, y));
        Value nothing = code.let("zero", x.minus(x));
        nothing = code.let("nan", nothing.dividedBy(nothing));
        return less(x, zero).choose(nothing, y);
    }

    /** m · factor and k + more. */
    private void scale(KernelCode.Variable m, KernelCode.Variable k, Value factor, Value more) {
        Value by = code.let("factor", factor);
        Value plus = code.let("more", more);
        code.set(m, m.value().times(by));
        code.set(k, k.value().plus(plus));
    }

    private Value log32(Value f, KernelCode.Variable k) {
        Value square = code.let("square", f.times(f));
        Value y = polynomial(Format.F32.logarithm, f).times(f).times(square);
        y = y.plus(k.value().times(Format.F32.ln2Low));
        y = code.let("tail", y.minus(square.times(0.5)));
        return f.plus(y).plus(k.value().times(Format.F32.ln2High));
    }

    private Value log64(Value f, KernelCode.Variable k) {
        Value s = code.let("s", f.dividedBy(f.plus(constant(f.kind(), 2))));
        Value z = code.let("z", s.times(s));
        Value r = code.let("r", z.times(polynomial(Format.F64.logarithm, z)));
        Value half = code.let("half", f.times(f).times(0.5));
        Value low = s.times(half.plus(r)).plus(k.value().times(Format.F64.ln2Low));
        return k.value().times(Format.F64.ln2High).minus(half.minus(low).minus(f));
    }

    /** The largest finite number. */
    static double largest(TypeKind kind) {
        return kind == TypeKind.FLOAT ? Float.MAX_VALUE : Double.MAX_VALUE;
    }
}
