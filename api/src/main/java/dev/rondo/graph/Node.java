package dev.rondo.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** One application of an operation in a graph. */
public final class Node {
    private final Graph graph;
    private final int id;
    private final List<Tensor> inputs;
    private final List<Tensor> outputs = new ArrayList<>();
    private final Site site;
    private Op op;
    private String name;
    private List<Bounds> bounds = List.of();

    Node(Graph graph, int id, Op op, List<Tensor> inputs, List<Type> types, Site site) {
        this.graph = graph;
        this.id = id;
        this.op = op;
        this.inputs = List.copyOf(inputs);
        this.site = site;
        addOutputs(types);
    }

    private void addOutputs(List<Type> types) {
        for (int i = outputs.size(); i < types.size(); i++) {
            outputs.add(new Tensor(this, i, types.get(i)));
        }
    }

    /** Lets a loop emit more step outputs; the outputs it had keep their positions. */
    void extend(Op.Scan extended) {
        op = extended;
        addOutputs(Typing.infer(extended, inputs));
    }

    /** The graph that contains this node. */
    public Graph graph() {
        return graph;
    }

    /** Position in the graph; a node's inputs come before it. */
    public int id() {
        return id;
    }

    /** What is computed. */
    public Op op() {
        return op;
    }

    /** Operands. */
    public List<Tensor> inputs() {
        return inputs;
    }

    /** Operand {@code i}. */
    public Tensor input(int i) {
        return inputs.get(i);
    }

    /** The results: one, except for loops. */
    public List<Tensor> outputs() {
        return Collections.unmodifiableList(outputs);
    }

    /** The result of a node that has exactly one. */
    public Tensor output() {
        return outputs.getFirst();
    }

    /** The name that the user gave, or null. */
    public String name() {
        return name;
    }

    void name(String newName) {
        name = newName;
    }

    /** The bounds of an I32 input, which every run checks for each of its numbers. */
    public List<Bounds> bounds() {
        return bounds;
    }

    void bounds(List<Bounds> newBounds) {
        bounds = List.copyOf(newBounds);
    }

    /** The user's source line that created this node. */
    public String site() {
        return site.text();
    }

    /** What {@link #site()} is the text of. */
    Site origin() {
        return site;
    }

    /** Operation, name and source line, for messages. */
    public String describe() {
        return title() + " (" + site() + ")";
    }

    /** Operation and name, for messages. */
    String title() {
        return op.title() + (name == null ? "" : " '" + name + "'");
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder();
        for (Tensor t : outputs) {
            s.append(s.isEmpty() ? "" : ", ").append(t);
        }
        return s.append(" = ").append(op).append(inputs).toString();
    }

    /** The nodes among these that read a tensor, in their order; empty if there are none. */
    public static Map<Tensor, List<Node>> users(List<Node> nodes) {
        Map<Tensor, List<Node>> users = new IdentityHashMap<>();
        for (Node n : nodes) {
            n.inputs().forEach(t -> users.computeIfAbsent(t, _ -> new ArrayList<>()).add(n));
        }
        return users;
    }
}
