package dev.rondo.contract;

import dev.rondo.array.Array;
import dev.rondo.array.DType;

import java.util.Locale;

/**
 * The error that a result may have against the reference: |a − b| ≤ relative · (|b| + typical) +
 * absolute. Here {@code typical} is the root mean square of the reference if {@code byScale} is
 * set, and 0 otherwise. Infinities must be the same, and NaN must be NaN.
 *
 * @param relative multiplied by the magnitude of the reference
 * @param absolute added to it
 * @param byScale whether an element may also have an error relative to the other elements, as a sum
 *     of terms that cancel has
 */
public record Tolerance(double relative, double absolute, boolean byScale) {
    /** The same value. */
    public static final Tolerance EXACT = new Tolerance(0, 0, false);

    /**
     * The tolerance for one operation whose results are sums of {@code terms} terms: 8 ε √terms.
     */
    public static Tolerance operation(DType type, int terms) {
        double epsilon = epsilon(type);
        double smallest = type == DType.F32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
        return new Tolerance(8 * epsilon * Math.sqrt(Math.max(1, terms)), smallest, terms > 1);
    }

    /** The distance from 1 to the next number. */
    public static double epsilon(DType type) {
        return switch (type) {
            case F32 -> 0x1p-23;
            case F64 -> 0x1p-52;
            case I32, BOOL -> 0;
        };
    }

    /**
     * A description of the first element that is off; null when there is none.
     *
     * @param expected of the same shape
     */
    public String violation(Array actual, Array expected) {
        if (!actual.shape().equals(expected.shape())) {
            return "the shape is " + actual.shape() + " instead of " + expected.shape();
        }
        double typical = byScale ? typical(expected) : 0;
        for (int i = 0; i < actual.size(); i++) {
            double a = actual.get(i);
            double b = expected.get(i);
            if (!holds(a, b, typical)) {
                return String.format(
                        Locale.ROOT,
                        "element %d of %s%s is %s instead of %s, off by %.3g; allowed is %.3g",
                        i,
                        actual.dtype(),
                        actual.shape(),
                        a,
                        b,
                        Math.abs(a - b),
                        allowed(b, typical));
            }
        }
        return null;
    }

    /**
     * The error of the element that uses up most of what it is allowed. Elements that are not
     * finite count as right.
     *
     * @param expected of the same shape
     */
    Measured largest(Array actual, Array expected) {
        double typical = byScale ? typical(expected) : 0;
        Measured worst = new Measured(0, 0);
        for (int i = 0; i < actual.size(); i++) {
            double b = expected.get(i);
            double error = Math.abs(actual.get(i) - b);
            if (Double.isFinite(error)) {
                worst = Measured.worse(worst, new Measured(error, allowed(b, typical)));
            }
        }
        return worst;
    }

    private double allowed(double b, double typical) {
        return relative * (Math.abs(b) + typical) + absolute;
    }

    private boolean holds(double a, double b, double typical) {
        if (Double.isNaN(b)) {
            return Double.isNaN(a);
        }
        return a == b || Double.isFinite(b) && Math.abs(a - b) <= allowed(b, typical);
    }

    private static double typical(Array a) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < a.size(); i++) {
            if (Double.isFinite(a.get(i))) {
                sum += a.get(i) * a.get(i);
                count++;
            }
        }
        return count == 0 ? 0 : Math.sqrt(sum / count);
    }
}
