package dev.rondo.compiler;

import dev.rondo.graph.Copier;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.analysis.Demand;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one wide product out of several with the same left operand, such as those of a cell's
 * gates: x·A, x·B become slices of x·[A B]. The right operands are joined once per run, not once
 * per step; so only weights qualify: variables, or in a loop what is captured from outside,
 * transposed or not.
 */
final class MergeProducts extends Rewriter {
    @Override
    void scan(Node n, Op.Scan scan, Copier outer, Demand demand) {
        captured =
                n.inputs().subList(scan.carries() + scan.inputs(), scan.body().arguments().size());
        enclosing = outer;
        super.scan(n, scan, outer, demand);
    }

    private List<Tensor> captured = List.of();
    private Copier enclosing;

    @Override
    void copyAll(Graph graph, Copier copier, Demand demand) {
        Copier around = enclosing;
        Map<Tensor, Tensor> origin = new IdentityHashMap<>();
        for (int i = 0; i < captured.size(); i++) {
            Tensor argument = graph.arguments().get(graph.arguments().size() - captured.size() + i);
            origin.put(argument, captured.get(i));
        }
        Map<Node, List<Node>> groups = groups(graph, demand, origin, around != null);
        for (Node n : graph.nodes()) {
            boolean wanted = demand.needs(n) || n.op() instanceof Op.Input;
            if (!wanted || n.outputs().stream().anyMatch(copier::has)) {
                continue;
            }
            List<Node> group = groups.get(n);
            if (group == null) {
                copy(n, copier, demand);
            } else {
                merge(group, copier, around, origin);
            }
        }
    }

    /** Products to be merged, by the first of them. */
    private static Map<Node, List<Node>> groups(
            Graph graph, Demand demand, Map<Tensor, Tensor> origin, boolean inLoop) {
        Map<Tensor, List<Node>> byLeft = new LinkedHashMap<>();
        for (Node n : graph.nodes()) {
            if (n.op() instanceof Op.MatMul
                    && demand.needs(n)
                    && n.input(0).rank() == 2
                    && (inLoop ? origin.containsKey(n.input(1)) : isWeight(n.input(1)))) {
                byLeft.computeIfAbsent(n.input(0), _ -> new ArrayList<>()).add(n);
            }
        }
        Map<Node, List<Node>> groups = new IdentityHashMap<>();
        for (List<Node> group : byLeft.values()) {
            if (group.size() > 1) {
                groups.put(group.getFirst(), group);
            }
        }
        return groups;
    }

    private static boolean isWeight(Tensor t) {
        return switch (t.node().op()) {
            case Op.Read _ -> true;
            case Op.Transpose _ -> isWeight(t.node().input(0));
            default -> false;
        };
    }

    private void merge(List<Node> group, Copier copier, Copier around, Map<Tensor, Tensor> origin) {
        copier.follow(group.getFirst());
        Copier home = around == null ? copier : around;
        List<Tensor> weights = new ArrayList<>();
        for (Node n : group) {
            Tensor right = around == null ? n.input(1) : origin.get(n.input(1));
            weights.add(around == null ? early(right, copier) : around.get(right));
        }
        Node origin0 = group.getFirst();
        Tensor joined = join(weights, home.target(), origin0);
        Tensor here = copier.target().capture(joined);
        Tensor wide =
                copier.target()
                        .add(new Op.MatMul(), List.of(copier.get(origin0.input(0)), here), origin0)
                        .output();
        int at = 0;
        for (Node n : group) {
            int width = n.output().dim(1);
            Tensor part =
                    copier.target()
                            .add(
                                    new Op.Slice(List.of(0, at), List.of(wide.dim(0), width)),
                                    List.of(wide),
                                    n)
                            .output();
            copier.map(n.output(), part);
            at += width;
        }
    }

    /** A weight of a later product of the group, copied before its turn. */
    private Tensor early(Tensor t, Copier copier) {
        if (!copier.has(t)) {
            t.node().inputs().forEach(i -> early(i, copier));
            copier.copy(t.node());
        }
        return copier.get(t);
    }

    /** [A B …]; of transposed weights the rows are joined, which copies whole rows. */
    private static Tensor join(List<Tensor> weights, Graph graph, Node origin) {
        List<Integer> swap = List.of(1, 0);
        boolean transposed =
                weights.stream()
                        .allMatch(
                                w ->
                                        w.node().op() instanceof Op.Transpose t
                                                && t.permutation().equals(swap));
        if (!transposed) {
            return graph.add(new Op.Concat(1), weights, origin).output();
        }
        List<Tensor> plain = weights.stream().map(w -> w.node().input(0)).toList();
        Tensor rows = graph.add(new Op.Concat(0), plain, origin).output();
        return graph.add(new Op.Transpose(swap), List.of(rows), origin).output();
    }
}
