package dev.rondo.compiler;

import dev.rondo.graph.Copier;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.analysis.Demand;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes one operation of elementwise operations of the same shape that feed each other, so that
 * each input is read and each output written once. Broadcasts, slices and transpositions between
 * them stay outside, where they are views.
 */
final class Fusion extends Rewriter {
    @Override
    void copyAll(Graph graph, Copier copier, Demand demand) {
        List<Node> wanted = new ArrayList<>();
        for (Node n : graph.nodes()) {
            boolean needed = demand.needs(n) || n.op() instanceof Op.Input;
            if (needed && n.outputs().stream().noneMatch(copier::has)) {
                wanted.add(n);
            }
        }
        Clusters clusters = Clusters.of(wanted);
        new Writer(wanted, clusters, copier, demand).write();
    }

    /** Copies the nodes of a graph, each cluster as a whole. */
    private final class Writer {
        private final List<Node> wanted;
        private final Clusters clusters;
        private final Copier copier;
        private final Demand demand;
        private final Map<Tensor, List<Node>> users;

        Writer(List<Node> wanted, Clusters clusters, Copier copier, Demand demand) {
            this.wanted = wanted;
            this.clusters = clusters;
            this.copier = copier;
            this.demand = demand;
            this.users = Node.users(wanted);
        }

        void write() {
            // a cluster stands where its last node stood, and what stands after it may come
            // earlier
            for (List<Node> unit : clusters.inOrder(wanted)) {
                if (unit.size() == 1) {
                    copy(unit.getFirst(), copier, demand);
                } else {
                    fuse(unit);
                }
            }
        }

        private void fuse(List<Node> members) {
            copier.follow(members.getLast());
            Set<Node> inside = new LinkedHashSet<>(members);
            Graph body = copier.target().body();
            Copier inner = new Copier(body);
            List<Tensor> operands = new ArrayList<>();
            for (Node n : members) {
                for (Tensor t : n.inputs()) {
                    if (!inside.contains(t.node()) && !inner.has(t)) {
                        inner.map(t, body.argument(t.type()));
                        operands.add(copier.get(t));
                    }
                }
            }
            members.forEach(inner::copy);
            List<Tensor> results = new ArrayList<>();
            List<Tensor> outside = new ArrayList<>();
            for (Node n : members) {
                Tensor t = n.output();
                boolean used =
                        isResult(t)
                                || users.getOrDefault(t, List.of()).stream()
                                        .anyMatch(u -> !inside.contains(u));
                if (used) {
                    results.add(inner.get(t));
                    outside.add(t);
                }
            }
            Node made =
                    copier.target().add(new Op.Fused(body, results), operands, members.getLast());
            for (int i = 0; i < outside.size(); i++) {
                copier.map(outside.get(i), made.outputs().get(i));
            }
        }
    }
}
