package dev.rondo.graph;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/** The nodes of an entry and of its loops' bodies that lead to a result. */
final class LiveNodes {
    private LiveNodes() {}

    static Set<Node> of(Entry entry) {
        Deque<Node> open = new ArrayDeque<>();
        entry.inputs().values().forEach(t -> open.add(t.node()));
        entry.roots().forEach(t -> open.add(t.node()));
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
