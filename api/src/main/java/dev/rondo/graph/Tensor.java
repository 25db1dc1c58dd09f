package dev.rondo.graph;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.kernels.ReduceOp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A value of a computation that is described but not performed: one result of one {@link Node}. Its
 * type and shape are known. Its numbers exist only when a backend runs the program.
 *
 * <p>Operations append to the graph and check their operands at once. An operand that does not fit
 * causes a {@link TraceException} with both shapes and the caller's source line. Two operands of
 * different shapes are stretched to their common shape, aligned at the last axis. Axes may be
 * counted from the end: −1 is the last.
 */
public final class Tensor extends Elementwise implements Operand {
    private final Node node;
    private final int index;
    private final Type type;

    Tensor(Node node, int index, Type type) {
        this.node = node;
        this.index = index;
        this.type = type;
    }

    /** The node that gives this value. */
    public Node node() {
        return node;
    }

    /** The number of this result among those of the node. */
    public int index() {
        return index;
    }

    /** The graph it belongs to. */
    public Graph graph() {
        return node.graph();
    }

    /** Element type and shape. */
    public Type type() {
        return type;
    }

    /** Extents. */
    public Shape shape() {
        return type.shape();
    }

    /** Extent of an axis. */
    public int dim(int axis) {
        return shape().dim(axis(axis));
    }

    /**
     * An axis counted from the front.
     *
     * @throws TraceException when there is none
     */
    int axis(int axis) {
        int a = axis < 0 ? axis + rank() : axis;
        if (a < 0 || a >= rank()) {
            throw new TraceException("axis " + axis + " does not exist in " + type);
        }
        return a;
    }

    /** Number of axes. */
    public int rank() {
        return shape().rank();
    }

    /** Type of the elements. */
    public DType dtype() {
        return type.dtype();
    }

    @Override
    public Tensor in(Graph graph) {
        return Graph.inner(graph(), graph).capture(this);
    }

    /** Names this value, for messages and debugging. */
    public Tensor named(String name) {
        node.name(name);
        return this;
    }

    // ---- products

    /**
     * The product of matrices. The right operand is a matrix [K,N], applied to every row of this
     * [..., K]; or both are batches of matrices with the same leading axes, [..., M, K] and [...,
     * K, N].
     */
    public Tensor matmul(Operand other) {
        Tensor b = other.in(graph());
        Tensor a = in(b.graph());
        if (b.rank() == 2 && a.rank() != 2) {
            if (a.rank() == 0) {
                throw new TraceException(
                        "matmul needs a left operand with at least one axis"
                                + Typing.operands(List.of(a, b)));
            }
            Shape rows = a.shape().without(-1);
            Tensor flat = a.reshape(Math.toIntExact(rows.size()), a.dim(-1));
            return flat.emit(new Op.MatMul(), b).reshape(rows.append(b.dim(-1)));
        }
        if (a.rank() > 3 && a.rank() == b.rank()) {
            Shape batch = Shape.of(Arrays.copyOf(a.shape().dims(), a.rank() - 2));
            Shape batchB = Shape.of(Arrays.copyOf(b.shape().dims(), b.rank() - 2));
            if (!batch.equals(batchB)) {
                throw new TraceException(
                        "matmul needs equal axes in front of the matrices"
                                + Typing.operands(List.of(a, b)));
            }
            int n = Math.toIntExact(batch.size());
            return a.reshape(n, a.dim(-2), a.dim(-1))
                    .emit(new Op.MatMul(), b.reshape(n, b.dim(-2), b.dim(-1)))
                    .reshape(batch.append(a.dim(-2)).append(b.dim(-1)));
        }
        return a.emit(new Op.MatMul(), b);
    }

    // ---- form

    /** Repeats the elements to a larger shape, aligned at the last axis. */
    public Tensor broadcastTo(Shape shape) {
        return shape.equals(shape()) ? this : emit(new Op.Broadcast(shape));
    }

    /** The same elements under another shape. One extent may be −1; it is computed. */
    public Tensor reshape(int... dims) {
        int open = -1;
        long known = 1;
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] == -1 && open < 0) {
                open = i;
            } else {
                known *= dims[i];
            }
        }
        int[] d = dims.clone();
        if (open >= 0) {
            if (known <= 0 || shape().size() % known != 0) {
                throw new TraceException(
                        "reshape to " + Arrays.toString(dims) + " is not possible from " + type);
            }
            long rest = shape().size() / known;
            if (rest > Integer.MAX_VALUE) {
                throw new TraceException(
                        "reshape to "
                                + Arrays.toString(dims)
                                + " of "
                                + type
                                + " would need an axis of "
                                + rest);
            }
            d[open] = (int) rest;
        }
        return reshape(Typing.shape(d));
    }

    /** The same elements under another shape. */
    public Tensor reshape(Shape shape) {
        return shape.equals(shape()) ? this : emit(new Op.Reshape(shape));
    }

    /** This with a new axis of extent 1. */
    public Tensor expand(int axis) {
        int a = axis < 0 ? axis + rank() + 1 : axis;
        if (a < 0 || a > rank()) {
            throw new TraceException("no axis can be put at " + axis + " of " + type);
        }
        List<Integer> d = ints(shape().dims());
        d.add(a, 1);
        return reshape(Shape.of(array(d)));
    }

    /** Matrices (the last two axes) transposed. */
    public Tensor transpose() {
        int[] p = IntStream.range(0, rank()).toArray();
        if (p.length < 2) {
            throw new TraceException("transpose needs at least two axes; got " + type);
        }
        p[p.length - 1] = p.length - 2;
        p[p.length - 2] = p.length - 1;
        return transpose(p);
    }

    /** Axis i of the result is axis {@code permutation[i]} of this. */
    public Tensor transpose(int... permutation) {
        int[] p = permutation.clone();
        for (int i = 0; i < p.length; i++) {
            p[i] = axis(p[i]);
        }
        return emit(new Op.Transpose(ints(p)));
    }

    /** Positions {@code from} to {@code to} (exclusive) of one axis. */
    public Tensor slice(int axis, int from, int to) {
        int a = axis(axis);
        if (from == 0 && to == dim(a)) {
            return this;
        }
        List<Integer> starts = ints(new int[rank()]);
        List<Integer> sizes = ints(shape().dims());
        starts.set(a, from);
        sizes.set(a, to - from);
        return emit(new Op.Slice(starts, sizes));
    }

    /** One position of an axis. The axis is removed. */
    public Tensor at(int axis, int position) {
        int a = axis(axis);
        int i = position < 0 ? position + dim(a) : position;
        return slice(a, i, i + 1).reshape(shape().without(a));
    }

    /** Equal parts along an axis. */
    public List<Tensor> split(int axis, int parts) {
        int n = parts < 1 ? -1 : dim(axis) / parts;
        if (n < 0 || n * parts != dim(axis)) {
            throw new TraceException(
                    "split: axis "
                            + axis
                            + " of "
                            + type
                            + " does not divide into "
                            + parts
                            + " parts");
        }
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            out.add(slice(axis, i * n, (i + 1) * n));
        }
        return out;
    }

    /** Pads one axis with zeros before and after. */
    public Tensor pad(int axis, int low, int high) {
        List<Integer> lows = ints(new int[rank()]);
        List<Integer> highs = ints(new int[rank()]);
        lows.set(axis(axis), low);
        highs.set(axis(axis), high);
        return emit(new Op.Pad(lows, highs));
    }

    /** Another element type. */
    public Tensor cast(DType dtype) {
        return dtype == dtype() ? this : emit(new Op.Cast(dtype));
    }

    /** Rows of this table at I32 indices of any shape: [indices…, row…]. */
    public Tensor gather(Operand indices) {
        Tensor i = indices.in(graph());
        Tensor rows = in(i.graph()).emit(new Op.Gather(), i.reshape(-1));
        return i.rank() == 1 ? rows : rows.reshape(concat(i.shape(), shape().tail()));
    }

    private static Shape concat(Shape a, Shape b) {
        Shape s = a;
        for (int d : b.dims()) {
            s = s.append(d);
        }
        return s;
    }

    // ---- reductions

    /** The sum over axes, which are removed. Without arguments it is over all axes. */
    public Tensor sum(int... axes) {
        return reduce(ReduceOp.SUM, axes);
    }

    /** The largest element over axes, which are removed. Without arguments it is over all axes. */
    public Tensor largest(int... axes) {
        return reduce(ReduceOp.MAX, axes);
    }

    /** The mean over axes, which are removed. Without arguments it is over all axes. */
    public Tensor mean(int... axes) {
        Tensor s = sum(axes);
        return s.times((double) Math.max(1, s.shape().size()) / Math.max(1, shape().size()));
    }

    /** This value, treated as a constant by differentiation. */
    public Tensor stopGradient() {
        return emit(new Op.StopGradient());
    }

    /**
     * Declares which numbers this tensor may hold. Every run checks them if this is an I32 input of
     * an entry, an input in another form (reshaped, transposed, broadcast), or the row of an input
     * that a step of a loop reads. The check happens once, before anything is computed. If it
     * fails, the run fails with an IllegalArgumentException that names input, position, number and
     * bounds. Computed numbers are not checked; the operation that reads them says what they mean
     * outside of the bounds.
     *
     * @return this
     * @throws TraceException when this is not I32
     */
    public Tensor within(Bounds bounds) {
        if (dtype() != DType.I32) {
            throw new TraceException("bounds are those of I32 numbers; got " + type);
        }
        Node source = node;
        for (Tensor t = this; t != null; t = sameNumbers(source)) {
            source = t.node();
        }
        if (source.op() instanceof Op.Input && !source.bounds().contains(bounds)) {
            List<Bounds> all = new ArrayList<>(source.bounds());
            all.add(bounds);
            source.bounds(all);
        }
        return this;
    }

    /**
     * The tensor whose numbers a node returns in another form, all of them; null if the node
     * computes.
     */
    private static Tensor sameNumbers(Node n) {
        return switch (n.op()) {
            case Op.Reshape _, Op.Transpose _, Op.Broadcast _, Op.StopGradient _ -> n.input(0);
            case Op.Argument _ -> n.graph().origin(n.output());
            default -> null;
        };
    }

    // ---- building blocks

    @Override
    Tensor pair(Op op, Operand other) {
        Tensor b = other.in(graph());
        Shape common = Shape.broadcast(shape(), b.shape());
        if (common == null) {
            throw new TraceException(
                    op.title()
                            + " needs shapes that are equal or stretch to a common one"
                            + Typing.operands(List.of(this, b)));
        }
        return broadcastTo(common).emit(op, b.broadcastTo(common));
    }

    /** A scalar constant of this tensor's element type. */
    @Override
    public Tensor constant(double value) {
        if (dtype() == DType.I32 && value != (int) value) {
            throw new TraceException(
                    "an operand of type I32 meets whole numbers only, got "
                            + value
                            + "; cast(F32) first");
        }
        return dtype() == graph().dtype()
                ? graph().scalar(value)
                : graph().constant(Array.scalar(dtype(), value));
    }

    private int reduced(ReduceOp op, int axis) {
        if (axis < -rank() || axis >= rank()) {
            throw new TraceException(
                    op.name().toLowerCase(Locale.ROOT)
                            + ": axis "
                            + axis
                            + " does not exist in "
                            + type);
        }
        return axis(axis);
    }

    private Tensor reduce(ReduceOp op, int... axes) {
        int[] a =
                axes.length == 0
                        ? IntStream.range(0, rank()).toArray()
                        : Arrays.stream(axes)
                                .map(axis -> reduced(op, axis))
                                .sorted()
                                .distinct()
                                .toArray();
        return a.length == 0 ? this : emit(new Op.Reduce(op, ints(a)));
    }

    /** Appends a node with this and further operands, in the innermost of their graphs. */
    @Override
    Tensor emit(Op op, Tensor... others) {
        Graph g = graph();
        for (Tensor t : others) {
            g = Graph.inner(g, t.graph());
        }
        List<Tensor> in = new ArrayList<>();
        in.add(g.capture(this));
        for (Tensor t : others) {
            in.add(g.capture(t));
        }
        return g.add(op, in).output();
    }

    static List<Integer> ints(int... values) {
        List<Integer> list = new ArrayList<>();
        for (int v : values) {
            list.add(v);
        }
        return list;
    }

    private static int[] array(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public String toString() {
        return "%" + node.id() + (node.outputs().size() > 1 ? "." + index : "") + ":" + type;
    }
}
