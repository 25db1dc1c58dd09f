package dev.rondo.backend.simd.code;

import dev.rondo.backend.simd.code.Formula.Int;
import dev.rondo.backend.simd.code.Formula.Mask;
import dev.rondo.backend.simd.code.Formula.Num;
import dev.rondo.kernels.UnaryOp;

/**
 * Exponential, logarithm, hyperbolic tangent, logistic function and error function, each written
 * once. They use polynomials of their own, because the vector mathematics of the JDK differs
 * between platforms. Largest errors against the true value, over the whole range with denormal
 * results, in f32: exp 1.04 ulp, log 0.8, tanh 2.5, sigmoid 2.3, erf 2.5; in f64, as found on
 * samples: exp 1 ulp, log 0.8, tanh 2.5, sigmoid 2.1, erf 3. NaN gives NaN.
 *
 * <p>The exponential is that of Cody and Waite ("Software Manual for the Elementary Functions",
 * 1980): x = n·ln 2 + r with |r| ≤ ln 2 / 2, and eˣ = 2ⁿ·eʳ. In f32 the polynomial for eʳ has
 * degree 6 and was fitted so that the largest relative error of eʳ − 1 is least: 1.4·10⁻⁸. In f64
 * it is the Taylor polynomial of degree 13, whose remainder is below 2⁻⁵⁷.
 *
 * <p>A gate waits for long chains of operations, not for the units that do them. So in f32 the
 * polynomial for eʳ is evaluated by Estrin's scheme; in f64, by Horner's, which loses fewer digits.
 * In tanh and sigmoid, 2ⁿ comes from n by one shift, and what is out of range is replaced late.
 *
 * @param wide whether floats have 64 bits, not 32
 * @param fraction number of bits of a float's fraction
 * @param bias what is added to a float's exponent
 * @param ln2High the first bits of ln 2, so few that products with an exponent are exact
 * @param ln2Low the other bits of ln 2
 * @param exponential eʳ = 1 + r + r²·(… + …·r + …·r² + …), the factor of the highest power first
 * @param highest above this, eˣ is infinite
 * @param lowest below this, eˣ is zero
 * @param lift eˣ·2ˡⁱᶠᵗ is not denormal, for x from {@code lowest} to 0
 * @param saturated if −|x| is below this, tanh x rounds to 1 or −1
 */
record Formulas(
        boolean wide,
        int fraction,
        int bias,
        double log2e,
        double ln2High,
        double ln2Low,
        double[] exponential,
        double highest,
        double lowest,
        int lift,
        double saturated) {
    private static final Formulas F32 =
            new Formulas(
                    false,
                    23,
                    127,
                    1.44269504088896340736f,
                    0.693359375f,
                    -2.12194440e-4f,
                    new double[] {
                        1.3882517e-3f, 8.3665475e-3f, 4.1667200e-2f, 1.6666543e-1f, 4.9999997e-1f
                    },
                    89,
                    -104,
                    64,
                    -10);

    private static final Formulas F64 =
            new Formulas(
                    true,
                    52,
                    1023,
                    1.44269504088896340736,
                    6.93147180369123816490e-01,
                    1.90821492927058770002e-10,
                    new double[] {
                        1.0 / 6227020800.0,
                        1.0 / 479001600,
                        1.0 / 39916800,
                        1.0 / 3628800,
                        1.0 / 362880,
                        1.0 / 40320,
                        1.0 / 5040,
                        1.0 / 720,
                        1.0 / 120,
                        1.0 / 24,
                        1.0 / 6,
                        0.5
                    },
                    710,
                    -746,
                    128,
                    -22);

    private static final double TWO_BY_ROOT_PI = 1.1283791670955126;

    /** What is missing to the number before. */
    private static final double TWO_BY_ROOT_PI_LOW = 1.5335459613165881e-17;

    /** Terms of {@link #series} that a number below 3/4 needs. */
    private static final int SERIES_F32 = 9;

    private static final int SERIES_F64 = 15;

    /**
     * e^(x²) · (1 − erf x) as a polynomial in 2 / (2 + x) − 1/2, by interpolation at the Chebyshev
     * nodes: from 3/4 to 4, with an error of erf x below 3·10⁻¹⁰.
     */
    private static final double[] ERF_F32 = {
        0.1196315993f,
        -0.05359355417f,
        -0.2237646999f,
        0.05971747131f,
        0.6318270408f,
        0.9666327973f,
        0.8543716996f,
        0.2553956763f
    };

    /** The same from 3/4 to 6, with an error below 2·10⁻¹⁷. */
    private static final double[] ERF_F64 = {
        -0.044171098482693606,
        -0.025436173078265546,
        0.06424717526781794,
        -0.01265332653944261,
        -0.05740540981467376,
        0.0565454465786379,
        0.02819471320422032,
        -0.08927467416651064,
        0.011150023292237847,
        0.12569308797175258,
        -0.05421716528558488,
        -0.2239187759036864,
        0.05972627845147088,
        0.6318286481268465,
        0.9666327769699089,
        0.8543716948279156,
        0.25539567631050575
    };

    private static final double[] LOG_F32 = {
        7.0376836292e-2f,
        -1.1514610310e-1f,
        1.1676998740e-1f,
        -1.2420140846e-1f,
        1.4249322787e-1f,
        -1.6668057665e-1f,
        2.0000714765e-1f,
        -2.4999993993e-1f,
        3.3333331174e-1f
    };
    private static final double[] LOG_F64_EVEN = {
        1.531383769920937332e-01, 2.222219843214978396e-01, 3.999999999940941908e-01
    };
    private static final double[] LOG_F64_ODD = {
        1.479819860511658591e-01,
        1.818357216161805012e-01,
        2.857142874366239149e-01,
        6.666666666666735130e-01
    };

    /**
     * Whether there is a formula of the function. The other functions are vector operations, or
     * slow.
     */
    static boolean has(UnaryOp op) {
        return switch (op) {
            case EXP, LOG, TANH, SIGMOID, ERF -> true;
            case NEG, ABS, SIGN, SQRT, SIN, COS, NOT -> false;
        };
    }

    /**
     * The function's formula.
     *
     * @param wide for floats of 64 bits, not 32
     */
    static Formula of(UnaryOp op, boolean wide) {
        Formulas f = wide ? F64 : F32;
        return switch (op) {
            case EXP -> Formula.of(f::exp);
            case LOG -> Formula.of(wide ? f::log64 : f::log32);
            case TANH -> Formula.of(f::tanh);
            case SIGMOID -> Formula.of(f::sigmoid);
            case ERF -> Formula.of(f::erf);
            case NEG, ABS, SIGN, SQRT, SIN, COS, NOT ->
                    throw new IllegalArgumentException("there is no formula of " + op);
        };
    }

    private Num exp(Num x) {
        return power(x.blend(highest, x.isAbove(highest)));
    }

    /**
     * With z = e⁻|ˣ| the result is 1 / (1 + z) or z / (1 + z), and nothing overflows or cancels. A
     * multiple of z is computed first, so that a denormal z is rounded once.
     */
    private Num sigmoid(Num x) {
        Num t = negated(x);
        Reduced e = new Reduced(t, bias + lift);
        Num power = e.power();
        Num lifted = power.fma(e.polynomial, power).blend(0, t.isBelow(lowest));
        double back = Math.scalb(1.0, -lift);
        Num z = lifted.mul(back);
        return z.blend(1, x.isAtLeast(0)).div(lifted.fma(back, 1));
    }

    /**
     * With w = 1 − e⁻²|ˣ|, which is (1 − 2ᵏ) − 2ᵏ·(eʳ − 1) without cancellation, |tanh x| = w / (2
     * − w).
     */
    private Num tanh(Num x) {
        Num t = negated(x);
        // the bit above the exponent makes it −2ᵏ
        Reduced e = new Reduced(t.add(t), bias + 2 * (bias + 1));
        Num minus = e.power();
        Num w = minus.fma(e.polynomial, minus.add(1)).blend(1, t.isBelow(saturated));
        Num q = w.div(x.constant(2).sub(w));
        return signed(q, x);
    }

    /** A number that is not negative, with the sign of x. */
    private Num signed(Num magnitude, Num x) {
        return magnitude.bits().or(x.bits().and(bitsOf(-0.0))).number();
    }

    /** −|x|. */
    private Num negated(Num x) {
        return x.bits().or(bitsOf(-0.0)).number();
    }

    /**
     * Below 3/4 the series 2/√π · Σ (−1)ⁿ x²ⁿ⁺¹ / (n!·(2n + 1)), above 1 − e^(−x²) · …, see {@link
     * #ERF_F64}; the square's rounding is made up for, so that the exponential keeps its digits.
     */
    private Num erf(Num x) {
        Num a = x.abs();
        Num most = x.constant(wide ? 6 : 4);
        Num b = a.blend(most, a.isAbove(wide ? 6 : 4));
        Num square = b.mul(b);
        Num lost = b.neg().fma(b, square);
        Num t = x.constant(2).div(b.add(2)).sub(0.5);
        Num e = power(square.neg());
        Num rest = horner(wide ? ERF_F64 : ERF_F32, t).mul(lost.fma(e, e));
        Num z = a.mul(a);
        double[] terms = series(wide ? SERIES_F64 : SERIES_F32);
        Num low = horner(terms, z).fma(a, a.mul(rounded(TWO_BY_ROOT_PI)));
        Num y = rest.neg().add(1).blend(low, a.isBelow(0.75));
        return signed(y, x);
    }

    /** 2/√π · (−1)ⁿ / (n!·(2n + 1)) for n from {@code count} − 1 down to 1, and 2/√π's low bits. */
    private double[] series(int count) {
        double[] terms = new double[count];
        double low = TWO_BY_ROOT_PI - rounded(TWO_BY_ROOT_PI);
        terms[count - 1] = rounded(low + TWO_BY_ROOT_PI_LOW);
        double factorial = 1;
        for (int n = 1; n < count; n++) {
            factorial *= -n;
            terms[count - 1 - n] = rounded(TWO_BY_ROOT_PI / (factorial * (2 * n + 1)));
        }
        return terms;
    }

    private double rounded(double number) {
        return wide ? number : (float) number;
    }

    /** Adding this leaves the nearest integer in the low bits of the sum. */
    private double magic() {
        return Math.scalb(1.5, fraction);
    }

    private long bitsOf(double number) {
        return wide ? Double.doubleToRawLongBits(number) : Float.floatToRawIntBits((float) number);
    }

    /**
     * eˣ unless it is infinite. The power of two is multiplied in two halves, so that results that
     * overflow or are denormal come out right.
     */
    private Num power(Num x) {
        Reduced reduced = new Reduced(x.blend(lowest, x.isBelow(lowest)), 0);
        Int e = reduced.n.bits().sub(bitsOf(magic()));
        Int half = e.shiftRight(1);
        Num s = half.add(bias).shiftLeft(fraction).number();
        Num u = e.sub(half).add(bias).shiftLeft(fraction).number();
        return s.fma(reduced.polynomial, s).mul(u);
    }

    /** Of x = n·ln 2 + r: n + {@link #magic()} + a number, and eʳ − 1. */
    private final class Reduced {
        final Num n;
        final Num polynomial;

        /**
         * Reduces x.
         *
         * @param more added to n
         */
        Reduced(Num x, int more) {
            double shift = magic() + more;
            n = x.fma(log2e, shift);
            Num k = n.sub(shift);
            Num r = k.fma(-ln2Low, k.fma(-ln2High, x));
            Num square = r.mul(r);
            Num p = wide ? horner(exponential, r) : estrin(exponential, r, square);
            polynomial = square.fma(p, r);
        }

        /** The float whose exponent is the low bits of n, and whose sign the bit above them. */
        Num power() {
            return n.bits().shiftLeft(fraction).number();
        }
    }

    /**
     * The polynomial with these five coefficients, the one of the highest power first, by Estrin's
     * scheme: operations that do not wait for each other.
     */
    private static Num estrin(double[] c, Num x, Num square) {
        Num low = square.fma(x.fma(c[1], c[2]), x.fma(c[3], c[4]));
        return square.mul(square).fma(c[0], low);
    }

    /** The polynomial with these coefficients, the one of the highest power first. */
    private static Num horner(double[] coefficients, Num x) {
        Num p = x.constant(coefficients[0]);
        for (int i = 1; i < coefficients.length; i++) {
            p = p.fma(x, coefficients[i]);
        }
        return p;
    }

    // log x: x = 2ᵏ·(1 + f) with 1 + f between √½ and √2

    private record Split(Num k, Num f) {}

    private Split split(Num x) {
        Mask denormal = x.isBelow(wide ? Double.MIN_NORMAL : Float.MIN_NORMAL);
        Int b = x.blend(x.mul(Math.scalb(1, fraction)), denormal).bits();
        Int e = b.sub(bitsOf(Math.sqrt(0.5))).shiftRight(fraction);
        Num f = b.sub(e.shiftLeft(fraction)).number().sub(1);
        Num k = e.add(bitsOf(magic())).number().sub(magic());
        return new Split(k.blend(k.sub(fraction), denormal), f);
    }

    /** log(1 + f) = f − f²/2 + f³·(… + …·f + …·f² + …): Cephes' logf. */
    private Num log32(Num x) {
        Split split = split(x);
        Num f = split.f;
        Num p = horner(LOG_F32, f);
        Num square = f.mul(f);
        Num y = p.mul(f).mul(square);
        y = split.k.fma(ln2Low, y);
        y = square.fma(-0.5, y);
        return exceptions(x, split.k.fma(ln2High, f.add(y)));
    }

    /** log((1 + s) / (1 − s)) = 2s + s·(Q1·s² + Q2·s⁴ + …): FreeBSD's e_log.c. */
    private Num log64(Num x) {
        Split split = split(x);
        Num f = split.f;
        Num s = f.div(f.add(2));
        Num z = s.mul(s);
        Num z2 = z.mul(z);
        Num even = horner(LOG_F64_EVEN, z2).mul(z2);
        Num odd = horner(LOG_F64_ODD, z2);
        Num rest = odd.fma(z, even);
        Num square = f.mul(f).mul(0.5);
        Num y = square.sub(s.fma(square.add(rest), split.k.mul(ln2Low)));
        return exceptions(x, split.k.fma(ln2High, f.sub(y)));
    }

    private static Num exceptions(Num x, Num log) {
        // Not x ≥ 0 is negative, or NaN.
        Num y = x.constant(Double.NaN).blend(log, x.isAtLeast(0));
        y = y.blend(Double.POSITIVE_INFINITY, x.isEqualTo(Double.POSITIVE_INFINITY));
        return y.blend(Double.NEGATIVE_INFINITY, x.isEqualTo(0));
    }
}
