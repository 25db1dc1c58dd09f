package dev.rondo.graph;

import static dev.rondo.graph.Functions.cos;
import static dev.rondo.graph.Functions.exp;
import static dev.rondo.graph.Functions.sign;
import static dev.rondo.graph.Functions.sin;
import static dev.rondo.graph.Functions.where;

import dev.rondo.array.Shape;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.ReduceOp;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.Window;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reverse-mode differentiation, from graph to graph: appends the nodes that compute the gradient.
 * Every rule uses only operations of the core, so a gradient can be differentiated again.
 */
public final class Gradients {
    private Gradients() {}

    /**
     * Gradients of a scalar.
     *
     * @param loss a float scalar
     * @param wrt variables, or tensors of the same graph
     * @return one tensor for each of {@code wrt}, of its type; zeros where the loss does not depend
     *     on it
     * @throws TraceException if the loss is not a float scalar
     */
    public static List<Tensor> of(Tensor loss, List<? extends Operand> wrt) {
        if (loss.rank() != 0 || !loss.dtype().isFloat()) {
            throw new TraceException(
                    "only a float scalar has a gradient, got "
                            + loss.type()
                            + "; reduce it with sum() or"
                            + " mean() first");
        }
        Graph g = loss.graph();
        List<Tensor> at = new ArrayList<>();
        for (Operand o : wrt) {
            Tensor t = o.in(g);
            if (t.graph() != g) {
                throw new TraceException(
                        t.type()
                                + " belongs to a loop's body ("
                                + t.graph().name()
                                + "); a gradient can be taken by variables and by tensors of the"
                                + " loss's own graph");
            }
            at.add(t);
        }
        List<Tensor> found = pullBack(g, List.of(loss), List.of(loss.constant(1)), at);
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            out.add(found.get(i) == null ? g.zeros(at.get(i).type()) : found.get(i));
        }
        return out;
    }

    /**
     * Vector-Jacobian products: the cotangents of {@code wrt}, given those of {@code outputs}; null
     * where nothing flows.
     */
    static List<Tensor> pullBack(
            Graph g, List<Tensor> outputs, List<Tensor> cotangents, List<Tensor> wrt) {
        Set<Tensor> active = active(g, wrt);
        Map<Tensor, Tensor> flow = new IdentityHashMap<>();
        int last = -1;
        for (int i = 0; i < outputs.size(); i++) {
            if (active.contains(outputs.get(i))) {
                flow.merge(outputs.get(i), cotangents.get(i), Tensor::plus);
                last = Math.max(last, outputs.get(i).node().id());
            }
        }
        for (int id = last; id >= 0; id--) {
            Node node = g.nodes().get(id);
            boolean wanted = node.inputs().stream().anyMatch(active::contains);
            if (!wanted || node.outputs().stream().noneMatch(flow::containsKey)) {
                continue;
            }
            g.attributeTo(node);
            try {
                Tensor[] in = new Tensor[node.inputs().size()];
                if (node.op() instanceof Op.Scan scan) {
                    ScanGradient.pullBack(node, scan, flow, active, in);
                } else {
                    rule(node, flow.get(node.output()), active, in);
                }
                for (int i = 0; i < in.length; i++) {
                    if (in[i] != null && active.contains(node.input(i))) {
                        flow.merge(node.input(i), in[i], Tensor::plus);
                    }
                }
            } finally {
                g.attributeTo(null);
            }
        }
        List<Tensor> found = new ArrayList<>();
        for (Tensor t : wrt) {
            found.add(flow.get(t));
        }
        return found;
    }

    /** All float tensors of the graph that depend differentiably on one of {@code sources}. */
    static Set<Tensor> active(Graph g, List<Tensor> sources) {
        Set<Tensor> active = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Tensor t : sources) {
            if (t.dtype().isFloat()) {
                active.add(t);
            }
        }
        for (Node node : g.nodes()) {
            if (node.op() instanceof Op.StopGradient
                    || node.inputs().stream().noneMatch(active::contains)) {
                continue;
            }
            if (node.op() instanceof Op.Scan scan) {
                boolean[] results = ScanGradient.activeResults(node, scan, active);
                for (int i = 0; i < results.length; i++) {
                    if (results[i]) {
                        active.add(node.outputs().get(i));
                    }
                }
            } else if (node.output().dtype().isFloat()) {
                active.add(node.output());
            }
        }
        return active;
    }

    private static void rule(Node n, Tensor dy, Set<Tensor> active, Tensor[] dx) {
        switch (n.op()) {
            case Op.Unary u -> dx[0] = unary(u.function(), n.input(0), n.output(), dy);
            case Op.Binary b -> {
                Tensor x = n.input(0);
                Tensor y = n.input(1);
                boolean first = active.contains(x);
                boolean second = active.contains(y);
                if (first) {
                    dx[0] = left(b.function(), x, y, dy);
                }
                if (second) {
                    dx[1] = right(b.function(), x, y, n.output(), dy);
                }
            }
            case Op.MatMul _ -> {
                if (active.contains(n.input(0))) {
                    dx[0] = dy.matmul(n.input(1).transpose());
                }
                if (active.contains(n.input(1))) {
                    dx[1] = n.input(0).transpose().matmul(dy);
                }
            }
            case Op.Convolution c -> convolution(c, n, dy, active, dx);
            case Op.Select _ -> {
                Tensor zero = dy.graph().zeros(dy.type());
                if (active.contains(n.input(1))) {
                    dx[1] = where(n.input(0), dy, zero);
                }
                if (active.contains(n.input(2))) {
                    dx[2] = where(n.input(0), zero, dy);
                }
            }
            case Op.Cast _ -> dx[0] = dy.cast(n.input(0).dtype());
            case Op.Reduce r -> dx[0] = reduce(r, n, dy);
            case Op.Broadcast _ -> dx[0] = unbroadcast(dy, n.input(0).shape());
            case Op.Reshape _ -> dx[0] = dy.reshape(n.input(0).shape());
            case Op.Transpose t -> {
                int[] inverse = new int[t.permutation().size()];
                for (int i = 0; i < inverse.length; i++) {
                    inverse[t.permutation().get(i)] = i;
                }
                dx[0] = dy.transpose(inverse);
            }
            case Op.Slice s -> {
                List<Integer> high = new ArrayList<>();
                for (int i = 0; i < s.starts().size(); i++) {
                    high.add(n.input(0).dim(i) - s.starts().get(i) - s.sizes().get(i));
                }
                dx[0] = dy.emit(new Op.Pad(s.starts(), high));
            }
            case Op.Pad p ->
                    dx[0] = dy.emit(new Op.Slice(p.low(), Tensor.ints(n.input(0).shape().dims())));
            case Op.Concat c -> {
                int at = 0;
                for (int i = 0; i < dx.length; i++) {
                    int size = n.input(i).dim(c.axis());
                    if (active.contains(n.input(i))) {
                        dx[i] = dy.slice(c.axis(), at, at + size);
                    }
                    at += size;
                }
            }
            case Op.Gather _ -> dx[0] = dy.emit(new Op.ScatterAdd(n.input(0).dim(0)), n.input(1));
            case Op.ScatterAdd _ -> dx[0] = dy.gather(n.input(1));
            case Op.Constant _,
                    Op.Input _,
                    Op.Read _,
                    Op.Argument _,
                    Op.Compare _,
                    Op.Iota _,
                    Op.RandomBits _,
                    Op.StopGradient _ -> {}
            case Op.Scan _ -> throw new IllegalStateException("a loop has its own rule");
            case Op.Fused _ ->
                    throw new IllegalStateException("fused operations come after differentiation");
        }
    }

    /**
     * Both gradients are convolutions. That by the image takes the kernel with its channels
     * exchanged, within each group; that by the kernel sums over the batch as over channels.
     */
    private static void convolution(
            Op.Convolution c, Node n, Tensor dy, Set<Tensor> active, Tensor[] dx) {
        Tensor x = n.input(0);
        Tensor w = n.input(1);
        int groups = c.groups();
        if (active.contains(x)) {
            Window rows = c.rows().byImage(x.dim(1));
            Window columns = c.columns().byImage(x.dim(2));
            dx[0] = dy.emit(new Op.Convolution(rows, columns, groups), exchanged(w, groups));
        }
        if (active.contains(w)) {
            Window rows = c.rows().byKernel(w.dim(1));
            Window columns = c.columns().byKernel(w.dim(2));
            Tensor image = exchanged(x.transpose(3, 1, 2, 0), groups).transpose(3, 1, 2, 0);
            Op by = new Op.Convolution(rows, columns, groups);
            dx[1] = image.emit(by, dy.transpose(3, 1, 2, 0)).transpose(3, 1, 2, 0);
        }
    }

    /** [groups · a, h, w, b] as [groups · b, h, w, a]: first and last axis exchanged by group. */
    private static Tensor exchanged(Tensor x, int groups) {
        if (groups == 1) {
            return x.transpose(3, 1, 2, 0);
        }
        int a = x.dim(0) / groups;
        return x.reshape(groups, a, x.dim(1), x.dim(2), x.dim(3))
                .transpose(0, 4, 2, 3, 1)
                .reshape(groups * x.dim(3), x.dim(1), x.dim(2), a);
    }

    private static Tensor unary(UnaryOp f, Tensor x, Tensor y, Tensor dy) {
        return switch (f) {
            case NEG -> dy.negated();
            case ABS -> dy.times(sign(x));
            case SIGN, NOT -> null;
            case EXP -> dy.times(y);
            case LOG -> dy.dividedBy(x);
            case SQRT -> dy.times(0.5).dividedBy(y);
            case SIN -> dy.times(cos(x));
            case COS -> dy.times(sin(x)).negated();
            case TANH -> dy.times(y.times(y).subtractedFrom(1));
            case ERF -> dy.times(exp(x.times(x).negated()).times(2 / Math.sqrt(Math.PI)));
            case SIGMOID -> dy.times(y.times(y.subtractedFrom(1)));
        };
    }

    private static Tensor left(BinaryOp f, Tensor a, Tensor b, Tensor dy) {
        return switch (f) {
            case ADD, SUB -> dy;
            case MUL -> dy.times(b);
            case DIV -> dy.dividedBy(b);
            case MIN -> chosen(a.lessThan(b), a.equalTo(b), dy);
            case MAX -> chosen(a.greaterThan(b), a.equalTo(b), dy);
            case AND, OR -> null;
        };
    }

    private static Tensor right(BinaryOp f, Tensor a, Tensor b, Tensor y, Tensor dy) {
        return switch (f) {
            case ADD -> dy;
            case SUB -> dy.negated();
            case MUL -> dy.times(a);
            case DIV -> dy.times(y).dividedBy(b).negated();
            case MIN -> chosen(b.lessThan(a), a.equalTo(b), dy);
            case MAX -> chosen(b.greaterThan(a), a.equalTo(b), dy);
            case AND, OR -> null;
        };
    }

    /**
     * Gives the whole cotangent to the chosen operand, or half of it to each when both are equal.
     */
    private static Tensor chosen(Tensor alone, Tensor equal, Tensor dy) {
        Tensor zero = dy.graph().zeros(dy.type());
        return where(alone, dy, where(equal, dy.times(0.5), zero));
    }

    private static Tensor reduce(Op.Reduce r, Node n, Tensor dy) {
        Tensor x = n.input(0);
        Shape kept = x.shape();
        for (int axis : r.axes()) {
            kept = kept.with(axis, 1);
        }
        Tensor spread = dy.reshape(kept).broadcastTo(x.shape());
        if (r.function() == ReduceOp.SUM) {
            return spread;
        }
        // the gradient of a largest element that occurs several times is shared equally
        Tensor hit = x.equalTo(n.output().reshape(kept));
        int[] axes = r.axes().stream().mapToInt(Integer::intValue).toArray();
        Tensor count = hit.cast(x.dtype()).sum(axes).reshape(kept).broadcastTo(x.shape());
        return where(hit, spread.dividedBy(count), x.graph().zeros(x.type()));
    }

    private static Tensor unbroadcast(Tensor dy, Shape shape) {
        int extra = dy.rank() - shape.rank();
        int[] axes =
                IntStream.range(0, dy.rank())
                        .filter(i -> i < extra || shape.dim(i - extra) == 1 && dy.dim(i) != 1)
                        .toArray();
        return axes.length == 0 ? dy.reshape(shape) : dy.sum(axes).reshape(shape);
    }
}
