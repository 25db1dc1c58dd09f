package dev.rondo.compiler;

import dev.rondo.array.DType;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.Collection;
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

        Unit(Node first) {
            members.add(first);
        }

        int last() {
            return members.getLast().id();
        }
    }

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
        a.members.addAll(b.members);
        a.members.sort(Comparator.comparingInt(Node::id));
        b.members.forEach(n -> units.put(n, a));
    }

    /** Whether a path from one unit to another leads through a third. */
    private boolean leadsAround(Unit from, Unit to) {
        Set<Unit> seen = new LinkedHashSet<>();
        List<Unit> open = new ArrayList<>();
        for (Unit u : feeders(to)) {
            if (u != from && seen.add(u)) {
                open.add(u);
            }
        }
        int first = from.members.getFirst().id();
        while (!open.isEmpty()) {
            for (Unit u : feeders(open.removeLast())) {
                if (u == from) {
                    return true;
                }
                if (u != to && u.last() > first && seen.add(u)) {
                    open.add(u);
                }
            }
        }
        return false;
    }

    private Collection<Unit> feeders(Unit unit) {
        Set<Unit> all = new LinkedHashSet<>();
        for (Node n : unit.members) {
            for (Tensor t : n.inputs()) {
                Unit u = units.get(t.node());
                if (u != null && u != unit) {
                    all.add(u);
                }
            }
        }
        return all;
    }

    /** The nodes, those that are done together side by side, each behind what it reads. */
    List<List<Node>> inOrder(List<Node> nodes) {
        List<List<Node>> order = new ArrayList<>();
        Set<Unit> done = new LinkedHashSet<>();
        for (Node n : nodes) {
            visit(units.get(n), done, order);
        }
        return order;
    }

    private void visit(Unit start, Set<Unit> done, List<List<Node>> order) {
        List<Unit> path = new ArrayList<>(List.of(start));
        while (!path.isEmpty()) {
            Unit u = path.getLast();
            Unit next = null;
            for (Unit f : done.contains(u) ? List.<Unit>of() : feeders(u)) {
                if (!done.contains(f)) {
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
