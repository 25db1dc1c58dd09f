package dev.rondo.contract;

import static dev.rondo.graph.Functions.where;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.UnaryOp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Functions of one, two and three elements, on operands with every layout in memory. */
final class ElementwiseCases {
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final double[] SPECIAL = {
        0, -0.0, 1, -1, Double.NaN, INFINITY, -INFINITY, 1e-18, -1e-18, 1e18, -1e18
    };
    private static final int[] INTEGERS = {
        0,
        1,
        -1,
        2,
        -7,
        13,
        16_777_217,
        -16_777_217,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE - 1
    };

    private ElementwiseCases() {}

    static List<OperationCase> all() {
        List<OperationCase> cases = new ArrayList<>();
        for (UnaryOp op : UnaryOp.values()) {
            cases.add(unary(op));
        }
        for (BinaryOp op : BinaryOp.values()) {
            cases.add(binary(op));
        }
        for (CompareOp op : CompareOp.values()) {
            cases.add(compare(op));
        }
        cases.add(select());
        cases.add(casts());
        return cases;
    }

    static Tensor apply(Op op, Tensor... operands) {
        return operands[0].graph().add(op, List.of(operands)).output();
    }

    private static String name(Enum<?> op) {
        return op.name().toLowerCase(Locale.ROOT);
    }

    // ---- one operand

    private static OperationCase unary(UnaryOp op) {
        Function<Tensor, Tensor> f = x -> apply(new Op.Unary(op), x);
        return switch (op) {
            case NOT -> OperationCase.exact(name(op), d -> one(d, d::truths, f));
            case NEG, ABS, SIGN ->
                    OperationCase.exact(
                            name(op),
                            d -> {
                                one(d, d::floats, f);
                                one(d, dims -> d.integers(-9, 9, dims), f);
                                d.output("integers", f.apply(d.given(Array.of(INTEGERS))));
                                d.output("special", f.apply(d.given(Array.of(SPECIAL))));
                            });
            default ->
                    OperationCase.rounded(
                            name(op),
                            d -> {
                                double low = low(op);
                                double high = high(op);
                                one(d, dims -> d.uniform(low, high, dims), f);
                                d.output("special", f.apply(d.given(Array.of(special(op)))));
                                d.output("small", f.apply(d.uniform(0, 1e-3, 207)));
                                d.output("near 1", f.apply(d.uniform(0.99, 1.01, 207)));
                                if (op == UnaryOp.SIN || op == UnaryOp.COS) {
                                    d.output("large", f.apply(d.uniform(100, 10_000, 207)));
                                }
                            });
        };
    }

    private static double low(UnaryOp op) {
        return switch (op) {
            case LOG -> 1e-6;
            case SQRT -> 0;
            case EXP -> -87;
            case ERF -> -6;
            case SIN, COS -> -10;
            default -> -30;
        };
    }

    private static double high(UnaryOp op) {
        return switch (op) {
            case LOG, SQRT -> 1000;
            case EXP -> 88;
            case ERF -> 6;
            case SIN, COS -> 10;
            default -> 30;
        };
    }

    /** Values at which float32 and float64 give the same result except for rounding. */
    private static double[] special(UnaryOp op) {
        return switch (op) {
            case SIN, COS -> new double[] {0, 1, -1, Double.NaN, INFINITY, -INFINITY, 1e-18};
            default -> SPECIAL;
        };
    }

    private static void one(Drawing d, Feeds.Source source, Function<Tensor, Tensor> f) {
        List<Tensor> operands = new ArrayList<>(Feeds.vectors(source));
        operands.addAll(Feeds.matrices(source));
        for (Tensor x : operands) {
            d.output(f.apply(x));
        }
        // this is the last use of the operand, so the result may use its memory
        Tensor x = f.apply(source.make(207));
        d.output(x);
    }

    // ---- two operands

    private static OperationCase binary(BinaryOp op) {
        return switch (op) {
            case AND, OR ->
                    OperationCase.exact(
                            name(op), d -> two(d, d::truths, d::truths, new Op.Binary(op)));
            case MIN, MAX -> OperationCase.exact(name(op), d -> numbers(d, op));
            default -> OperationCase.rounded(name(op), d -> numbers(d, op));
        };
    }

    private static void numbers(Drawing d, BinaryOp op) {
        Op o = new Op.Binary(op);
        two(d, dims -> d.uniform(-3, 3, dims), dims -> d.signed(0.2, 3, dims), o);
        two(d, dims -> d.integers(-50, 50, dims), dims -> d.integers(-3, 4, dims), o);
        pairs(d, Array.of(INTEGERS), o);
        pairs(d, Array.of(SPECIAL), o);
    }

    /** Combines each number with each other number. */
    private static void pairs(Drawing d, Array values, Op op) {
        int n = values.size();
        Tensor x = d.given(values);
        Tensor a = x.reshape(n, 1).broadcastTo(Shape.of(n, n));
        Tensor b = x.broadcastTo(Shape.of(n, n));
        d.output(apply(op, a, b));
    }

    private static void two(Drawing d, Feeds.Source left, Feeds.Source right, Op op) {
        zip(d, Feeds.vectors(left), Feeds.vectors(right), 0, op);
        List<Tensor> a = Feeds.matrices(left);
        List<Tensor> b = Feeds.matrices(right);
        for (int shift = 0; shift < 4; shift++) {
            zip(d, a, b, shift, op);
        }
        for (Tensor t : b) {
            d.output(apply(op, a.getFirst(), t));
        }
    }

    private static void zip(Drawing d, List<Tensor> a, List<Tensor> b, int shift, Op op) {
        for (int i = 0; i < a.size(); i++) {
            d.output(apply(op, a.get(i), b.get((i + shift) % b.size())));
        }
    }

    private static OperationCase compare(CompareOp op) {
        Op o = new Op.Compare(op);
        return OperationCase.exact(
                "compare " + op,
                d -> {
                    two(d, d::floats, d::floats, o);
                    two(d, dims -> d.integers(0, 3, dims), dims -> d.integers(0, 3, dims), o);
                    two(d, d::truths, d::truths, o);
                    pairs(d, Array.of(INTEGERS), o);
                    pairs(d, Array.of(SPECIAL), o);
                    Tensor x = d.floats(25);
                    d.output(apply(o, x, x));
                });
    }

    // ---- select and cast

    private static OperationCase select() {
        return OperationCase.exact(
                "select",
                d -> {
                    select(d, d::floats);
                    select(d, dims -> d.integers(-9, 9, dims));
                    select(d, d::truths);
                    Tensor special = d.given(Array.of(SPECIAL));
                    d.output(where(d.truths(SPECIAL.length), special, d.graph().scalar(5)));
                    Tensor all = d.given(Array.of(INTEGERS));
                    d.output(where(d.truths(INTEGERS.length), all, all.plus(1)));
                });
    }

    private static void select(Drawing d, Feeds.Source source) {
        List<Tensor> conditions = Feeds.matrices(d::truths);
        List<Tensor> a = Feeds.matrices(source);
        List<Tensor> b = Feeds.matrices(source);
        for (int i = 0; i < a.size(); i++) {
            Tensor c = conditions.get((i * 2 + 1) % a.size());
            d.output(where(c, a.get(i), b.get((i + 3) % a.size())));
        }
        List<Tensor> vectors = Feeds.vectors(source);
        for (Tensor x : vectors) {
            d.output(where(d.truths(x.shape().dims()), x, source.make(x.shape().dims())));
        }
    }

    private static OperationCase casts() {
        return OperationCase.exact(
                "cast",
                d -> {
                    DType other = d.graph().dtype() == DType.F32 ? DType.F64 : DType.F32;
                    double[] edges = {
                        0, -0.0, 0.9, -0.9, 2.5, -2.5, 3e9, -3e9, Double.NaN, INFINITY, -INFINITY
                    };
                    for (DType to : DType.values()) {
                        one(d, dims -> d.uniform(-99, 99, dims), x -> x.cast(to));
                        one(d, dims -> d.integers(-99, 99, dims), x -> x.cast(to));
                        one(d, d::truths, x -> x.cast(to));
                        d.output(d.given(Array.of(INTEGERS)).cast(to));
                        d.output(d.given(Array.of(edges)).cast(to));
                        one(d, d::floats, x -> x.cast(other).cast(to));
                    }
                });
    }
}
