package dev.rondo.executor.plan;

import dev.rondo.array.Shape;
import dev.rondo.graph.Copier;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Type;
import dev.rondo.graph.analysis.Demand;

import java.util.ArrayList;
import java.util.List;

/** The step of a loop for fewer rows of the batch than it was traced for. */
final class FewerRows {
    private final RowAxes axes;
    private final int count;
    private final Copier copier;

    private FewerRows(RowAxes axes, int count, Graph target) {
        this.axes = axes;
        this.count = count;
        this.copier = new Copier(target);
    }

    /**
     * Copies the needed part of a step.
     *
     * @param count number of rows
     * @return the copy of each value
     */
    static Copier of(Op.Scan scan, Demand demand, RowAxes axes, int count) {
        FewerRows f = new FewerRows(axes, count, Graph.root("rows", scan.body().dtype()).body());
        for (Node n : scan.body().nodes()) {
            if (demand.needs(n)) {
                f.copier.follow(n);
                f.copy(n);
            }
        }
        return f.copier;
    }

    private void copy(Node n) {
        switch (n.op()) {
            case Op.Argument _ ->
                    copier.map(n.output(), copier.target().argument(type(n.output())));
            case Op.Broadcast _ -> copier.copy(n, new Op.Broadcast(shape(n.output())));
            case Op.Reshape _ -> copier.copy(n, new Op.Reshape(shape(n.output())));
            case Op.Slice s -> {
                List<Integer> sizes = new ArrayList<>();
                for (int d : shape(n.output()).dims()) {
                    sizes.add(d);
                }
                copier.copy(n, new Op.Slice(s.starts(), sizes));
            }
            case Op.Fused f -> copier.copy(n, fused(n, f));
            // either independent of the number of rows, or fully given by the operands
            case Op.Constant _,
                    Op.Input _,
                    Op.Read _,
                    Op.MatMul _,
                    Op.Convolution _,
                    Op.Unary _,
                    Op.Binary _,
                    Op.Compare _,
                    Op.Select _,
                    Op.Cast _,
                    Op.Reduce _,
                    Op.Transpose _,
                    Op.Concat _,
                    Op.Pad _,
                    Op.Gather _,
                    Op.ScatterAdd _,
                    Op.Iota _,
                    Op.RandomBits _,
                    Op.StopGradient _,
                    Op.Scan _ ->
                    copier.copy(n);
        }
    }

    private Op.Fused fused(Node n, Op.Fused f) {
        Graph body = copier.target().body();
        Copier inner = new Copier(body);
        for (int i = 0; i < n.inputs().size(); i++) {
            inner.map(f.body().arguments().get(i), body.argument(type(n.input(i))));
        }
        for (Node step : f.body().nodes()) {
            if (!(step.op() instanceof Op.Argument)) {
                inner.copy(step);
            }
        }
        return new Op.Fused(body, inner.get(f.results()));
    }

    private Type type(Tensor t) {
        return new Type(t.dtype(), shape(t));
    }

    private Shape shape(Tensor t) {
        int axis = axes.of(t);
        return axis < 0 ? t.shape() : t.shape().with(axis, t.dim(axis) / axes.rows() * count);
    }
}
