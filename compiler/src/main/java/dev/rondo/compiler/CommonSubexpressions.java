package dev.rondo.compiler;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Copier;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.analysis.Demand;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Computes once what is written several times: equal operations on the same operands. */
final class CommonSubexpressions extends Rewriter {
    private record Key(Object op, List<Tensor> operands) {}

    private record Scalar(DType dtype, Shape shape, double value) {}

    private final Map<Graph, Map<Key, Node>> known = new IdentityHashMap<>();

    @Override
    void copy(Node n, Copier copier, Demand demand) {
        boolean pure =
                switch (n.op()) {
                    case Op.Input _, Op.Read _, Op.Argument _, Op.Scan _ -> false;
                    case Op.Constant _,
                            Op.MatMul _,
                            Op.Convolution _,
                            Op.Unary _,
                            Op.Binary _,
                            Op.Compare _,
                            Op.Select _,
                            Op.Cast _,
                            Op.Reduce _,
                            Op.Broadcast _,
                            Op.Reshape _,
                            Op.Transpose _,
                            Op.Slice _,
                            Op.Concat _,
                            Op.Pad _,
                            Op.Gather _,
                            Op.ScatterAdd _,
                            Op.Iota _,
                            Op.RandomBits _,
                            Op.StopGradient _,
                            Op.Fused _ ->
                            true;
                };
        if (!pure) {
            super.copy(n, copier, demand);
            return;
        }
        Key key = new Key(key(n.op()), copier.get(n.inputs()));
        Node before = known.computeIfAbsent(copier.target(), _ -> new HashMap<>()).get(key);
        if (before == null) {
            known.get(copier.target()).put(key, copier.copy(n));
        } else {
            copier.map(n.output(), before.output());
            if (before.name() == null && n.name() != null) {
                before.output().named(n.name());
            }
        }
    }

    /** Constants are equal when they are equal scalars; others only as the same object. */
    private static Object key(Op op) {
        return op instanceof Op.Constant c && c.value().size() == 1
                ? new Scalar(c.value().dtype(), c.value().shape(), c.value().get(0))
                : op;
    }
}
