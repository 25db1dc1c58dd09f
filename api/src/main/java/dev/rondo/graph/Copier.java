package dev.rondo.graph;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies nodes from one graph into another and replaces operands on the way. Every rewrite uses it.
 */
public final class Copier {
    private final Graph target;
    private final Map<Tensor, Tensor> image = new IdentityHashMap<>();

    /** A copier into a graph. */
    public Copier(Graph target) {
        this.target = target;
    }

    /** The graph that it writes to. */
    public Graph target() {
        return target;
    }

    /**
     * Declares that what is written next stands for a node. It comes from the same source line,
     * arguments and captured tensors included. Only for a target that nobody traces.
     */
    public void follow(Node node) {
        target.follow(node);
    }

    /** Declares the image of a tensor in the target. */
    public void map(Tensor from, Tensor to) {
        image.put(from, to);
    }

    /** Whether a tensor has an image. */
    public boolean has(Tensor from) {
        return image.containsKey(from);
    }

    /** The image of a tensor in the target. */
    public Tensor get(Tensor from) {
        Tensor t = image.get(from);
        if (t == null) {
            throw new IllegalStateException(
                    "nothing stands for " + from + " of " + from.graph().name());
        }
        return t;
    }

    /** Images of several tensors. */
    public List<Tensor> get(List<Tensor> from) {
        List<Tensor> out = new ArrayList<>(from.size());
        for (Tensor t : from) {
            out.add(get(t));
        }
        return out;
    }

    /** Copies a node, whose operands must have images, and maps its results. */
    public Node copy(Node node) {
        return copy(node, node.op());
    }

    /** Copies a node under another operation and maps its results. */
    public Node copy(Node node, Op op) {
        Node made =
                op instanceof Op.Read r
                        ? target.read(r.variable()).node()
                        : target.add(op, get(node.inputs()), node);
        for (int i = 0; i < node.outputs().size(); i++) {
            map(node.outputs().get(i), made.outputs().get(i));
        }
        return made;
    }
}
