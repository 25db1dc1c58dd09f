package dev.rondo.graph.analysis;

import dev.rondo.graph.Graph;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which tensors of a graph are needed to compute some of them. The others need not be computed. Of
 * a loop, only those carries and outputs are needed that lead to a needed result.
 */
public final class Demand {
    private final Set<Tensor> tensors = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Node, Demand> bodies = new IdentityHashMap<>();

    private Demand() {}

    /** What is needed to compute {@code roots} of one graph. */
    public static Demand of(Graph graph, Collection<Tensor> roots) {
        Demand d = new Demand();
        d.tensors.addAll(roots);
        for (Node n : graph.nodes().reversed()) {
            if (!d.needs(n)) {
                continue;
            }
            if (n.op() instanceof Op.Scan scan) {
                d.scan(n, scan);
            } else {
                d.tensors.addAll(n.inputs());
            }
        }
        return d;
    }

    private void scan(Node n, Op.Scan scan) {
        List<Tensor> arguments = scan.body().arguments();
        boolean[] wanted = new boolean[scan.results().size()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = needs(n.outputs().get(i));
        }
        Demand body;
        boolean grown;
        do {
            List<Tensor> roots = new ArrayList<>();
            for (int i = 0; i < wanted.length; i++) {
                if (wanted[i]) {
                    roots.add(scan.results().get(i));
                    if (i < scan.carries()) {
                        roots.add(arguments.get(i));
                    }
                }
            }
            body = Demand.of(scan.body(), roots);
            grown = false;
            for (int i = 0; i < scan.carries(); i++) {
                if (!wanted[i] && body.needs(arguments.get(i))) {
                    wanted[i] = true;
                    grown = true;
                }
            }
        } while (grown);
        bodies.put(n, body);
        for (int i = 0; i < arguments.size(); i++) {
            if (body.needs(arguments.get(i))) {
                tensors.add(n.input(i));
            }
        }
        if (scan.dynamic()) {
            tensors.add(n.inputs().getLast());
        }
    }

    /** Whether a tensor is needed. */
    public boolean needs(Tensor t) {
        return tensors.contains(t);
    }

    /** Whether any result of a node is needed. */
    public boolean needs(Node n) {
        for (Tensor t : n.outputs()) {
            if (tensors.contains(t)) {
                return true;
            }
        }
        return false;
    }

    /** What is needed of the body of a loop. The loop itself must be needed. */
    public Demand body(Node loop) {
        return bodies.get(loop);
    }
}
