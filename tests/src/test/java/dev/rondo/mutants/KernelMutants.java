package dev.rondo.mutants;

import dev.rondo.array.DType;
import dev.rondo.backend.scalar.ScalarKernels;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.ReduceOp;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.View;
import dev.rondo.kernels.Window;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

/**
 * Ways in which a backend can be subtly wrong: what people get wrong who write one. Each fault is
 * in one kernel; everything else is as the reference has it.
 */
final class KernelMutants {
    private static final Kernels RIGHT = new ScalarKernels();
    private static final int LANES = 8;

    private final List<KernelMutant> all = new ArrayList<>();

    private KernelMutants() {
        functions();
        elementwise();
        integers();
        comparisons();
        conversions();
        copies();
        reductions();
        products();
        packing();
        convolutions();
        tables();
        random();
        memory();
    }

    static List<KernelMutant> all() {
        return List.copyOf(new KernelMutants().all);
    }

    private void add(String kernel, String fault, Supplier<Kernels> kernels) {
        all.add(new KernelMutant(kernel, fault, kernels));
    }

    // ---- functions of one element

    private interface Unary {
        void run(UnaryOp op, View x, View out);
    }

    private void unary(String fault, Supplier<Unary> wrong) {
        add(
                "unary",
                fault,
                () -> {
                    Unary u = wrong.get();
                    return new ScalarKernels() {
                        @Override
                        public void unary(UnaryOp op, View x, View out) {
                            u.run(op, x, out);
                        }
                    };
                });
    }

    /** One function, and floats of one type or, where it is null, of both. */
    private void function(UnaryOp wrong, DType type, String fault, DoubleUnaryOperator f) {
        unary(
                wrong + " " + fault,
                () ->
                        (op, x, out) -> {
                            boolean here =
                                    type == null ? out.dtype().isFloat() : out.dtype() == type;
                            if (op != wrong || !here) {
                                RIGHT.unary(op, x, out);
                                return;
                            }
                            for (int i = 0; i < out.size(); i++) {
                                Views.set(out, i, f.applyAsDouble(Views.get(x, i)));
                            }
                        });
    }

    private void functions() {
        function(UnaryOp.EXP, null, "flushes small results", x -> x < -80 ? 0 : Math.exp(x));
        function(UnaryOp.EXP, null, "of a large number is finite", x -> Math.exp(Math.min(x, 88)));
        function(UnaryOp.EXP, DType.F64, "in float32", x -> (float) Math.exp(x));
        function(UnaryOp.LOG, null, "of 0 is finite", x -> Math.log(x == 0 ? Float.MIN_VALUE : x));
        function(UnaryOp.LOG, null, "of a negative number is 0", x -> x < 0 ? 0 : Math.log(x));
        function(UnaryOp.LOG, null, "loses what is near 1", x -> Math.log((float) (x + 1) - 1));
        function(UnaryOp.SQRT, null, "of a negative number is 0", x -> Math.sqrt(Math.max(x, 0)));
        function(UnaryOp.SIGN, null, "of 0 is 1", x -> x == 0 ? 1 : Math.signum(x));
        function(UnaryOp.SIGN, null, "of NaN is 0", x -> x != x ? 0 : Math.signum(x));
        function(UnaryOp.ABS, null, "by max(x, 0 − x) of a NaN", x -> x > 0 ? x : x < 0 ? -x : 0);
        function(UnaryOp.SIN, null, "without reduction of large numbers", x -> polynomial(x));
        function(UnaryOp.COS, DType.F64, "with π in float32", x -> Math.cos(reduced(x)));
        function(UnaryOp.TANH, null, "by exponentials overflows", KernelMutants::tanhByExp);
        function(
                UnaryOp.TANH,
                null,
                "loses small numbers",
                x -> 2 / (1 + Math.exp(-2 * x)) - 1 + 0f);
        function(UnaryOp.TANH, DType.F32, "by a coarse polynomial", x -> coarseTanh(x));
        function(UnaryOp.TANH, null, "is clipped at 3", x -> Math.tanh(Math.clamp(x, -3, 3)));
        function(UnaryOp.SIGMOID, null, "overflows", x -> Math.exp(x) / (1 + Math.exp(x)));
        function(UnaryOp.SIGMOID, null, "by a polynomial", x -> Math.clamp(0.5 + x / 6, 0, 1));
        function(UnaryOp.SIGMOID, DType.F32, "loses small results", KernelMutants::oneMinus);
        function(UnaryOp.ERF, null, "to seven digits", KernelMutants::erf);
        function(UnaryOp.NEG, null, "of 0 − x at infinity", x -> Double.isInfinite(x) ? x : -x);
    }

    private static double polynomial(double x) {
        double y = Math.abs(x) > 100 ? Math.IEEEremainder(x, 6.2831855f) : x;
        return Math.sin(y);
    }

    private static double reduced(double x) {
        return Math.IEEEremainder(x, 6.2831855f);
    }

    private static double tanhByExp(double x) {
        double e = Math.exp(2 * x);
        return (e - 1) / (e + 1);
    }

    /** Off by 1e−5, as fast approximations are. */
    private static double coarseTanh(double x) {
        return Math.tanh(x) * (1 + 1e-5);
    }

    private static double oneMinus(double x) {
        return x < 0 ? 1 - (float) (1 / (1 + Math.exp(x))) : 1 / (1 + Math.exp(-x));
    }

    /** Abramowitz and Stegun, 7.1.26. */
    private static double erf(double x) {
        double t = 1 / (1 + 0.3275911 * Math.abs(x));
        double p = 1.421413741 + t * (-1.453152027 + t * 1.061405429);
        double sum = t * (0.254829592 + t * (-0.284496736 + t * p));
        return Math.copySign(1 - sum * Math.exp(-x * x), x);
    }

    // ---- elementwise operations

    private interface Binary {
        void run(BinaryOp op, View a, View b, View out);
    }

    private void binary(String fault, Supplier<Binary> wrong) {
        add(
                "binary",
                fault,
                () -> {
                    Binary w = wrong.get();
                    return new ScalarKernels() {
                        @Override
                        public void binary(BinaryOp op, View a, View b, View out) {
                            w.run(op, a, b, out);
                        }
                    };
                });
    }

    private void function(BinaryOp wrong, DType type, String fault, DoubleBinaryOperator f) {
        binary(
                wrong + " " + fault,
                () ->
                        (op, a, b, out) -> {
                            boolean here =
                                    type == null ? out.dtype().isFloat() : out.dtype() == type;
                            if (op != wrong || !here) {
                                RIGHT.binary(op, a, b, out);
                                return;
                            }
                            for (int i = 0; i < out.size(); i++) {
                                Views.set(
                                        out, i, f.applyAsDouble(Views.get(a, i), Views.get(b, i)));
                            }
                        });
    }

    private static boolean repeats(View v) {
        return v.rank() > 1 && v.stride(0) == 0;
    }

    private void elementwise() {
        unary(
                "strides of the operand are ignored",
                () -> (op, x, out) -> RIGHT.unary(op, Views.gapless(x), out));
        unary(
                "the operand's offset is ignored",
                () -> (op, x, out) -> RIGHT.unary(op, Views.unshifted(x), out));
        unary(
                "the tail after whole vectors is left out",
                () ->
                        (op, x, out) -> {
                            int tail = out.rank() == 1 ? out.size() % LANES : 0;
                            if (tail < out.size()) {
                                RIGHT.unary(
                                        op, Views.shorter(x, 0, tail), Views.shorter(out, 0, tail));
                            }
                        });
        unary(
                "the result is cleared before the operand is read",
                () ->
                        (op, x, out) -> {
                            Views.fill(out, 0);
                            RIGHT.unary(op, x, out);
                        });
        unary(
                "only the first of repeated rows is computed",
                () ->
                        (op, x, out) -> {
                            RIGHT.unary(op, x, out);
                            if (repeats(x) && out.dim(0) > 1) {
                                View last = out.window(0, out.dim(0) - 1, 1);
                                Views.fill(last, 0);
                            }
                        });
        binary(
                "strides of the second operand are ignored",
                () -> (op, a, b, out) -> RIGHT.binary(op, a, Views.gapless(b), out));
        binary(
                "a repeated row is taken for a repeated column",
                () ->
                        (op, a, b, out) -> {
                            boolean square = b.rank() == 2 && b.dim(0) == b.dim(1) && repeats(b);
                            RIGHT.binary(op, a, square ? b.transpose(List.of(1, 0)) : b, out);
                        });
        binary(
                "a single element is added once only",
                () ->
                        (op, a, b, out) -> {
                            RIGHT.binary(op, a, b, out);
                            if (b.rank() == 1 && b.stride(0) == 0 && out.size() > LANES) {
                                Views.set(out, out.size() - 1, Views.get(a, out.size() - 1));
                            }
                        });
        binary(
                "the operands of SUB are exchanged where the first is one element",
                () ->
                        (op, a, b, out) -> {
                            boolean swap = op == BinaryOp.SUB && a.rank() == 1 && a.stride(0) == 0;
                            RIGHT.binary(op, swap ? b : a, swap ? a : b, out);
                        });
        binary(
                "the tail after whole vectors is left out",
                () ->
                        (op, a, b, out) -> {
                            int tail = out.rank() == 1 ? out.size() % LANES : 0;
                            if (tail < out.size()) {
                                RIGHT.binary(
                                        op,
                                        Views.shorter(a, 0, tail),
                                        Views.shorter(b, 0, tail),
                                        Views.shorter(out, 0, tail));
                            }
                        });
        binary(
                "the result is written before the second operand is read",
                () ->
                        (op, a, b, out) -> {
                            View first = Views.copy(a);
                            RIGHT.unary(
                                    out.dtype() == DType.BOOL ? UnaryOp.NOT : UnaryOp.NEG,
                                    first,
                                    out);
                            RIGHT.binary(op, first, b, out);
                        });
        function(
                BinaryOp.MIN,
                null,
                "ignores NaN",
                (a, b) -> a != a ? b : b != b ? a : Math.min(a, b));
        function(
                BinaryOp.MAX,
                null,
                "ignores NaN",
                (a, b) -> a != a ? b : b != b ? a : Math.max(a, b));
        function(BinaryOp.MAX, null, "by a > b loses a NaN on the left", (a, b) -> a > b ? a : b);
        function(BinaryOp.DIV, null, "by 0 is 0", (a, b) -> b == 0 ? 0 : a / b);
        function(
                BinaryOp.DIV,
                DType.F64,
                "by a reciprocal in float32",
                (a, b) -> a * (1 / (float) b));
        function(BinaryOp.ADD, DType.F64, "in float32", (a, b) -> (float) a + (float) b);
        function(
                BinaryOp.MUL,
                null,
                "of 0 and anything is 0",
                (a, b) -> a == 0 || b == 0 ? 0 : a * b);
        function(BinaryOp.OR, DType.BOOL, "excludes both", (a, b) -> a == b ? 0 : 1);
        function(BinaryOp.AND, DType.BOOL, "is the first", (a, b) -> a);
        add(
                "select",
                "by multiplication, so the other side's NaN comes through",
                () ->
                        new ScalarKernels() {
                            @Override
                            public void select(View c, View a, View b, View out) {
                                for (int i = 0; i < out.size(); i++) {
                                    double t = Views.get(c, i);
                                    Views.set(
                                            out,
                                            i,
                                            t * Views.get(a, i) + (1 - t) * Views.get(b, i));
                                }
                            }
                        });
        add(
                "select",
                "strides of the condition are ignored",
                () ->
                        new ScalarKernels() {
                            @Override
                            public void select(View c, View a, View b, View out) {
                                super.select(Views.gapless(c), a, b, out);
                            }
                        });
        add(
                "select",
                "integers go through float32",
                () ->
                        new ScalarKernels() {
                            @Override
                            public void select(View c, View a, View b, View out) {
                                super.select(c, a, b, out);
                                for (int i = 0; out.dtype() == DType.I32 && i < out.size(); i++) {
                                    Views.set(out, i, (float) Views.get(out, i));
                                }
                            }
                        });
    }

    private void integers() {
        function(BinaryOp.ADD, DType.I32, "saturates", (a, b) -> clamped(a + b));
        function(BinaryOp.SUB, DType.I32, "saturates", (a, b) -> clamped(a - b));
        function(BinaryOp.MUL, DType.I32, "saturates", (a, b) -> clamped(a * b));
        function(BinaryOp.MUL, DType.I32, "in float32", (a, b) -> (float) a * (float) b);
        function(
                BinaryOp.DIV,
                DType.I32,
                "rounds down",
                (a, b) -> b == 0 ? 0 : Math.floorDiv((int) a, (int) b));
        function(
                BinaryOp.DIV,
                DType.I32,
                "by 0 is the numerator",
                (a, b) -> b == 0 ? a : (int) a / (int) b);
        function(
                BinaryOp.MAX,
                DType.I32,
                "of unsigned numbers",
                (a, b) -> Integer.compareUnsigned((int) a, (int) b) > 0 ? a : b);
        unary(
                "ABS of −2³¹ is 2³¹ − 1",
                () ->
                        (op, x, out) -> {
                            RIGHT.unary(op, x, out);
                            for (int i = 0;
                                    op == UnaryOp.ABS && out.dtype() == DType.I32 && i < out.size();
                                    i++) {
                                Views.set(
                                        out,
                                        i,
                                        Math.max(Views.get(out, i), -(double) Integer.MAX_VALUE) < 0
                                                ? Integer.MAX_VALUE
                                                : Views.get(out, i));
                            }
                        });
        function(UnaryOp.SIGN, DType.I32, "is the difference to 0", x -> x);
    }

    private static double clamped(double x) {
        return Math.clamp(x, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    // ---- comparisons and conversions

    private interface Comparison {
        boolean holds(double a, double b);
    }

    private void compare(CompareOp wrong, String fault, Comparison c) {
        add(
                "compare",
                wrong + " " + fault,
                () ->
                        new ScalarKernels() {
                            @Override
                            public void compare(CompareOp op, View a, View b, View out) {
                                super.compare(op, a, b, out);
                                for (int i = 0; op == wrong && i < out.size(); i++) {
                                    boolean holds = c.holds(Views.get(a, i), Views.get(b, i));
                                    Views.set(out, i, holds ? 1 : 0);
                                }
                            }
                        });
    }

    private void comparisons() {
        compare(CompareOp.EQ, "holds for NaN", (a, b) -> Double.compare(a + 0.0, b + 0.0) == 0);
        compare(CompareOp.EQ, "tells −0 from 0", (a, b) -> a == b && Double.compare(a, b) == 0);
        compare(CompareOp.EQ, "allows a small difference", (a, b) -> Math.abs(a - b) < 1e-6);
        compare(CompareOp.NE, "is false for NaN", (a, b) -> a < b || a > b);
        compare(CompareOp.LT, "holds for equal numbers", (a, b) -> a <= b);
        compare(CompareOp.GE, "is not less, so NaN is", (a, b) -> !(a < b));
        compare(CompareOp.LE, "is not greater, so NaN is", (a, b) -> !(a > b));
        compare(CompareOp.GT, "in float32", (a, b) -> (float) a > (float) b);
        compare(
                CompareOp.LT,
                "of unsigned integers",
                (a, b) -> a < b && !(a < 0 && b >= 0 && a == (int) a && b == (int) b));
    }

    private void cast(String fault, DType from, DType to, DoubleUnaryOperator f) {
        add(
                "cast",
                fault,
                () ->
                        new ScalarKernels() {
                            @Override
                            public void cast(View x, View out) {
                                boolean fromHere =
                                        from == null ? x.dtype().isFloat() : x.dtype() == from;
                                boolean toHere =
                                        to == null ? out.dtype().isFloat() : out.dtype() == to;
                                View in = fromHere && toHere ? Views.copy(x) : x;
                                super.cast(x, out);
                                for (int i = 0; in != x && i < out.size(); i++) {
                                    Views.set(out, i, f.applyAsDouble(Views.get(in, i)));
                                }
                            }
                        });
    }

    private void conversions() {
        cast("floats to integers round to nearest", null, DType.I32, Math::rint);
        cast("floats to integers round down", null, DType.I32, Math::floor);
        cast("floats out of range wrap around", null, DType.I32, x -> (int) (long) x);
        cast("NaN becomes −2³¹", null, DType.I32, x -> x != x ? Integer.MIN_VALUE : (int) x);
        cast(
                "integers to floats lose what is below 2⁸",
                DType.I32,
                null,
                x -> Math.abs(x) > 1 << 24 ? (int) x & ~255 : x);
        cast("a fraction is false", null, DType.BOOL, x -> (int) x != 0 ? 1 : 0);
        cast("NaN is false", null, DType.BOOL, x -> x != x || x == 0 ? 0 : 1);
        cast("negative integers are false", DType.I32, DType.BOOL, x -> x > 0 ? 1 : 0);
        cast("true is −1", DType.BOOL, null, x -> -x);
    }

    // ---- copies

    private void move(String fault, Supplier<Unary> wrong) {
        add(
                "move",
                fault,
                () -> {
                    Unary w = wrong.get();
                    return new ScalarKernels() {
                        @Override
                        public void move(View x, View out) {
                            w.run(null, x, out);
                        }
                    };
                });
    }

    private void copies() {
        move(
                "strides of the source are ignored",
                () -> (op, x, out) -> RIGHT.move(Views.gapless(x), out));
        move(
                "strides of the target are ignored",
                () -> (op, x, out) -> RIGHT.move(x, Views.gapless(out)));
        move(
                "the source's offset is ignored",
                () -> (op, x, out) -> RIGHT.move(Views.unshifted(x), out));
        move(
                "the last row of a block of 4 is left out",
                () ->
                        (op, x, out) -> {
                            boolean odd = out.rank() == 2 && out.dim(0) > 4 && out.dim(0) % 4 == 1;
                            RIGHT.move(
                                    odd ? Views.shorter(x, 0, 1) : x,
                                    odd ? Views.shorter(out, 0, 1) : out);
                        });
        move(
                "the tail after whole vectors is left out",
                () ->
                        (op, x, out) -> {
                            int tail = out.rank() == 1 ? out.size() % LANES : 0;
                            if (tail < out.size()) {
                                RIGHT.move(Views.shorter(x, 0, tail), Views.shorter(out, 0, tail));
                            }
                        });
        move(
                "integers go through float32",
                () ->
                        (op, x, out) -> {
                            RIGHT.move(x, out);
                            for (int i = 0; out.dtype() == DType.I32 && i < out.size(); i++) {
                                Views.set(out, i, (float) Views.get(out, i));
                            }
                        });
        move(
                "doubles go through float32",
                () ->
                        (op, x, out) -> {
                            RIGHT.move(x, out);
                            for (int i = 0; out.dtype() == DType.F64 && i < out.size(); i++) {
                                Views.set(out, i, (float) Views.get(out, i));
                            }
                        });
    }

    // ---- reductions

    private interface Reduction {
        void run(ReduceOp op, View x, int kept, View out);
    }

    private void reduce(String fault, Supplier<Reduction> wrong) {
        add(
                "reduce",
                fault,
                () -> {
                    Reduction w = wrong.get();
                    return new ScalarKernels() {
                        @Override
                        public void reduce(ReduceOp op, View x, int kept, View out) {
                            w.run(op, x, kept, out);
                        }
                    };
                });
    }

    /** Computes each element of a reduction again from those that it is made of. */
    private static void each(ReduceOp wrong, DType type, ReduceOp op, View x, View out, Row f) {
        boolean here = type == null ? x.dtype().isFloat() : x.dtype() == type;
        if (op != wrong || !here) {
            return;
        }
        int inner = x.size() / out.size();
        for (int i = 0; i < out.size(); i++) {
            double[] row = new double[inner];
            for (int k = 0; k < inner; k++) {
                row[k] = Views.get(x, i * inner + k);
            }
            Views.set(out, i, f.of(row));
        }
    }

    private interface Row {
        double of(double[] row);
    }

    private void row(ReduceOp wrong, DType type, String fault, Row f) {
        reduce(
                wrong + " " + fault,
                () ->
                        (op, x, kept, out) -> {
                            RIGHT.reduce(op, x, kept, out);
                            each(wrong, type, op, x, out, f);
                        });
    }

    private static double sum(double[] row, int from, int to) {
        double s = 0;
        for (int k = from; k < to; k++) {
            s += row[k];
        }
        return s;
    }

    private void reductions() {
        row(
                ReduceOp.SUM,
                null,
                "leaves out the last element of 5",
                r -> sum(r, 0, r.length % 5 == 0 ? r.length - 1 : r.length));
        row(
                ReduceOp.SUM,
                null,
                "leaves out the tail after whole vectors",
                r -> sum(r, 0, r.length < LANES ? r.length : r.length / LANES * LANES));
        row(
                ReduceOp.SUM,
                null,
                "begins with the first element twice",
                r -> sum(r, 0, r.length) + (r.length > 16 ? r[0] : 0));
        row(ReduceOp.SUM, DType.F64, "in float32", r -> (float) sum(r, 0, r.length));
        row(
                ReduceOp.SUM,
                DType.F32,
                "to 12 bits",
                r -> {
                    double s = 0;
                    for (double v : r) {
                        s = coarse(s + v);
                    }
                    return s;
                });
        row(ReduceOp.SUM, DType.I32, "saturates", r -> clamped(sum(r, 0, r.length)));
        row(
                ReduceOp.SUM,
                null,
                "leaves out NaN",
                r -> {
                    double s = 0;
                    for (double v : r) {
                        s += v == v ? v : 0;
                    }
                    return s;
                });
        row(
                ReduceOp.MAX,
                null,
                "begins with 0",
                r -> {
                    double m = 0;
                    for (double v : r) {
                        m = Math.max(m, v);
                    }
                    return m;
                });
        row(
                ReduceOp.MAX,
                null,
                "leaves out NaN",
                r -> {
                    double m = Double.NEGATIVE_INFINITY;
                    for (double v : r) {
                        m = v > m ? v : m;
                    }
                    return m;
                });
        row(
                ReduceOp.MAX,
                null,
                "leaves out the last element",
                r -> {
                    double m = Double.NEGATIVE_INFINITY;
                    for (int k = 0; k < Math.max(1, r.length - 1) && r.length > 0; k++) {
                        m = Math.max(m, r[k]);
                    }
                    return m;
                });
        row(
                ReduceOp.MAX,
                DType.I32,
                "of none is 0",
                r -> {
                    double m = r.length == 0 ? 0 : Integer.MIN_VALUE;
                    for (double v : r) {
                        m = Math.max(m, v);
                    }
                    return m;
                });
        row(
                ReduceOp.MAX,
                null,
                "of none is finite",
                r -> {
                    double m = -Float.MAX_VALUE;
                    for (double v : r) {
                        m = Math.max(m, v);
                    }
                    return m;
                });
        reduce(
                "the result of none is left as it was",
                () ->
                        (op, x, kept, out) -> {
                            if (x.size() > 0) {
                                RIGHT.reduce(op, x, kept, out);
                            }
                        });
        reduce(
                "strides of the operand are ignored",
                () -> (op, x, kept, out) -> RIGHT.reduce(op, Views.gapless(x), kept, out));
        reduce(
                "what is reduced is added to the last result",
                () ->
                        (op, x, kept, out) -> {
                            View before = Views.copy(out);
                            RIGHT.reduce(op, x, kept, out);
                            for (int i = 0;
                                    op == ReduceOp.SUM && x.dtype().isFloat() && i < out.size();
                                    i++) {
                                double b = Views.get(before, i);
                                Views.set(out, i, Views.get(out, i) + (b == b ? b : 0));
                            }
                        });
    }

    private static double coarse(double x) {
        float f = (float) x;
        return Float.intBitsToFloat(Float.floatToRawIntBits(f) & ~0xFFF);
    }

    // ---- products of matrices

    private interface Product {
        void run(View a, View c, View out);
    }

    private void matmul(String fault, Supplier<Product> wrong) {
        add(
                "matmul",
                fault,
                () -> {
                    Product w = wrong.get();
                    return new ScalarKernels() {
                        @Override
                        public void matmul(View a, View c, View out) {
                            w.run(a, c, out);
                        }
                    };
                });
    }

    private void products() {
        matmul(
                "what is there is added",
                () ->
                        (a, c, out) -> {
                            View before = Views.copy(out);
                            RIGHT.matmul(a, c, out);
                            for (int i = 0; i < out.size(); i++) {
                                double b = Views.get(before, i);
                                Views.set(out, i, Views.get(out, i) + (b == b ? b : 0));
                            }
                        });
        matmul(
                "a product without terms leaves what is there",
                () ->
                        (a, c, out) -> {
                            if (a.dim(2) > 0) {
                                RIGHT.matmul(a, c, out);
                            }
                        });
        matmul(
                "the last term of an odd number is left out",
                () ->
                        (a, c, out) -> {
                            int cut = a.dim(2) % 2 == 1 && a.dim(2) > 8 ? 1 : 0;
                            RIGHT.matmul(Views.shorter(a, 2, cut), Views.shorter(c, 1, cut), out);
                        });
        matmul(
                "the last row of an odd number is left out",
                () ->
                        (a, c, out) -> {
                            View last = Views.copy(out);
                            RIGHT.matmul(a, c, out);
                            int m = out.dim(1);
                            if (m % 2 == 1 && m > 4) {
                                RIGHT.move(last.window(1, m - 1, 1), out.window(1, m - 1, 1));
                            }
                        });
        matmul(
                "columns after whole vectors are left out",
                () ->
                        (a, c, out) -> {
                            View last = Views.copy(out);
                            RIGHT.matmul(a, c, out);
                            int n = out.dim(2);
                            int tail = n > LANES ? n % LANES : 0;
                            if (tail > 0) {
                                RIGHT.move(
                                        last.window(2, n - tail, tail),
                                        out.window(2, n - tail, tail));
                            }
                        });
        matmul(
                "all of a batch use the first right matrix",
                () -> (a, c, out) -> RIGHT.matmul(a, Views.stride(c, 0, 0), out));
        matmul(
                "a left matrix that is repeated in a batch is read on",
                () ->
                        (a, c, out) -> {
                            boolean repeated = a.dim(0) > 1 && a.stride(0) == 0;
                            RIGHT.matmul(
                                    repeated ? a.window(1, 0, a.dim(1)).broadcast(a.shape()) : a,
                                    c,
                                    out);
                            if (repeated) {
                                Views.fill(out.window(0, 1, 1), 0);
                            }
                        });
        matmul(
                "a square right matrix is always transposed in memory",
                () ->
                        (a, c, out) -> {
                            boolean square = c.dim(1) == c.dim(2) && c.dim(1) > 1;
                            RIGHT.matmul(a, square ? c.transpose(List.of(0, 2, 1)) : c, out);
                        });
        matmul(
                "gaps between rows of the left matrix are ignored",
                () ->
                        (a, c, out) -> {
                            boolean gap = a.stride(2) == 1 && a.stride(1) > a.dim(2);
                            RIGHT.matmul(gap ? Views.stride(a, 1, a.dim(2)) : a, c, out);
                        });
        matmul(
                "gaps between rows of the right matrix are ignored",
                () ->
                        (a, c, out) -> {
                            boolean gap = c.stride(2) == 1 && c.stride(1) > c.dim(2);
                            RIGHT.matmul(a, gap ? Views.stride(c, 1, c.dim(2)) : c, out);
                        });
        matmul(
                "terms are rounded to bfloat16",
                () -> (a, c, out) -> RIGHT.matmul(bfloat(a), bfloat(c), out));
        matmul(
                "doubles are multiplied in float32",
                () -> (a, c, out) -> RIGHT.matmul(narrow(a), narrow(c), out));
        matmul(
                "rows of zeros are skipped, so NaN in the other matrix is lost",
                () ->
                        (a, c, out) -> {
                            View clean = Views.copy(c);
                            for (int i = 0; i < clean.size(); i++) {
                                double v = Views.get(clean, i);
                                Views.set(clean, i, Double.isFinite(v) ? v : 0);
                            }
                            RIGHT.matmul(a, clean, out);
                        });
        matmul(
                "two threads write one row",
                () ->
                        (a, c, out) -> {
                            RIGHT.matmul(a, c, out);
                            int m = out.dim(1);
                            if (m == 7) {
                                View first = out.window(1, 3, 1);
                                RIGHT.move(out.window(1, 2, 1), first);
                            }
                        });
    }

    private static View bfloat(View v) {
        View c = Views.copy(v);
        for (int i = 0; i < c.size(); i++) {
            float f = (float) Views.get(c, i);
            Views.set(c, i, Float.intBitsToFloat(Float.floatToRawIntBits(f) & 0xFFFF0000));
        }
        return c;
    }

    private static View narrow(View v) {
        View c = Views.copy(v);
        for (int i = 0; i < c.size(); i++) {
            Views.set(c, i, (float) Views.get(c, i));
        }
        return c;
    }

    /** Packs by copying. */
    private abstract static class Packing extends ScalarKernels {
        @Override
        public void matmulPacked(View a, View c, Object packed, View out) {
            super.matmul(a, (View) packed, out);
        }
    }

    private void packing() {
        add(
                "pack",
                "a packed matrix is never packed again",
                () ->
                        new Packing() {
                            @Override
                            public Object pack(View a, View c, Object previous) {
                                return previous == null ? Views.copy(c) : previous;
                            }
                        });
        add(
                "pack",
                "one place for all packed matrices of a shape",
                () ->
                        new Packing() {
                            private final Map<dev.rondo.array.Shape, View> places =
                                    new java.util.HashMap<>();

                            @Override
                            public Object pack(View a, View c, Object previous) {
                                View place =
                                        places.computeIfAbsent(
                                                c.shape(), s -> View.allocate(c.dtype(), s));
                                if (place.dtype() != c.dtype()) {
                                    return Views.copy(c);
                                }
                                RIGHT.move(c, place);
                                return place;
                            }
                        });
        add(
                "matmulPacked",
                "the last column of an odd number is left out",
                () ->
                        new Packing() {
                            @Override
                            public Object pack(View a, View c, Object previous) {
                                return Views.copy(c);
                            }

                            @Override
                            public void matmulPacked(View a, View c, Object packed, View out) {
                                super.matmulPacked(a, c, packed, out);
                                int n = out.dim(2);
                                if (n % 2 == 1) {
                                    Views.fill(out.window(2, n - 1, 1), 0);
                                }
                            }
                        });
    }

    // ---- convolutions

    private interface Convolution {
        void run(View image, View kernel, Window rows, Window columns, int groups, View out);
    }

    private void convolve(String fault, Convolution wrong) {
        add(
                "convolve",
                fault,
                () ->
                        new ScalarKernels() {
                            @Override
                            public void convolve(
                                    View image,
                                    View kernel,
                                    Window rows,
                                    Window columns,
                                    int groups,
                                    View out) {
                                wrong.run(image, kernel, rows, columns, groups, out);
                            }
                        });
    }

    private static Window with(Window w, int stride, int dilation, int offset, int spacing) {
        return new Window(w.extent(), stride, dilation, offset, spacing);
    }

    private void convolutions() {
        convolve(
                "the stride of rows is 1",
                (i, k, r, c, g, o) ->
                        RIGHT.convolve(
                                i,
                                k,
                                with(
                                        r,
                                        Integer.signum(r.stride()),
                                        r.dilation(),
                                        r.offset(),
                                        r.spacing()),
                                c,
                                g,
                                o));
        convolve(
                "the dilation of columns is 1",
                (i, k, r, c, g, o) ->
                        RIGHT.convolve(
                                i,
                                k,
                                r,
                                with(
                                        c,
                                        c.stride(),
                                        Integer.signum(c.dilation()),
                                        c.offset(),
                                        c.spacing()),
                                g,
                                o));
        convolve(
                "there is no padding before rows",
                (i, k, r, c, g, o) ->
                        RIGHT.convolve(
                                i,
                                k,
                                with(
                                        r,
                                        r.stride(),
                                        r.dilation(),
                                        Math.max(r.offset(), 0),
                                        r.spacing()),
                                c,
                                g,
                                o));
        convolve(
                "spacing is ignored",
                (i, k, r, c, g, o) ->
                        RIGHT.convolve(
                                i, k, with(r, r.stride(), r.dilation(), r.offset(), 1), c, g, o));
        convolve(
                "windows of rows and columns are exchanged where extents agree",
                (i, k, r, c, g, o) -> {
                    boolean same = r.extent() == c.extent();
                    RIGHT.convolve(i, k, same ? c : r, same ? r : c, g, o);
                });
        convolve(
                "the kernel is walked backwards",
                (i, k, r, c, g, o) -> RIGHT.convolve(i, flipped(k), r, c, g, o));
        convolve("all groups read the first channels", KernelMutants::firstChannels);
        convolve(
                "strides of the kernel are ignored",
                (i, k, r, c, g, o) -> RIGHT.convolve(i, Views.gapless(k), r, c, g, o));
        convolve(
                "a result without terms is left as it was",
                (i, k, r, c, g, o) -> {
                    if (i.size() > 0 && k.size() > 0) {
                        RIGHT.convolve(i, k, r, c, g, o);
                    }
                });
        convolve(
                "what is there is added",
                (i, k, r, c, g, o) -> {
                    View before = Views.copy(o);
                    RIGHT.convolve(i, k, r, c, g, o);
                    for (int n = 0; n < o.size(); n++) {
                        double b = Views.get(before, n);
                        Views.set(o, n, Views.get(o, n) + (b == b ? b : 0));
                    }
                });
    }

    private static void firstChannels(
            View image, View kernel, Window rows, Window columns, int groups, View out) {
        RIGHT.convolve(image, kernel, rows, columns, groups, out);
        if (groups > 1) {
            int channels = kernel.dim(3);
            int each = kernel.dim(0) / groups;
            View first = image.window(3, 0, channels);
            View wrong = View.allocate(out.dtype(), out.shape().with(3, kernel.dim(0)));
            RIGHT.convolve(first, kernel, rows, columns, 1, wrong);
            RIGHT.move(wrong.window(3, each, each), out.window(3, each, each));
        }
    }

    private static View flipped(View kernel) {
        View c = Views.copy(kernel);
        int rows = c.dim(1);
        for (int p = 0; p < rows; p++) {
            RIGHT.move(kernel.window(1, rows - 1 - p, 1), c.window(1, p, 1));
        }
        return c;
    }

    // ---- tables

    private interface Table {
        void run(View rows, View indices, View out);
    }

    private void gather(String fault, Table wrong) {
        add(
                "gather",
                fault,
                () ->
                        new ScalarKernels() {
                            @Override
                            public void gather(View table, View indices, View out) {
                                wrong.run(table, indices, out);
                            }
                        });
    }

    private void scatterAdd(String fault, Table wrong) {
        add(
                "scatterAdd",
                fault,
                () ->
                        new ScalarKernels() {
                            @Override
                            public void scatterAdd(View updates, View indices, View out) {
                                wrong.run(updates, indices, out);
                            }
                        });
    }

    private static View mapped(View indices, DoubleUnaryOperator f) {
        View c = Views.copy(indices);
        for (int i = 0; i < c.size(); i++) {
            Views.set(c, i, f.applyAsDouble(Views.get(c, i)));
        }
        return c;
    }

    private void tables() {
        gather(
                "an index outside takes the nearest row",
                (t, i, o) -> RIGHT.gather(t, mapped(i, x -> Math.clamp(x, 0, t.dim(0) - 1)), o));
        gather(
                "a negative index counts from the end",
                (t, i, o) -> RIGHT.gather(t, mapped(i, x -> x < 0 ? x + t.dim(0) : x), o));
        gather(
                "the index one past the end takes the last row",
                (t, i, o) -> RIGHT.gather(t, mapped(i, x -> x == t.dim(0) ? x - 1 : x), o));
        gather(
                "strides of the indices are ignored",
                (t, i, o) -> RIGHT.gather(t, Views.gapless(i), o));
        gather(
                "the table's offset is ignored",
                (t, i, o) -> RIGHT.gather(Views.unshifted(t), i, o));
        gather(
                "only the first column of a wide row",
                (t, i, o) -> {
                    RIGHT.gather(t, i, o);
                    if (t.dim(1) > 1) {
                        Views.fill(o.window(1, t.dim(1) - 1, 1), 0);
                    }
                });
        scatterAdd("a later update replaces an earlier one", KernelMutants::replace);
        scatterAdd(
                "the last update is lost",
                (u, i, o) -> {
                    if (u.dim(0) > 1) {
                        RIGHT.scatterAdd(Views.shorter(u, 0, 1), Views.shorter(i, 0, 1), o);
                    } else {
                        RIGHT.scatterAdd(u, i, o);
                    }
                });
        scatterAdd(
                "updates are added in reverse order and lose an index outside",
                (u, i, o) ->
                        RIGHT.scatterAdd(u, mapped(i, x -> Math.clamp(x, 0, o.dim(0) - 1)), o));
        scatterAdd(
                "the table is cleared for each update",
                (u, i, o) -> {
                    RIGHT.scatterAdd(u, i, o);
                    View single = Views.copy(u);
                    if (u.dim(0) > 2) {
                        Views.fill(o, 0);
                        RIGHT.scatterAdd(
                                single.window(0, u.dim(0) - 1, 1), i.window(0, u.dim(0) - 1, 1), o);
                    }
                });
    }

    private static void replace(View updates, View indices, View out) {
        RIGHT.scatterAdd(updates, indices, out);
        for (int i = 0; i < updates.dim(0); i++) {
            int row = (int) Views.get(indices, i);
            RIGHT.move(updates.window(0, i, 1), out.window(0, row, 1));
        }
    }

    // ---- random bits

    private void randomBits(String fault, RandomFault wrong) {
        add(
                "randomBits",
                fault,
                () ->
                        new ScalarKernels() {
                            @Override
                            public void randomBits(View key, int site, View out) {
                                wrong.run(key, site, out);
                            }
                        });
    }

    private interface RandomFault {
        void run(View key, int site, View out);
    }

    private static View key(View key, int position, int value) {
        View c = Views.copy(key);
        Views.set(c, position, value);
        return c;
    }

    private void random() {
        randomBits("the site is ignored", (k, s, o) -> RIGHT.randomBits(k, 0, o));
        randomBits("the seed is ignored", (k, s, o) -> RIGHT.randomBits(key(k, 0, 0), s, o));
        randomBits("the step is ignored", (k, s, o) -> RIGHT.randomBits(key(k, 1, 0), s, o));
        randomBits("the time is ignored", (k, s, o) -> RIGHT.randomBits(key(k, 2, 0), s, o));
        randomBits(
                "the sign is always 0",
                (k, s, o) -> {
                    RIGHT.randomBits(k, s, o);
                    for (int i = 0; i < o.size(); i++) {
                        Views.set(o, i, (int) Views.get(o, i) & Integer.MAX_VALUE);
                    }
                });
        randomBits(
                "words of a block are in reverse order",
                (k, s, o) -> {
                    RIGHT.randomBits(k, s, o);
                    for (int i = 0; i + 3 < o.size(); i += 4) {
                        double w = Views.get(o, i);
                        Views.set(o, i, Views.get(o, i + 3));
                        Views.set(o, i + 3, w);
                    }
                });
        randomBits(
                "the last incomplete block is left out",
                (k, s, o) -> {
                    RIGHT.randomBits(k, s, o);
                    for (int i = o.size() / 4 * 4; i < o.size(); i++) {
                        Views.set(o, i, 0);
                    }
                });
    }

    // ---- what a kernel keeps

    private void memory() {
        reduce(
                "the result of the first call is kept",
                () -> {
                    Map<View, View> kept = new IdentityHashMap<>();
                    return (op, x, n, out) -> {
                        RIGHT.reduce(op, x, n, out);
                        View first = kept.computeIfAbsent(out, o -> Views.copy(o));
                        RIGHT.move(first, out);
                    };
                });
        matmul(
                "scratch memory is not cleared",
                () -> {
                    double[] scratch = new double[1];
                    return (a, c, out) -> {
                        RIGHT.matmul(a, c, out);
                        double last = Views.get(out, out.size() - 1);
                        Views.set(out, out.size() - 1, last + 1e-3 * scratch[0]);
                        scratch[0] = Double.isFinite(last) ? last : 0;
                    };
                });
        unary(
                "each second call is rounded differently",
                () -> {
                    int[] calls = {0};
                    return (op, x, out) -> {
                        RIGHT.unary(op, x, out);
                        boolean float32 = op == UnaryOp.TANH && out.dtype() == DType.F32;
                        for (int i = 0; float32 && calls[0]++ % 2 == 1 && i < out.size(); i++) {
                            Views.set(out, i, Math.nextUp((float) Views.get(out, i)));
                        }
                    };
                });
        binary(
                "the position of a buffer is kept from the first call",
                () -> {
                    Map<View, Integer> kept = new IdentityHashMap<>();
                    return (op, a, b, out) -> {
                        int before = kept.computeIfAbsent(a, View::offset);
                        if (before != a.offset() && out.dtype().isFloat()) {
                            Views.fill(out, 0);
                        } else {
                            RIGHT.binary(op, a, b, out);
                        }
                    };
                });
    }
}
