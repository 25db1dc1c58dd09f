package dev.rondo.contract;

import dev.rondo.array.Array;

import java.util.Map;

/** The error of a whole program's results relative to the reference. */
public final class Deviation {
    /**
     * An output whose largest element is smaller than this is measured as if it were this large.
     */
    private static final double SMALL = 1e-2;

    private Deviation() {}

    /**
     * The largest error of any float output, relative to the largest element of that output.
     *
     * @throws AssertionError when an output of another type differs, when an output is missing, or
     *     when a number is finite on one side only
     */
    public static double of(String what, Map<String, Array> actual, Map<String, Array> expected) {
        if (!actual.keySet().equals(expected.keySet())) {
            throw new AssertionError(
                    what + " has outputs " + actual.keySet() + ", not " + expected.keySet());
        }
        double worst = 0;
        for (String name : expected.keySet()) {
            Array a = actual.get(name);
            Array b = expected.get(name);
            if (b.dtype().isFloat()) {
                worst = Math.max(worst, of(what + ", output '" + name + "'", a, b));
            } else {
                String off = Tolerance.EXACT.violation(a, b);
                if (off != null) {
                    throw new AssertionError(what + ", output '" + name + "': " + off);
                }
            }
        }
        return worst;
    }

    private static double of(String what, Array a, Array b) {
        if (!a.shape().equals(b.shape())) {
            throw new AssertionError(what + " has shape " + a.shape() + ", not " + b.shape());
        }
        double scale = SMALL;
        double worst = 0;
        for (int i = 0; i < b.size(); i++) {
            double x = a.get(i);
            double y = b.get(i);
            if (Double.isFinite(y) && Double.isFinite(x)) {
                scale = Math.max(scale, Math.abs(y));
                worst = Math.max(worst, Math.abs(x - y));
            } else if (Double.compare(x, y) != 0) {
                throw new AssertionError(what + ": element " + i + " is " + x + ", not " + y);
            }
        }
        return worst / scale;
    }
}
