package dev.rondo.compiler;

import dev.rondo.array.Shape;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * Sums of tensors padded with zeros that lie beside each other: the gradient of something of which
 * slices were read. They are concatenated, and padded where something is still missing.
 */
final class PaddedSums {
    private PaddedSums() {}

    /** The sum of two tensors, if they are padded and lie beside each other; else null. */
    static Tensor beside(Tensor a, Tensor b, Node origin) {
        if (!(a.node().op() instanceof Op.Pad p) || !(b.node().op() instanceof Op.Pad q)) {
            return null;
        }
        Tensor x = a.node().input(0);
        Tensor y = b.node().input(0);
        int axis = axis(p, q);
        if (axis < 0) {
            return null;
        }
        if (p.low().get(axis) + x.dim(axis) == q.low().get(axis)) {
            return joined(x, p, y, q, axis, origin);
        }
        if (q.low().get(axis) + y.dim(axis) == p.low().get(axis)) {
            return joined(y, q, x, p, axis, origin);
        }
        return null;
    }

    /** The only axis along which two tensors are padded differently; −1 if there is none. */
    private static int axis(Op.Pad p, Op.Pad q) {
        int axis = -1;
        for (int i = 0; i < p.low().size(); i++) {
            boolean same =
                    p.low().get(i).equals(q.low().get(i))
                            && p.high().get(i).equals(q.high().get(i));
            if (!same && axis >= 0) {
                return -1;
            }
            axis = same ? axis : i;
        }
        return axis;
    }

    private static Tensor joined(
            Tensor first, Op.Pad p, Tensor second, Op.Pad q, int axis, Node origin) {
        List<Tensor> parts = new ArrayList<>(parts(first, axis));
        parts.addAll(parts(second, axis));
        Tensor both = add(new Op.Concat(axis), parts, origin);
        List<Integer> high = new ArrayList<>(p.high());
        high.set(axis, q.high().get(axis));
        Shape whole = origin.output().shape();
        return both.shape().equals(whole)
                ? both
                : add(new Op.Pad(p.low(), high), List.of(both), origin);
    }

    /** What a concatenation along the axis is made of. */
    private static List<Tensor> parts(Tensor t, int axis) {
        return t.node().op() instanceof Op.Concat c && c.axis() == axis
                ? t.node().inputs()
                : List.of(t);
    }

    private static Tensor add(Op op, List<Tensor> in, Node origin) {
        return in.getFirst().graph().add(op, in, origin).output();
    }
}
