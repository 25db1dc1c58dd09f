package dev.rondo.backend.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.DType;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.View;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Elementwise kernels against one loop over single elements, on every kind of stride. */
class ElementwiseTest {
    /** Extents, and strides for up to three operands. */
    private record Layout(int[] dims, int[]... strides) {}

    private static List<Layout> layouts() {
        List<Layout> layouts = new ArrayList<>();
        for (int n : Samples.SIZES) {
            layouts.add(layout(n));
            layouts.add(new Layout(ints(n), ints(1), ints(0), ints(1)));
            layouts.add(new Layout(ints(n), ints(0), ints(1), ints(1)));
            layouts.add(new Layout(ints(n), ints(1), ints(1), ints(0)));
            layouts.add(new Layout(ints(n), ints(0), ints(0), ints(0)));
            layouts.add(new Layout(ints(n), ints(3), ints(1), ints(2)));
            layouts.add(new Layout(ints(7, n), ints(n, 1), ints(0, 1), ints(1, 0)));
            layouts.add(new Layout(ints(7, n), ints(1, 0), ints(n, 1), ints(0, 1)));
            layouts.add(new Layout(ints(7, n), ints(1, 7), ints(n, 1), ints(2 * n, 1)));
        }
        layouts.add(layout(300_007));
        layouts.add(new Layout(ints(11, 13, 37), ints(37, 407, 1), ints(0, 37, 1), ints(1, 0, 11)));
        layouts.add(
                new Layout(
                        ints(3, 5, 7, 331),
                        ints(11585, 2317, 331, 1),
                        ints(1, 0, 3, 21),
                        ints(0, 7, 1, 0)));
        return layouts;
    }

    private static Layout layout(int n) {
        return new Layout(ints(n), ints(1), ints(1), ints(1));
    }

    private static int[] ints(int... values) {
        return values;
    }

    private static View operand(DType dtype, Layout layout, int i) {
        return Samples.view(dtype, 17 + i, layout.dims, layout.strides[i]);
    }

    private static void check(View actual, double[] expected, Object what) {
        assertThat(Samples.read(actual))
                .as("%s %s", what, actual)
                .isEqualTo(Samples.rounded(actual.dtype(), expected));
    }

    @ParameterizedTest
    @EnumSource(BinaryOp.class)
    void binary(BinaryOp op) {
        boolean logic = op == BinaryOp.AND || op == BinaryOp.OR;
        List<DType> types = logic ? List.of(DType.BOOL) : List.of(DType.F32, DType.F64, DType.I32);
        for (DType dtype : types) {
            for (Layout layout : layouts()) {
                View a = operand(dtype, layout, 0);
                View b = operand(dtype, layout, 1);
                double[] expected = new double[a.size()];
                Arrays.setAll(
                        expected, i -> binary(op, dtype, Samples.get(a, i), Samples.get(b, i)));
                Samples.forThreads(
                        threads -> {
                            View out = Samples.view(dtype, 1, layout.dims);
                            new SimdKernels(threads).binary(op, a, b, out);
                            check(out, expected, op);
                        });
            }
        }
    }

    private static double binary(BinaryOp op, DType dtype, double x, double y) {
        return switch (op) {
            case ADD -> x + y;
            case SUB -> x - y;
            case MUL -> x * y;
            case DIV -> dtype != DType.I32 ? x / y : y == 0 ? 0 : (int) x / (int) y;
            case MIN -> Math.min(x, y);
            case MAX -> Math.max(x, y);
            case AND -> x * y;
            case OR -> Math.max(x, y);
        };
    }

    @ParameterizedTest
    @EnumSource(CompareOp.class)
    void compare(CompareOp op) {
        for (DType dtype : DType.values()) {
            for (Layout layout : layouts()) {
                View a = operand(dtype, layout, 0);
                View b = operand(dtype, layout, 1);
                // Some equal pairs, and some NaN.
                for (int i = 0; i < a.size(); i += 5) {
                    int at = Samples.position(a, i);
                    a.buffer().set(at, Samples.get(b, i));
                    if (i % 25 == 0 && dtype.isFloat()) {
                        a.buffer().set(at, Double.NaN);
                    }
                }
                double[] expected = new double[a.size()];
                Arrays.setAll(
                        expected, i -> compare(op, Samples.get(a, i), Samples.get(b, i)) ? 1 : 0);
                Samples.forThreads(
                        threads -> {
                            View out = Samples.view(DType.BOOL, 1, layout.dims);
                            new SimdKernels(threads).compare(op, a, b, out);
                            check(out, expected, op);
                        });
            }
        }
    }

    private static boolean compare(CompareOp op, double x, double y) {
        return switch (op) {
            case EQ -> x == y;
            case NE -> x != y;
            case LT -> x < y;
            case LE -> x <= y;
            case GT -> x > y;
            case GE -> x >= y;
        };
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void select(DType dtype) {
        for (Layout l : layouts()) {
            int[][] s = l.strides;
            List<Layout> turns =
                    List.of(
                            l,
                            new Layout(l.dims, s[1], s[2], s[0]),
                            new Layout(l.dims, s[2], s[0], s[1]));
            for (Layout layout : turns) {
                View condition = operand(DType.BOOL, layout, 0);
                View a = operand(dtype, layout, 1);
                View b = operand(dtype, layout, 2);
                double[] expected = new double[a.size()];
                Arrays.setAll(
                        expected,
                        i ->
                                Samples.get(condition, i) != 0
                                        ? Samples.get(a, i)
                                        : Samples.get(b, i));
                Samples.forThreads(
                        threads -> {
                            View out = Samples.view(dtype, 1, layout.dims);
                            new SimdKernels(threads).select(condition, a, b, out);
                            check(out, expected, "select");
                        });
            }
        }
    }

    @Test
    void exactFunctionsOfOneElement() {
        for (DType dtype : List.of(DType.F32, DType.F64)) {
            for (UnaryOp op : List.of(UnaryOp.NEG, UnaryOp.ABS, UnaryOp.SIGN, UnaryOp.SQRT)) {
                unary(op, dtype);
            }
        }
        for (UnaryOp op : List.of(UnaryOp.NEG, UnaryOp.ABS, UnaryOp.SIGN)) {
            unary(op, DType.I32);
        }
        unary(UnaryOp.NOT, DType.BOOL);
        unary(UnaryOp.SIN, DType.F32);
        unary(UnaryOp.COS, DType.F64);
    }

    private static void unary(UnaryOp op, DType dtype) {
        for (Layout layout : layouts()) {
            View x = operand(dtype, layout, 0);
            double[] expected = new double[x.size()];
            Arrays.setAll(expected, i -> unary(op, Samples.get(x, i)));
            Samples.forThreads(
                    threads -> {
                        View out = Samples.view(dtype, 1, layout.dims);
                        new SimdKernels(threads).unary(op, x, out);
                        check(out, expected, op);
                    });
        }
    }

    private static double unary(UnaryOp op, double x) {
        return switch (op) {
            case NEG -> -x;
            case ABS -> Math.abs(x);
            case SIGN -> Math.signum(x);
            case SQRT -> Math.sqrt(x);
            case SIN -> Math.sin(x);
            case COS -> Math.cos(x);
            case NOT -> 1 - x;
            default -> throw new AssertionError(op);
        };
    }

    @ParameterizedTest
    @EnumSource(
            value = UnaryOp.class,
            names = {"EXP", "LOG", "TANH", "SIGMOID", "ERF"})
    void aResultDoesNotDependOnItsPlace(UnaryOp op) {
        for (DType dtype : List.of(DType.F32, DType.F64)) {
            View all = Samples.view(dtype, 5, 300_007);
            View expected = Samples.view(dtype, 1, 300_007);
            new SimdKernels(1).unary(op, all, expected);
            SimdKernels kernels = new SimdKernels(2);
            for (int n : Samples.SIZES) {
                for (int start : ints(0, 1, 5, 1000)) {
                    View part = new View(all.storage(), all.shift() + start, ints(n), ints(1));
                    View out = Samples.view(dtype, 2, n);
                    kernels.unary(op, part, out);
                    for (int i = 0; i < n; i++) {
                        assertThat(Samples.get(out, i))
                                .isEqualTo((Double) Samples.get(expected, start + i));
                    }
                }
            }
            for (Layout layout : layouts()) {
                View x = operand(dtype, layout, 0);
                View copy = Samples.copy(x);
                kernels.unary(op, copy, copy);
                View out = Samples.view(dtype, 1, layout.dims);
                kernels.unary(op, x, out);
                check(out, Samples.read(copy), op);
            }
        }
    }

    @Test
    void operandsMayBeOverwritten() {
        for (int n : Samples.SIZES) {
            View a = Samples.view(DType.F32, 3, n);
            View b = Samples.view(DType.F32, 4, n);
            double[] expected = new double[n];
            Arrays.setAll(expected, i -> Samples.get(a, i) * Samples.get(b, i));
            new SimdKernels(1).binary(BinaryOp.MUL, a, b, a);
            check(a, expected, "in place");
        }
    }

    @Test
    void castsLikeJava() {
        for (DType from : DType.values()) {
            for (DType to : DType.values()) {
                for (Layout layout : layouts()) {
                    View x = operand(from, layout, 0);
                    double[] expected = new double[x.size()];
                    Arrays.setAll(
                            expected,
                            i -> {
                                double v = Samples.get(x, i);
                                return switch (to) {
                                    case F32 -> (float) v;
                                    case F64 -> v;
                                    case I32 -> (int) v;
                                    case BOOL -> v != 0 ? 1 : 0;
                                };
                            });
                    View out = Samples.view(to, 1, layout.dims);
                    new SimdKernels(2).cast(x, out);
                    check(out, expected, from + " to " + to);
                }
            }
        }
    }

    @Test
    void extremeNumbers() {
        double[] special = {
            0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
        };
        for (DType dtype : List.of(DType.F32, DType.F64)) {
            int n = special.length * special.length;
            View a = Samples.view(dtype, 1, n);
            View b = Samples.view(dtype, 1, n);
            for (int i = 0; i < n; i++) {
                a.buffer().set(a.offset() + i, special[i / special.length]);
                b.buffer().set(b.offset() + i, special[i % special.length]);
            }
            for (BinaryOp op : BinaryOp.values()) {
                if (op == BinaryOp.AND || op == BinaryOp.OR) {
                    continue;
                }
                View out = Samples.view(dtype, 2, n);
                new SimdKernels(1).binary(op, a, b, out);
                double[] expected = new double[n];
                Arrays.setAll(
                        expected, i -> binary(op, dtype, Samples.get(a, i), Samples.get(b, i)));
                assertThat(Samples.read(out)).as("%s", op).isEqualTo(expected);
            }
        }
    }
}
