package dev.rondo.compiler;

import dev.rondo.array.DType;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which elementwise nodes of a graph are done together. Two groups become one when a node of the
 * one feeds a node of the other and no path between them leaves both, for then neither could be
 * done before the other.
 */
final class Clusters {
    /** Operations of one cluster: their temporaries should fit the first-level cache. */
    private static final int LARGEST = 48;

    /** A set of nodes that are done together. */
    private static final class Unit {
        final List<Node> members = new ArrayList<>();

        /** What the members read of other nodes. */
        final Set<Node> feeders = new LinkedHashSet<>();

        /** The last search that came by. */
        int search;

        Unit(Node first) {
            members.add(first);
            first.inputs().forEach(t -> feeders.add(t.node()));
        }

        void take(Unit other) {
            members.addAll(other.members);
            members.sort(Comparator.comparingInt(Node::id));
            feeders.addAll(other.feeders);
            members.forEach(feeders::remove);
        }
    }

    private int searches;
    private final Map<Node, Unit> units = new IdentityHashMap<>();

    private Clusters() {}

    static Clusters of(List<Node> nodes) {
        Clusters c = new Clusters();
        for (Node n : nodes) {
            c.units.put(n, new Unit(n));
            if (isElementwise(n)) {
                for (Tensor t : n.inputs()) {
                    c.join(t.node(), n);
                }
            }
        }
        return c;
    }

    private static boolean isElementwise(Node n) {
        if (n.output().shape().size() < 2) {
            return false;
        }
        DType real = n.graph().dtype();
        return switch (n.op()) {
            case Op.Unary _, Op.Binary _ ->
                    n.output().dtype() == real || n.output().dtype() == DType.BOOL;
            case Op.Compare _ -> n.input(0).dtype() == real;
            case Op.Select _ -> n.output().dtype() == real;
            default -> false;
        };
    }

    private void join(Node from, Node to) {
        Unit a = units.get(from);
        Unit b = units.get(to);
        if (a == null
                || a == b
                || !isElementwise(from)
                || !from.output().shape().equals(to.output().shape())
                || a.members.size() + b.members.size() > LARGEST
                || leadsAround(a, b)
                || leadsAround(b, a)) {
            return;
        }
        a.take(b);
        b.members.forEach(n -> units.put(n, a));
    }

    /** Whether a path from one unit to another leads through a third. */
    private boolean leadsAround(Unit from, Unit to) {
        searches++;
        to.search = searches;
        List<Unit> open = new ArrayList<>();
        for (Node n : to.feeders) {
            Unit u = units.get(n);
            if (u != from) {
                visit(u, open);
            }
        }
        while (!open.isEmpty()) {
            for (Node n : open.removeLast().feeders) {
                Unit u = units.get(n);
                if (u == from) {
                    return true;
                }
                visit(u, open);
            }
        }
        return false;
    }

    private void visit(Unit unit, List<Unit> open) {
        if (unit != null && unit.search != searches) {
            unit.search = searches;
            open.add(unit);
        }
    }

    /** The nodes, those that are done together side by side, each behind what it reads. */
    List<List<Node>> inOrder(List<Node> nodes) {
        List<List<Node>> order = new ArrayList<>();
        Set<Unit> done = new LinkedHashSet<>();
        for (Node n : nodes) {
            place(units.get(n), done, order);
        }
        return order;
    }

    private void place(Unit start, Set<Unit> done, List<List<Node>> order) {
        List<Unit> path = new ArrayList<>(List.of(start));
        while (!path.isEmpty()) {
            Unit u = path.getLast();
            Unit next = null;
            for (Node n : done.contains(u) ? Set.<Node>of() : u.feeders) {
                Unit f = units.get(n);
                if (f != null && !done.contains(f)) {
                    next = f;
                    break;
                }
            }
            if (next != null) {
                path.add(next);
            } else {
                path.removeLast();
                if (done.add(u)) {
                    order.add(u.members);
                }
            }
        }
    }
}
