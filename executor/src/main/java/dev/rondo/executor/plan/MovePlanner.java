package dev.rondo.executor.plan;

import dev.rondo.array.Shape;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.View;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Plans the operations that concatenate, pad, look up and add up elements, and random bits. */
final class MovePlanner {
    private final Planner around;
    private final Kernels kernels;
    private final PlanBuilder plan;

    /**
     * A planner of such operations of a graph.
     *
     * @param around plans the graph
     * @param plan gets the instructions
     */
    MovePlanner(Planner around, Kernels kernels, PlanBuilder plan) {
        this.around = around;
        this.kernels = kernels;
        this.plan = plan;
    }

    void concat(Node n, Op.Concat c) {
        View placed = around.views().get(n.output());
        View out = placed == null ? around.out(n.output()) : placed;
        List<Runnable> moves = new ArrayList<>();
        List<View> reads = new ArrayList<>();
        int at = 0;
        for (Tensor part : n.inputs()) {
            View from = around.views().get(part);
            View to = out.window(c.axis(), at, part.dim(c.axis()));
            at += part.dim(c.axis());
            boolean there = from.storage() == to.storage() && from.shift() == to.shift();
            if (part.shape().size() > 0 && !there) {
                View[] v = View.merge(from, to);
                moves.add(() -> kernels.move(v[0], v[1]));
                reads.add(v[0]);
            }
        }
        if (!moves.isEmpty() || placed == null) {
            plan.emit(n, sequence(moves), out, reads.toArray(View[]::new));
        }
    }

    private static Runnable sequence(List<Runnable> parts) {
        Runnable[] all = parts.toArray(Runnable[]::new);
        return () -> {
            for (Runnable r : all) {
                r.run();
            }
        };
    }

    private Runnable clear(View out) {
        int size = out.size();
        return () -> Zeros.fill(out.buffer(), out.offset(), size);
    }

    void pad(Node n, Op.Pad p) {
        View x = around.in(n, 0);
        View out = around.out(n.output());
        List<Runnable> moves = new ArrayList<>();
        moves.add(clear(out));
        if (x.size() > 0) {
            List<Integer> sizes = IntStream.of(n.input(0).shape().dims()).boxed().toList();
            View[] v = View.merge(x, out.slice(p.low(), sizes));
            moves.add(() -> kernels.move(v[0], v[1]));
        }
        plan.emit(n, sequence(moves), out, x);
    }

    void gather(Node n) {
        View table = rows(plan.contiguous(n, around.in(n, 0)));
        View indices = around.in(n, 1);
        View out = around.out(n.output());
        View flat = rows(out);
        Runnable gather = () -> kernels.gather(table, indices, flat);
        plan.emit(n, () -> located(n, gather), out, table, indices);
    }

    private static void located(Node n, Runnable byIndex) {
        try {
            byIndex.run();
        } catch (IndexOutOfBoundsException e) {
            throw located(e, n);
        }
    }

    void scatterAdd(Node n) {
        View updates = rows(plan.contiguous(n, around.in(n, 0)));
        View indices = around.in(n, 1);
        View out = around.out(n.output());
        View flat = rows(out);
        Runnable clear = clear(out);
        Runnable scatter = () -> kernels.scatterAdd(updates, indices, flat);
        Runnable add = () -> located(n, scatter);
        plan.emit(
                n,
                updates.size() == 0 ? clear : sequence(List.of(clear, add)),
                out,
                updates,
                indices);
    }

    private static View rows(View x) {
        int width = 1;
        for (int i = 1; i < x.rank(); i++) {
            width *= x.dim(i);
        }
        return new View(x.storage(), x.shift(), new int[] {x.dim(0), width}, new int[] {width, 1});
    }

    /**
     * The same error with the names of the rows and the indices, and with the line of the model.
     *
     * @param n a gather or a scatter
     */
    private static IndexOutOfBoundsException located(IndexOutOfBoundsException e, Node n) {
        String rows = n.input(0).node().name();
        String indices = n.input(1).node().name();
        var told =
                new IndexOutOfBoundsException(
                        e.getMessage()
                                + "; rows"
                                + (rows == null ? "" : " of '" + rows + "'")
                                + (n.op() instanceof Op.ScatterAdd
                                        ? " are added to it"
                                        : " are looked up")
                                + (indices == null ? "" : " by '" + indices + "'")
                                + " at "
                                + n.site());
        told.initCause(e);
        return told;
    }

    void randomBits(Node n, Op.RandomBits r) {
        View key = plan.contiguous(n, around.in(n, 0));
        View out = around.out(n.output());
        View flat = out.reshape(Shape.of(out.size()));
        plan.emit(n, () -> kernels.randomBits(key, r.site(), flat), out, key);
    }
}
