package dev.rondo.compiler;

import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.analysis.Demand;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known of a loop before work is moved out of it. */
final class LoopFacts {
    private final Node node;
    private final Op.Scan op;
    private final Demand demand;
    private final Demand inside;
    private final Set<Tensor> invariant = set();
    private final Set<Tensor> rows = set();
    private final Set<Tensor> outputs = set();
    private final Map<Tensor, List<Tensor>> users = new IdentityHashMap<>();
    private final Map<Tensor, Integer> given = new IdentityHashMap<>();

    /**
     * Looks at a loop.
     *
     * @param demand what is needed around it
     */
    LoopFacts(Node node, Op.Scan op, Demand demand) {
        this.node = node;
        this.op = op;
        this.demand = demand;
        this.inside = demand.body(node);
        StepDependence dependence = StepDependence.of(op, inside);
        invariant.addAll(dependence.invariant());
        rows.addAll(dependence.rows());
        outputs.addAll(op.results().subList(op.carries(), op.results().size()));
        op.results().forEach(t -> given.merge(t, 1, Integer::sum));
        for (Node n : op.body().nodes()) {
            if (inside.needs(n)) {
                for (Tensor t : n.inputs()) {
                    users.computeIfAbsent(t, _ -> new ArrayList<>()).add(n.output());
                }
            }
        }
    }

    /** A set of tensors or nodes, each itself alone. */
    static <T> Set<T> set() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    Node node() {
        return node;
    }

    Op.Scan op() {
        return op;
    }

    List<Tensor> arguments() {
        return op.body().arguments();
    }

    /** What is needed of the step. */
    Demand inside() {
        return inside;
    }

    /** Whether the value of a carry or output is needed after the loop. */
    boolean isNeeded(int result) {
        return demand.needs(node.outputs().get(result));
    }

    /** Whether a value depends on captured tensors alone. */
    boolean isInvariant(Tensor t) {
        return invariant.contains(t);
    }

    /** Whether a needed node depends on captured tensors alone. */
    boolean isInvariant(Node n) {
        return inside.needs(n) && invariant.contains(n.output());
    }

    /** Whether a value depends on step inputs and captured tensors alone. */
    boolean isRow(Tensor t) {
        return rows.contains(t);
    }

    /** Whether a value is an output of the step. */
    boolean isOutput(Tensor t) {
        return outputs.contains(t);
    }

    /** What is computed from a value within the step. */
    List<Tensor> users(Tensor t) {
        return users.getOrDefault(t, List.of());
    }

    /** How often the step gives a value, as carry or output. */
    int timesGiven(Tensor t) {
        return given.getOrDefault(t, 0);
    }

    /** Whether the values of all steps may be stacked. */
    boolean fits(Tensor t) {
        return isRow(t)
                || !isInvariant(t)
                        && t.shape().size() * t.dtype().bytes() * op.length() <= LoopMotion.BUDGET;
    }
}
