package dev.rondo.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** The nodes of a graph and of its loops' bodies that lead to a result. */
public final class LiveNodes {
    private LiveNodes() {}

    /** The nodes that lead to what an entry computes, and its inputs. */
    static Set<Node> of(Entry entry) {
        List<Tensor> roots = new ArrayList<>(entry.inputs().values());
        roots.addAll(entry.roots());
        return of(roots);
    }

    /** The nodes that lead to these tensors, compared by identity. */
    public static Set<Node> of(Collection<Tensor> roots) {
        Deque<Node> open = new ArrayDeque<>();
        roots.forEach(t -> open.add(t.node()));
        Set<Node> live = Collections.newSetFromMap(new IdentityHashMap<>());
        while (!open.isEmpty()) {
            Node n = open.pop();
            if (live.add(n)) {
                n.inputs().forEach(t -> open.add(t.node()));
                if (n.op() instanceof Op.Scan scan) {
                    scan.body().arguments().forEach(t -> open.add(t.node()));
                    scan.results().forEach(t -> open.add(t.node()));
                }
            }
        }
        return live;
    }
}
