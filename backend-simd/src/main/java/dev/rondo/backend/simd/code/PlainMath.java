package dev.rondo.backend.simd.code;

import dev.rondo.backend.simd.code.Formula.Kind;
import dev.rondo.backend.simd.code.Formula.VectorOp;
import dev.rondo.kernels.UnaryOp;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Computes {@link Formulas} without vectors, operation by operation on some elements at a time. The
 * bits are those of {@link FloatMath} and {@link DoubleMath}. It needs no generated class, and the
 * interpreter of the JVM runs it well enough.
 */
public final class PlainMath {
    /** Elements at a time. */
    private static final int STRIP = 64;

    // of 32 and of 64 bits; to record one takes longer than to compute a few elements
    private static final Map<UnaryOp, Formula> NARROW = new ConcurrentHashMap<>();
    private static final Map<UnaryOp, Formula> WIDE = new ConcurrentHashMap<>();

    private final Formula formula;
    private final boolean wide;

    // by value and element; a value has one of them
    private final double[][] numbers;
    private final long[][] bits;
    private final boolean[][] truths;

    private PlainMath(UnaryOp op, boolean wide) {
        this.wide = wide;
        formula = (wide ? WIDE : NARROW).computeIfAbsent(op, o -> Formulas.of(o, wide));
        int values = formula.operations().size() + 1;
        numbers = new double[values][];
        bits = new long[values][];
        truths = new boolean[values][];
        for (int v = 0; v < values; v++) {
            switch (formula.kind(v)) {
                case NUMBER -> numbers[v] = new double[STRIP];
                case BITS -> bits[v] = new long[STRIP];
                case TRUTH -> truths[v] = new boolean[STRIP];
            }
        }
        for (int v = 1; v < values; v++) {
            switch (formula.operations().get(v - 1)) {
                case VectorOp.ConstantNumber(double number) ->
                        Arrays.fill(numbers[v], rounded(number));
                case VectorOp.ConstantBits(long constant) -> Arrays.fill(bits[v], constant);
                default -> {}
            }
        }
    }

    /** o = op(x) for n elements that begin at positions a and at. */
    public static void apply(UnaryOp op, float[] x, int a, float[] o, int at, int n) {
        PlainMath math = new PlainMath(op, false);
        for (int from = 0; from < n; from += STRIP) {
            int count = Math.min(STRIP, n - from);
            for (int i = 0; i < count; i++) {
                math.numbers[0][i] = x[a + from + i];
            }
            double[] result = math.strip(count);
            for (int i = 0; i < count; i++) {
                o[at + from + i] = (float) result[i];
            }
        }
    }

    /** The same with 64 bits. */
    public static void apply(UnaryOp op, double[] x, int a, double[] o, int at, int n) {
        PlainMath math = new PlainMath(op, true);
        for (int from = 0; from < n; from += STRIP) {
            int count = Math.min(STRIP, n - from);
            System.arraycopy(x, a + from, math.numbers[0], 0, count);
            System.arraycopy(math.strip(count), 0, o, at + from, count);
        }
    }

    /** Computes all values from value 0 for n elements, and returns the last. */
    private double[] strip(int n) {
        int value = 0;
        for (VectorOp operation : formula.operations()) {
            value++;
            switch (operation) {
                case VectorOp.ConstantNumber _, VectorOp.ConstantBits _ -> {}
                case VectorOp.Compare(String how, int a, int b) ->
                        compare(how, numbers[a], numbers[b], truths[value], n);
                case VectorOp.Shift(String how, int x, int by) ->
                        shift(how, bits[x], by, bits[value], n);
                case VectorOp.Reinterpret(Kind kind, int x) -> reinterpret(kind, x, value, n);
                case VectorOp.Call(String method, Kind kind, List<Integer> of) -> {
                    if (kind == Kind.BITS) {
                        onBits(method, bits[of.get(0)], bits[of.get(1)], bits[value], n);
                    } else {
                        onNumbers(method, of, numbers[value], n);
                    }
                }
            }
        }
        return numbers[value];
    }

    private static void compare(String how, double[] a, double[] b, boolean[] to, int n) {
        switch (how) {
            case "LT" -> {
                for (int i = 0; i < n; i++) {
                    to[i] = a[i] < b[i];
                }
            }
            case "GT" -> {
                for (int i = 0; i < n; i++) {
                    to[i] = a[i] > b[i];
                }
            }
            case "GE" -> {
                for (int i = 0; i < n; i++) {
                    to[i] = a[i] >= b[i];
                }
            }
            case "EQ" -> {
                for (int i = 0; i < n; i++) {
                    to[i] = a[i] == b[i];
                }
            }
            default -> throw unknown(how);
        }
    }

    private void shift(String how, long[] x, int by, long[] to, int n) {
        switch (how) {
            case "LSHL" -> {
                for (int i = 0; i < n; i++) {
                    to[i] = narrowed(x[i] << by);
                }
            }
            case "ASHR" -> {
                for (int i = 0; i < n; i++) {
                    to[i] = x[i] >> by;
                }
            }
            default -> throw unknown(how);
        }
    }

    private void reinterpret(Kind kind, int x, int value, int n) {
        for (int i = 0; i < n; i++) {
            if (kind == Kind.BITS) {
                double number = numbers[x][i];
                bits[value][i] =
                        wide
                                ? Double.doubleToRawLongBits(number)
                                : Float.floatToRawIntBits((float) number);
            } else {
                long word = bits[x][i];
                numbers[value][i] =
                        wide ? Double.longBitsToDouble(word) : Float.intBitsToFloat((int) word);
            }
        }
    }

    private void onBits(String method, long[] a, long[] b, long[] to, int n) {
        switch (method) {
            case "add" -> {
                for (int i = 0; i < n; i++) {
                    to[i] = narrowed(a[i] + b[i]);
                }
            }
            case "sub" -> {
                for (int i = 0; i < n; i++) {
                    to[i] = narrowed(a[i] - b[i]);
                }
            }
            case "and" -> {
                for (int i = 0; i < n; i++) {
                    to[i] = a[i] & b[i];
                }
            }
            case "or" -> {
                for (int i = 0; i < n; i++) {
                    to[i] = a[i] | b[i];
                }
            }
            default -> throw unknown(method);
        }
    }

    /** Sums and so on of 32-bit floats, rounded to 64 and then to 32 bits, are rounded right. */
    private void onNumbers(String method, List<Integer> of, double[] to, int n) {
        double[] a = numbers[of.get(0)];
        double[] b = of.size() > 1 ? numbers[of.get(1)] : a;
        int third = of.size() > 2 ? of.get(2) : 0;
        switch (method) {
            case "abs" -> {
                for (int i = 0; i < n; i++) {
                    to[i] = Math.abs(a[i]);
                }
            }
            case "neg" -> {
                for (int i = 0; i < n; i++) {
                    to[i] = -a[i];
                }
            }
            case "add" -> {
                for (int i = 0; i < n; i++) {
                    to[i] = rounded(a[i] + b[i]);
                }
            }
            case "sub" -> {
                for (int i = 0; i < n; i++) {
                    to[i] = rounded(a[i] - b[i]);
                }
            }
            case "mul" -> {
                for (int i = 0; i < n; i++) {
                    to[i] = rounded(a[i] * b[i]);
                }
            }
            case "div" -> {
                for (int i = 0; i < n; i++) {
                    to[i] = rounded(a[i] / b[i]);
                }
            }
            case "fma" -> {
                for (int i = 0; i < n; i++) {
                    to[i] = fma(a[i], b[i], numbers[third][i]);
                }
            }
            case "blend" -> {
                for (int i = 0; i < n; i++) {
                    to[i] = truths[third][i] ? b[i] : a[i];
                }
            }
            default -> throw unknown(method);
        }
    }

    private double fma(double a, double b, double c) {
        return wide ? Math.fma(a, b, c) : Math.fma((float) a, (float) b, (float) c);
    }

    private double rounded(double number) {
        return wide ? number : (float) number;
    }

    private long narrowed(long word) {
        return wide ? word : (int) word;
    }

    private static IllegalStateException unknown(String name) {
        return new IllegalStateException("no operation of a formula is called " + name);
    }
}
