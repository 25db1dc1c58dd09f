package dev.rondo.graph;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.UnaryOp;

import java.util.ArrayList;
import java.util.List;

/** What each operation accepts and what it gives: the rules of types and shapes. */
final class Typing {
    private Typing() {}

    /**
     * Types of the results.
     *
     * @throws TraceException when the operands do not fit
     */
    static List<Type> infer(Op op, List<Tensor> in) {
        return switch (op) {
            case Op.Constant c -> one(c.value().dtype(), c.value().shape());
            case Op.Input i -> one(i.dtype(), i.shape());
            case Op.Read r -> one(r.dtype(), r.variable().shape());
            case Op.Argument a -> one(a.dtype(), a.shape());
            case Op.MatMul _ -> matmul(op, in);
            case Op.Convolution c -> convolution(c, in);
            case Op.Unary u -> {
                DType d = in.get(0).dtype();
                boolean fits =
                        switch (u.function()) {
                            case NOT -> d == DType.BOOL;
                            case NEG, ABS, SIGN -> d != DType.BOOL;
                            default -> d.isFloat();
                        };
                check(fits, op, in, "has no meaning for " + d + hint(u.function(), d));
                yield List.of(in.get(0).type());
            }
            case Op.Binary b -> {
                same(op, in.get(0), in.get(1), in);
                boolean logical = b.function() == BinaryOp.AND || b.function() == BinaryOp.OR;
                check(
                        logical == (in.get(0).dtype() == DType.BOOL),
                        op,
                        in,
                        "has no meaning for " + in.get(0).dtype());
                yield List.of(in.get(0).type());
            }
            case Op.Compare _ -> {
                same(op, in.get(0), in.get(1), in);
                yield one(DType.BOOL, in.get(0).shape());
            }
            case Op.Select _ -> {
                check(in.get(0).dtype() == DType.BOOL, op, in, "needs a condition of type BOOL");
                same(op, in.get(1), in.get(2), in);
                check(
                        in.get(0).shape().equals(in.get(1).shape()),
                        op,
                        in,
                        "needs a condition of the operands' shape");
                yield List.of(in.get(1).type());
            }
            case Op.Cast c -> one(c.dtype(), in.get(0).shape());
            case Op.Reduce r -> {
                Shape s = in.get(0).shape();
                check(
                        in.get(0).dtype() != DType.BOOL,
                        op,
                        in,
                        "has no meaning for BOOL; cast to I32 first");
                for (int i = r.axes().size() - 1; i >= 0; i--) {
                    s = s.without(r.axes().get(i));
                }
                yield one(in.get(0).dtype(), s);
            }
            case Op.Broadcast b -> {
                Shape s = in.get(0).shape();
                check(
                        b.shape().equals(Shape.broadcast(s, b.shape())),
                        op,
                        in,
                        "cannot stretch to "
                                + b.shape()
                                + ": aligned at the last axis, each extent must be 1 or equal");
                yield one(in.get(0).dtype(), b.shape());
            }
            case Op.Reshape r -> {
                check(
                        r.shape().size() == in.get(0).shape().size(),
                        op,
                        in,
                        "to " + r.shape() + " would change the number of elements");
                yield one(in.get(0).dtype(), r.shape());
            }
            case Op.Transpose t -> {
                Shape s = in.get(0).shape();
                int[] d = new int[s.rank()];
                boolean[] seen = new boolean[d.length];
                check(
                        t.permutation().size() == d.length,
                        op,
                        in,
                        "needs a permutation of all " + d.length + " axes, got " + t.permutation());
                for (int i = 0; i < d.length; i++) {
                    int a = t.permutation().get(i);
                    check(
                            a >= 0 && a < d.length && !seen[a],
                            op,
                            in,
                            "needs a permutation of the axes, got " + t.permutation());
                    seen[a] = true;
                    d[i] = s.dim(a);
                }
                yield one(in.get(0).dtype(), Shape.of(d));
            }
            case Op.Slice s -> {
                Shape x = in.get(0).shape();
                check(
                        s.starts().size() == x.rank() && s.sizes().size() == x.rank(),
                        op,
                        in,
                        "of all axes");
                int[] d = new int[x.rank()];
                for (int i = 0; i < d.length; i++) {
                    d[i] = s.sizes().get(i);
                    check(
                            s.starts().get(i) >= 0
                                    && d[i] >= 0
                                    && (long) s.starts().get(i) + d[i] <= x.dim(i),
                            op,
                            in,
                            "from "
                                    + s.starts()
                                    + " of size "
                                    + s.sizes()
                                    + " reaches over the end of axis "
                                    + i);
                }
                yield one(in.get(0).dtype(), Shape.of(d));
            }
            case Op.Concat c -> {
                Shape s = in.get(0).shape();
                int n = 0;
                for (Tensor t : in) {
                    check(
                            t.dtype() == in.get(0).dtype()
                                    && t.shape().rank() == s.rank()
                                    && t.shape().with(c.axis(), 0).equals(s.with(c.axis(), 0)),
                            op,
                            in,
                            "along axis "
                                    + c.axis()
                                    + " needs one type and equal extents on the other axes");
                    n += t.shape().dim(c.axis());
                }
                yield one(in.get(0).dtype(), s.with(c.axis(), n));
            }
            case Op.Pad p -> {
                Shape x = in.get(0).shape();
                int[] d = x.dims();
                check(
                        p.low().size() == d.length && p.high().size() == d.length,
                        op,
                        in,
                        "of all axes");
                for (int i = 0; i < d.length; i++) {
                    check(
                            p.low().get(i) >= 0 && p.high().get(i) >= 0,
                            op,
                            in,
                            "cannot be negative");
                    d[i] += p.low().get(i) + p.high().get(i);
                }
                yield one(in.get(0).dtype(), Shape.of(d));
            }
            case Op.Gather _ -> {
                check(
                        in.get(0).shape().rank() >= 1
                                && in.get(1).shape().rank() == 1
                                && in.get(1).dtype() == DType.I32,
                        op,
                        in,
                        "needs a table [rows, …] and I32 indices [n]");
                yield one(in.get(0).dtype(), in.get(0).shape().with(0, in.get(1).shape().dim(0)));
            }
            case Op.ScatterAdd s -> {
                check(
                        in.get(0).dtype().isFloat()
                                && in.get(0).shape().rank() >= 1
                                && in.get(1).shape().equals(Shape.of(in.get(0).shape().dim(0)))
                                && in.get(1).dtype() == DType.I32,
                        op,
                        in,
                        "needs float updates [n, …] and I32 indices [n]");
                yield one(in.get(0).dtype(), in.get(0).shape().with(0, s.rows()));
            }
            case Op.Iota i -> one(DType.I32, i.shape());
            case Op.RandomBits r -> {
                check(
                        in.get(0).type().equals(new Type(DType.I32, Shape.of(3))),
                        op,
                        in,
                        "needs a key (seed, step, time) of type I32[3]");
                yield one(DType.I32, r.shape());
            }
            case Op.StopGradient _ -> List.of(in.get(0).type());
            case Op.Scan s -> scan(s, in);
            case Op.Fused f -> f.results().stream().map(Tensor::type).toList();
        };
    }

    /**
     * A shape that a user asks for.
     *
     * @throws TraceException when an extent is negative, or no memory holds so many elements
     */
    static Shape shape(int... dims) {
        try {
            return Shape.of(dims);
        } catch (IllegalArgumentException e) {
            throw new TraceException(e.getMessage());
        }
    }

    private static String hint(UnaryOp f, DType d) {
        return f == UnaryOp.NOT || d.isFloat() ? "" : "; cast to a float type first";
    }

    private static List<Type> matmul(Op op, List<Tensor> in) {
        Shape a = in.get(0).shape();
        Shape b = in.get(1).shape();
        check(
                in.get(0).dtype() == in.get(1).dtype() && in.get(0).dtype().isFloat(),
                op,
                in,
                "needs two float operands of one type");
        check(
                a.rank() == b.rank() && (a.rank() == 2 || a.rank() == 3),
                op,
                in,
                "needs two matrices, or two batches of matrices");
        check(a.rank() == 2 || a.dim(0) == b.dim(0), op, in, "needs batches of one size");
        check(
                a.dim(-1) == b.dim(-2),
                op,
                in,
                "needs as many columns on the left ("
                        + a.dim(-1)
                        + ") as rows on the right ("
                        + b.dim(-2)
                        + ")");
        return one(in.get(0).dtype(), a.with(-1, b.dim(-1)));
    }

    private static List<Type> convolution(Op.Convolution op, List<Tensor> in) {
        Shape image = in.get(0).shape();
        Shape kernel = in.get(1).shape();
        check(
                in.get(0).dtype() == in.get(1).dtype() && in.get(0).dtype().isFloat(),
                op,
                in,
                "needs an image and a kernel of one float type");
        check(
                image.rank() == 4 && kernel.rank() == 4,
                op,
                in,
                "needs an image [batch, height, width, channels] and a kernel [channels of the"
                        + " result, height, width, channels / groups]");
        check(
                op.groups() > 0
                        && (long) kernel.dim(3) * op.groups() == image.dim(3)
                        && kernel.dim(0) % op.groups() == 0,
                op,
                in,
                "in "
                        + op.groups()
                        + " groups needs a kernel of "
                        + image.dim(3)
                        + " / "
                        + op.groups()
                        + " channels, and a result whose channels divide into as many groups");
        check(
                op.rows().isCountable(kernel.dim(1), image.dim(1))
                        && op.columns().isCountable(kernel.dim(2), image.dim(2)),
                op,
                in,
                "needs smaller strides, dilations or padding");
        return one(
                in.get(0).dtype(),
                shape(image.dim(0), op.rows().extent(), op.columns().extent(), kernel.dim(0)));
    }

    private static List<Type> scan(Op.Scan s, List<Tensor> in) {
        int expected = s.body().arguments().size() + (s.dynamic() ? 1 : 0);
        check(in.size() == expected, s, in, "needs " + expected + " inputs");
        List<Type> out = new ArrayList<>();
        for (int i = 0; i < s.body().arguments().size(); i++) {
            Type want = s.body().arguments().get(i).type();
            Type got = in.get(i).type();
            boolean stacked = i >= s.carries() && i < s.carries() + s.inputs();
            Type full = stacked ? new Type(want.dtype(), want.shape().prepend(s.length())) : want;
            check(full.equals(got), s, in, "needs input " + i + " as " + full + ", got " + got);
        }
        for (int i = 0; i < s.results().size(); i++) {
            Type t = s.results().get(i).type();
            if (i < s.carries()) {
                Type want = s.body().arguments().get(i).type();
                check(
                        t.equals(want),
                        s,
                        List.of(),
                        "carries state "
                                + i
                                + " as "
                                + want
                                + " into the step but "
                                + t
                                + " out of it");
                out.add(t);
            } else {
                out.add(new Type(t.dtype(), t.shape().prepend(s.length())));
            }
        }
        if (s.dynamic()) {
            check(
                    in.getLast().type().equals(new Type(DType.I32, Shape.SCALAR)),
                    s,
                    List.of(in.getLast()),
                    "needs its number of steps as an I32 scalar");
        }
        return out;
    }

    private static void same(Op op, Tensor a, Tensor b, List<Tensor> in) {
        check(a.dtype() == b.dtype(), op, in, "needs operands of one type; cast(…) converts");
        check(a.shape().equals(b.shape()), op, in, "needs operands of one shape");
    }

    private static List<Type> one(DType dtype, Shape shape) {
        return List.of(new Type(dtype, shape));
    }

    private static void check(boolean ok, Op op, List<Tensor> in, String message) {
        if (!ok) {
            throw new TraceException(op.title() + " " + message + operands(in));
        }
    }

    /** Operands for a message: types, and names where given. */
    static String operands(List<Tensor> in) {
        if (in.isEmpty()) {
            return "";
        }
        StringBuilder s = new StringBuilder("; got ");
        for (int i = 0; i < in.size(); i++) {
            String name = in.get(i).node().name();
            s.append(i == 0 ? "" : " and ").append(in.get(i).type());
            s.append(name == null ? "" : " '" + name + "'");
        }
        return s.toString();
    }
}
