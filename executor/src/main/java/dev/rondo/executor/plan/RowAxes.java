package dev.rondo.executor.plan;

import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.analysis.Demand;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Where the rows of a batch are in the values of a loop's step, if each row is computed
 * independently. Then some rows can go through the whole loop without the others.
 *
 * <p>Carries have their rows on their first axis. From there on, every operation determines where
 * its result has them. An operation that mixes rows ends the search. A value that is the same for
 * every row, such as a weight, has none. A value that is repeated along an axis can have any number
 * of rows.
 */
final class RowAxes {
    /** Thrown when rows are mixed, or may be. */
    private static final class Mixed extends RuntimeException {
        Mixed() {
            super(null, null, false, false);
        }
    }

    private static final int NONE = -1;

    /**
     * The value is made by repeating. It can have any number of rows, along an axis that is not
     * known yet.
     */
    private static final int OPEN = -2;

    private final Op.Scan scan;
    private final Demand demand;
    private final int rows;
    private final Map<Tensor, Integer> axes = new IdentityHashMap<>();

    /** Captured tensors that turned out to have rows. */
    private final Map<Tensor, Integer> captured = new IdentityHashMap<>();

    private boolean again;

    private RowAxes(Op.Scan scan, Demand demand, int rows) {
        this.scan = scan;
        this.demand = demand;
        this.rows = rows;
    }

    /**
     * The axes of a loop whose carries have this many rows; empty when rows depend on each other.
     */
    static Optional<RowAxes> of(Op.Scan scan, Demand demand, List<Tensor> results, int rows) {
        RowAxes found = new RowAxes(scan, demand, rows);
        try {
            do {
                found.again = false;
                found.axes.clear();
                found.walk(results);
            } while (found.again);
        } catch (Mixed _) {
            return Optional.empty();
        }
        return Optional.of(found);
    }

    /** The axis on which a value has its rows; negative for a value without rows. */
    int of(Tensor t) {
        return axes.get(t);
    }

    int rows() {
        return rows;
    }

    private void walk(List<Tensor> results) {
        for (Node n : scan.body().nodes()) {
            if (demand.needs(n)) {
                node(n);
                if (again) {
                    return;
                }
            }
        }
        for (Tensor t : results) {
            require(t, 0);
        }
    }

    private void node(Node n) {
        int axis =
                switch (n.op()) {
                    case Op.Argument a -> argument(n.output(), a.position());
                    case Op.Constant _, Op.Iota _ -> NONE;
                    case Op.Unary _,
                            Op.Binary _,
                            Op.Compare _,
                            Op.Select _,
                            Op.Cast _,
                            Op.StopGradient _,
                            Op.Fused _ ->
                            elementwise(n.inputs());
                    case Op.Concat c -> unlike(c.axis(), elementwise(n.inputs()));
                    case Op.MatMul _ -> product(n);
                    case Op.Convolution _ -> convolution(n);
                    case Op.Reduce r -> reduced(r, fixed(n.input(0)));
                    case Op.Broadcast b -> {
                        int inner = axes.get(n.input(0));
                        yield inner < 0 ? OPEN : inner + b.shape().rank() - n.input(0).rank();
                    }
                    case Op.Reshape _ -> reshaped(n);
                    case Op.Transpose t -> {
                        int inner = fixed(n.input(0));
                        yield inner < 0 ? inner : t.permutation().indexOf(inner);
                    }
                    case Op.Slice s -> whole(n, d -> s.sizes().get(d) == n.input(0).dim(d));
                    case Op.Pad p -> whole(n, d -> p.low().get(d) + p.high().get(d) == 0);
                    case Op.Gather _ -> {
                        withoutRows(n.input(0));
                        yield fixed(n.input(1));
                    }
                    case Op.RandomBits _, Op.ScatterAdd _, Op.Input _, Op.Read _ -> {
                        n.inputs().forEach(this::withoutRows);
                        yield NONE;
                    }
                    case Op.Scan _ -> throw new Mixed();
                };
        put(n, axis);
    }

    /** The axis of rows. It must not be the forbidden one. */
    private static int unlike(int forbidden, int axis) {
        if (axis == forbidden) {
            throw new Mixed();
        }
        return axis;
    }

    private static int reduced(Op.Reduce r, int axis) {
        if (r.axes().contains(axis)) {
            throw new Mixed();
        }
        return axis < 0 ? axis : axis - (int) r.axes().stream().filter(x -> x < axis).count();
    }

    /** The axis of rows. The operation must leave the operand unchanged along it. */
    private int whole(Node n, IntPredicate unchanged) {
        int axis = fixed(n.input(0));
        if (axis >= 0 && !unchanged.test(axis)) {
            throw new Mixed();
        }
        return axis;
    }

    private void withoutRows(Tensor t) {
        if (axes.get(t) == null || fixed(t) >= 0) {
            throw new Mixed();
        }
    }

    private void put(Node n, int axis) {
        n.outputs().forEach(t -> axes.put(t, axis));
    }

    private int argument(Tensor t, int position) {
        if (position >= scan.carries() + scan.inputs()) {
            return captured.getOrDefault(t, NONE);
        }
        boolean fits = t.rank() > 0 && t.dim(0) == rows;
        if (!fits && position < scan.carries()) {
            throw new Mixed();
        }
        return fits ? 0 : NONE;
    }

    private int elementwise(List<Tensor> operands) {
        int axis = OPEN;
        for (Tensor t : operands) {
            int a = axes.get(t);
            axis = a >= 0 ? a : axis >= 0 ? axis : Math.max(a, axis);
        }
        if (axis == OPEN) {
            return OPEN;
        }
        for (Tensor t : operands) {
            require(t, axis);
        }
        return axis;
    }

    /** The axis on which a value certainly has rows. A value whose axis was open has none. */
    private int fixed(Tensor t) {
        if (axes.get(t) == OPEN) {
            require(t, NONE);
        }
        return axes.get(t);
    }

    /** Requires that a value has its rows on an axis, or has none. */
    private void require(Tensor t, int axis) {
        int now = axes.get(t);
        if (now == axis) {
            return;
        }
        Node n = t.node();
        if (now == OPEN) {
            put(n, axis);
            if (n.op() instanceof Op.Broadcast) {
                int inner = axis - (t.rank() - n.input(0).rank());
                boolean repeats = axis < 0 || inner < 0 || n.input(0).dim(inner) == 1;
                if (axis >= 0 && t.dim(axis) % rows != 0) {
                    throw new Mixed();
                }
                if (!repeats) {
                    require(n.input(0), inner);
                }
            } else {
                n.inputs().forEach(i -> require(i, axis));
            }
        } else if (axis >= 0) {
            seek(t, axis);
            if (!again) {
                throw new Mixed();
            }
        } else {
            throw new Mixed();
        }
    }

    /** Finds the captured tensors that must have rows so that a value has them. */
    private void seek(Tensor t, int axis) {
        Node n = t.node();
        switch (n.op()) {
            case Op.Argument a -> {
                boolean outside = a.position() >= scan.carries() + scan.inputs();
                if (outside && t.dim(axis) % rows == 0 && captured.putIfAbsent(t, axis) == null) {
                    again = true;
                }
            }
            case Op.Unary _,
                    Op.Binary _,
                    Op.Compare _,
                    Op.Select _,
                    Op.Cast _,
                    Op.StopGradient _,
                    Op.Fused _ ->
                    n.inputs().forEach(i -> seek(i, axis));
            case Op.Broadcast _ -> {
                int inner = axis - (t.rank() - n.input(0).rank());
                if (inner >= 0 && n.input(0).dim(inner) == t.dim(axis)) {
                    seek(n.input(0), inner);
                }
            }
            case Op.Transpose p -> seek(n.input(0), p.permutation().get(axis));
            case Op.Reshape _ -> {
                int inner = sameRows(t, axis, n.input(0));
                if (inner >= 0) {
                    seek(n.input(0), inner);
                }
            }
            case Op.Constant _,
                    Op.Input _,
                    Op.Read _,
                    Op.MatMul _,
                    Op.Convolution _,
                    Op.Reduce _,
                    Op.Slice _,
                    Op.Concat _,
                    Op.Pad _,
                    Op.Gather _,
                    Op.ScatterAdd _,
                    Op.Iota _,
                    Op.RandomBits _,
                    Op.Scan _ -> {}
        }
    }

    private int product(Node n) {
        int a = fixed(n.input(0));
        int b = fixed(n.input(1));
        int rank = n.output().rank();
        if (a < 0 && b < 0) {
            return NONE;
        }
        if (rank == 3 && (a == 0 || b == 0)) {
            require(n.input(0), 0);
            require(n.input(1), 0);
            return 0;
        }
        if (a == rank - 2 && b < 0) {
            return a;
        }
        if (b == rank - 1 && a < 0) {
            return b;
        }
        throw new Mixed();
    }

    /** A convolution keeps the batch of its image on the first axis; all else mixes rows. */
    private int convolution(Node n) {
        withoutRows(n.input(1));
        int axis = fixed(n.input(0));
        if (axis > 0) {
            throw new Mixed();
        }
        return axis;
    }

    private int reshaped(Node n) {
        int axis = fixed(n.input(0));
        if (axis < 0) {
            return axis;
        }
        int found = sameRows(n.input(0), axis, n.output());
        if (found < 0) {
            throw new Mixed();
        }
        return found;
    }

    /**
     * The axis on which another form of a tensor has the same rows: equally many elements lie
     * before it.
     */
    private int sameRows(Tensor x, int axis, Tensor form) {
        long before = 1;
        for (int i = 0; i < axis; i++) {
            before *= x.dim(i);
        }
        long here = 1;
        for (int i = 0; i < form.rank(); i++) {
            if (here == before && form.dim(i) % rows == 0) {
                return i;
            }
            here *= form.dim(i);
        }
        return NONE;
    }
}
