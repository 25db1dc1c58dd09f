package dev.rondo.compiler;

import dev.rondo.array.Shape;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Performs one step's operation for all steps of a loop at once: operands that differ from step to
 * step come stacked along a new first axis, the others as they are.
 */
final class Vectorizer {
    private final Graph graph;
    private final int length;

    Vectorizer(Graph graph, int length) {
        this.graph = graph;
        this.length = length;
    }

    /** Whether an operation can be done for all steps at once. */
    static boolean supports(Node n, boolean[] stacked) {
        return switch (n.op()) {
            case Op.Unary _,
                    Op.Cast _,
                    Op.StopGradient _,
                    Op.Binary _,
                    Op.Compare _,
                    Op.Select _,
                    Op.Reduce _,
                    Op.Broadcast _,
                    Op.Reshape _,
                    Op.Transpose _,
                    Op.Slice _,
                    Op.Pad _,
                    Op.Concat _ ->
                    true;
            case Op.MatMul _ -> stacked[0] && (n.input(1).rank() == 2 || stacked[1]);
            case Op.Convolution _ -> stacked[0] && !stacked[1];
            case Op.Gather _ -> !stacked[0];
            case Op.Constant _,
                    Op.Input _,
                    Op.Read _,
                    Op.Argument _,
                    Op.ScatterAdd _,
                    Op.Iota _,
                    Op.RandomBits _,
                    Op.Scan _,
                    Op.Fused _ ->
                    false;
        };
    }

    /** The stacked result [length, …] of a node that {@link #supports} accepts. */
    Tensor apply(Node n, List<Tensor> in, boolean[] stacked) {
        return switch (n.op()) {
            case Op.Unary _, Op.Cast _, Op.StopGradient _ -> add(n, n.op(), in);
            case Op.Binary _, Op.Compare _, Op.Select _ -> add(n, n.op(), spread(n, in, stacked));
            case Op.MatMul _ -> matmul(n, in, stacked);
            case Op.Convolution _ -> {
                Shape image = n.input(0).shape();
                Tensor all = reshape(n, in.get(0), image.with(0, length * image.dim(0)));
                Tensor y = add(n, n.op(), List.of(all, in.get(1)));
                yield reshape(n, y, n.output().shape().prepend(length));
            }
            case Op.Reduce r -> add(n, new Op.Reduce(r.function(), shift(r.axes())), in);
            case Op.Broadcast b -> {
                Shape s = n.input(0).shape();
                int[] dims = new int[b.shape().rank() + 1];
                Arrays.fill(dims, 1);
                dims[0] = length;
                for (int i = 0; i < s.rank(); i++) {
                    dims[dims.length - s.rank() + i] = s.dim(i);
                }
                Tensor x = add(n, new Op.Reshape(Shape.of(dims)), in);
                yield add(n, new Op.Broadcast(b.shape().prepend(length)), List.of(x));
            }
            case Op.Reshape r -> add(n, new Op.Reshape(r.shape().prepend(length)), in);
            case Op.Transpose t -> {
                List<Integer> p = new ArrayList<>(List.of(0));
                p.addAll(shift(t.permutation()));
                yield add(n, new Op.Transpose(p), in);
            }
            case Op.Slice s ->
                    add(n, new Op.Slice(front(0, s.starts()), front(length, s.sizes())), in);
            case Op.Pad p -> add(n, new Op.Pad(front(0, p.low()), front(0, p.high())), in);
            case Op.Concat c -> add(n, new Op.Concat(c.axis() + 1), spread(n, in, stacked));
            case Op.Gather _ -> {
                int count = n.input(1).dim(0);
                Tensor flat = reshape(n, in.get(1), Shape.of(length * count));
                Tensor rows = add(n, n.op(), List.of(in.get(0), flat));
                yield reshape(n, rows, n.output().shape().prepend(length));
            }
            default -> throw new IllegalArgumentException("cannot be done for all steps: " + n);
        };
    }

    private Tensor matmul(Node n, List<Tensor> in, boolean[] stacked) {
        Tensor a = in.get(0);
        Shape one = n.input(0).shape();
        Shape result = n.output().shape().prepend(length);
        if (!stacked[1]) {
            Tensor rows = reshape(n, a, Shape.of(length * one.dim(0), one.dim(1)));
            return reshape(n, add(n, n.op(), List.of(rows, in.get(1))), result);
        }
        if (one.rank() == 2) {
            return add(n, n.op(), in);
        }
        Tensor b = in.get(1);
        Shape right = n.input(1).shape();
        Tensor flat =
                add(
                        n,
                        n.op(),
                        List.of(
                                reshape(n, a, one.with(0, length * one.dim(0))),
                                reshape(n, b, right.with(0, length * right.dim(0)))));
        return reshape(n, flat, result);
    }

    private Tensor reshape(Node n, Tensor x, Shape shape) {
        return x.shape().equals(shape) ? x : add(n, new Op.Reshape(shape), List.of(x));
    }

    /** All operands stacked: those that are the same at every step are repeated, as a view. */
    private List<Tensor> spread(Node n, List<Tensor> in, boolean[] stacked) {
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < in.size(); i++) {
            Tensor t = in.get(i);
            out.add(
                    stacked[i]
                            ? t
                            : add(n, new Op.Broadcast(t.shape().prepend(length)), List.of(t)));
        }
        return out;
    }

    private static List<Integer> shift(List<Integer> axes) {
        return axes.stream().map(a -> a + 1).toList();
    }

    private static List<Integer> front(int first, List<Integer> rest) {
        List<Integer> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return all;
    }

    private Tensor add(Node origin, Op op, List<Tensor> in) {
        return graph.add(op, in, origin).output();
    }
}
