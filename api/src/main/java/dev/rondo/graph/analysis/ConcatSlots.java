package dev.rondo.graph.analysis;

import dev.rondo.graph.Graph;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which results of fused operations can be written directly into a concatenation, so that nothing
 * is copied. Each result gets at most one place.
 */
public final class ConcatSlots {
    private final Map<Tensor, Slot> slots = new IdentityHashMap<>();

    private ConcatSlots() {}

    /**
     * A tensor's place in a concatenation.
     *
     * @param whole the concatenation
     * @param axis the axis along which it is made
     * @param at where the tensor begins on that axis
     */
    public record Slot(Tensor whole, int axis, int at) {}

    /** The slots of a graph's needed concatenations. */
    public static ConcatSlots of(Graph graph, Demand demand) {
        ConcatSlots found = new ConcatSlots();
        for (Node n : graph.nodes()) {
            if (n.op() instanceof Op.Concat c && demand.needs(n) && n.output().shape().size() > 0) {
                int at = 0;
                for (Tensor part : n.inputs()) {
                    if (part.node().op() instanceof Op.Fused && part.shape().size() > 0) {
                        found.slots.putIfAbsent(part, new Slot(n.output(), c.axis(), at));
                    }
                    at += part.dim(c.axis());
                }
            }
        }
        return found;
    }

    /** The place of a tensor, where it has one. */
    public Optional<Slot> of(Tensor t) {
        return Optional.ofNullable(slots.get(t));
    }
}
