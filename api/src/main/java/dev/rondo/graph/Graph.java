package dev.rondo.graph;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A computation as data: nodes in an order in which every operand precedes its use. The graph of an
 * entry stands alone. The body of a loop is a graph whose parent is the graph that contains the
 * loop. Tensors of the parent that are used in the body become its arguments ("captures").
 *
 * <p>Graphs only grow. Tracing and differentiating append nodes; compiler passes build new graphs.
 * Not safe for use by several threads at once.
 */
public final class Graph {
    private final String name;
    private final Graph parent;
    private final DType dtype;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Tensor> arguments = new ArrayList<>();
    private final Map<Tensor, Tensor> captures = new LinkedHashMap<>();
    private final Map<Tensor, Tensor> origins = new HashMap<>();
    private final Map<Variable, Tensor> reads = new LinkedHashMap<>();
    private final Map<Double, Tensor> scalars = new LinkedHashMap<>();
    private boolean closed;
    private boolean optional;
    private Graph tracing = this;
    private Site cause;

    /** Where the node comes from that a rewrite copies at this moment; kept by the root. */
    private Site copied;

    private Graph(String name, Graph parent, DType dtype) {
        if (!dtype.isFloat()) {
            throw new IllegalArgumentException("a model's type is F32 or F64, not " + dtype);
        }
        this.name = name;
        this.parent = parent;
        this.dtype = dtype;
    }

    /**
     * An empty graph.
     *
     * @param name for messages
     * @param dtype the model's type, which variables, inputs and constants have unless they name
     *     another
     */
    public static Graph root(String name, DType dtype) {
        return new Graph(name, null, dtype);
    }

    /** An empty body of a loop in this graph. */
    public Graph body() {
        return new Graph(name + "/loop", this, dtype);
    }

    /** Name for messages. */
    public String name() {
        return name;
    }

    /** The graph around this body; null for the graph of an entry. */
    public Graph parent() {
        return parent;
    }

    /** The model's float type. */
    public DType dtype() {
        return dtype;
    }

    /** All nodes in order. */
    public List<Node> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    /** Arguments of a body, in order. */
    public List<Tensor> arguments() {
        return Collections.unmodifiableList(arguments);
    }

    /** Captured tensors of the parent, in the order of their arguments. */
    public List<Tensor> captured() {
        return List.copyOf(captures.keySet());
    }

    /** Whether an argument stands for a captured tensor. */
    boolean captured(Tensor argument) {
        return captures.containsValue(argument);
    }

    /** The tensor outside this body that an argument stands for, if it does. */
    Optional<Tensor> outside(Tensor argument) {
        return captures.entrySet().stream()
                .filter(e -> e.getValue() == argument)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Variables that the graph reads, each with the node that does. */
    public Map<Variable, Tensor> reads() {
        return Collections.unmodifiableMap(reads);
    }

    /**
     * The body whose step is being traced at this moment, or this graph's root. A loop whose
     * operands all come from further out belongs there, because its own step may capture from
     * anywhere.
     */
    Graph innermost() {
        return root().tracing;
    }

    /**
     * Declares that this graph's step is being traced, and returns the graph that was traced
     * before.
     */
    Graph beginTracing() {
        Graph before = root().tracing;
        root().tracing = this;
        return before;
    }

    /** Declares that tracing has returned to a graph. */
    void endTracing(Graph before) {
        root().tracing = before;
    }

    private Graph root() {
        return parent == null ? this : parent.root();
    }

    /** Ends tracing: using a tensor of this body outside it is an error from now on. */
    void close() {
        closed = true;
    }

    /**
     * Appends a node.
     *
     * @throws TraceException when the operands do not fit the operation
     */
    public Node add(Op op, List<Tensor> inputs) {
        return add(op, inputs, site());
    }

    /** Of a node that is made now. A look at the stack takes longer than all else about it. */
    private Site site() {
        if (cause != null) {
            return cause;
        }
        Site origin = root().copied;
        return origin == null ? Site.caller() : origin;
    }

    /**
     * Attributes the following nodes, those of bodies too, to where a node of another graph comes
     * from.
     */
    void follow(Node node) {
        root().copied = node.origin();
    }

    /** Attributes the following nodes to the node whose gradient they are. Null ends that. */
    void attributeTo(Node node) {
        cause = node == null ? null : new Site.GradientOf(node.title(), node.origin());
    }

    /**
     * Appends a node that stems from {@code origin}, from which it inherits name, bounds and source
     * line.
     */
    public Node add(Op op, List<Tensor> inputs, Node origin) {
        Node node = add(op, inputs, origin.origin());
        node.name(origin.name());
        node.bounds(origin.bounds());
        return node;
    }

    private Node add(Op op, List<Tensor> inputs, Site site) {
        if (closed) {
            throw new TraceException(
                    "a tensor of a loop's body is used outside the loop ("
                            + name
                            + ", "
                            + op.title()
                            + "); return it from the step as an output or as part of the state");
        }
        Interruption.check(nodes.size(), name);
        List<Type> types = Typing.infer(op, inputs);
        Node node = new Node(this, nodes.size(), op, inputs, types, site);
        nodes.add(node);
        return node;
    }

    /** An input of the entry, given at each run. */
    public Tensor input(String inputName, DType type, Shape shape) {
        return add(new Op.Input(inputName, type, shape), List.of()).output();
    }

    /** The next argument of this body. */
    public Tensor argument(Type type) {
        Tensor t =
                add(new Op.Argument(arguments.size(), type.dtype(), type.shape()), List.of())
                        .output();
        arguments.add(t);
        return t;
    }

    /** The next argument of this body; each step reads a row of a tensor of the parent. */
    Tensor row(Tensor stacked) {
        Tensor t = argument(new Type(stacked.dtype(), stacked.shape().tail()));
        origins.put(t, stacked);
        return t;
    }

    /**
     * The tensor outside this body whose numbers the steps all read as an argument: a captured
     * tensor, or one that is read row by row. Null for carries, and if some steps may not run.
     */
    Tensor origin(Tensor argument) {
        return optional ? null : origins.get(argument);
    }

    /** Declares that not all steps of this body run, or none. */
    void runsInPart() {
        optional = true;
    }

    /** Numbers that are known while tracing. The graph keeps a copy. */
    public Tensor constant(Array value) {
        return add(new Op.Constant(value.copy()), List.of()).output();
    }

    /** A scalar of the model's type. */
    public Tensor scalar(double value) {
        return scalars.computeIfAbsent(value, v -> constant(Array.scalar(dtype, v)));
    }

    /** A tensor of one repeated value, of the model's type. */
    public Tensor full(Shape shape, double value) {
        return scalar(value).broadcastTo(shape);
    }

    /** Zeros of the model's type. */
    public Tensor zeros(int... dims) {
        return full(Typing.shape(dims), 0);
    }

    /** Zeros of any type. */
    public Tensor zeros(Type type) {
        return type.dtype() == dtype
                ? full(type.shape(), 0)
                : constant(Array.scalar(type.dtype(), 0)).broadcastTo(type.shape());
    }

    /** 0, 1, 2, … along an axis, as I32. */
    public Tensor iota(Shape shape, int axis) {
        if (axis < -shape.rank() || axis >= shape.rank()) {
            throw new TraceException("iota: axis " + axis + " does not exist in " + shape);
        }
        return add(new Op.Iota(shape, shape.axis(axis)), List.of()).output();
    }

    /** The value that a variable has at the start of a run. */
    Tensor read(Variable variable) {
        if (parent != null) {
            return capture(parent.read(variable));
        }
        Tensor t = reads.get(variable);
        if (t == null) {
            t = add(new Op.Read(variable, variable.dtype(dtype)), List.of()).output();
            t.node().name(variable.name());
            reads.put(variable, t);
        }
        return t;
    }

    /**
     * A tensor as seen from this graph: the tensor itself or, if it belongs to a graph around this
     * body, the argument that stands for it.
     *
     * @throws TraceException if the tensor belongs neither to this graph nor to one around it
     */
    public Tensor capture(Tensor tensor) {
        if (tensor.graph() == this) {
            return tensor;
        }
        if (parent == null) {
            throw new TraceException(
                    "tensors of two graphs ("
                            + tensor.graph().name
                            + ", "
                            + name
                            + ") cannot be combined");
        }
        Tensor outer = parent.capture(tensor);
        Tensor inner = captures.get(outer);
        if (inner == null) {
            inner = argument(outer.type());
            inner.node().name(outer.node().name());
            captures.put(outer, inner);
            origins.put(inner, outer);
        }
        return inner;
    }

    /** Whether {@code other} is this graph or one around it. */
    boolean within(Graph other) {
        for (Graph g = this; g != null; g = g.parent) {
            if (g == other) {
                return true;
            }
        }
        return false;
    }

    /** The inner one of two nested graphs. */
    static Graph inner(Graph a, Graph b) {
        return b.within(a) ? b : a;
    }

    /** The graph as text: one line per node, with the bodies of loops indented. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder();
        print(s, "");
        return s.toString();
    }

    private void print(StringBuilder s, String indent) {
        for (Node n : nodes) {
            s.append(indent)
                    .append(n)
                    .append(n.name() == null ? "" : "   // " + n.name())
                    .append('\n');
            if (n.op() instanceof Op.Scan scan) {
                scan.body().print(s, indent + "    ");
                s.append(indent).append("    -> ").append(scan.results()).append('\n');
            }
        }
    }
}
