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

    /**
     * Groups from which a search goes on before it takes for granted that there is a path. Without
     * it time would grow with the square of the number of nodes.
     */
    private static final int FARTHEST = 4096;

    /** A set of nodes that are done together. */
    private static final class Unit {
        final List<Node> members = new ArrayList<>();

        /** What the members read of other nodes. */
        final Set<Node> feeders = new LinkedHashSet<>();

        /** What reads the members, and may itself be a member. */
        final Set<Node> readers = new LinkedHashSet<>();

        /** Higher than that of every unit that is read, so that searches know where to end. */
        int level;

        /** The last search that came by, negative where it came from below. */
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
            readers.addAll(other.readers);
        }
    }

    private int searches;
    private long visits;
    private final Map<Node, Unit> units = new IdentityHashMap<>();

    private Clusters() {}

    static Clusters of(List<Node> nodes) {
        Clusters c = new Clusters();
        for (Node n : nodes) {
            c.add(n);
            if (isElementwise(n)) {
                for (Tensor t : n.inputs()) {
                    c.join(t.node(), n);
                }
            }
        }
        return c;
    }

    private void add(Node n) {
        Unit unit = new Unit(n);
        unit.level = level(unit);
        units.put(n, unit);
        for (Node feeder : unit.feeders) {
            Unit u = units.get(feeder);
            if (u != null) {
                u.readers.add(n);
            }
        }
    }

    /** One above the highest of what a unit reads. */
    private int level(Unit unit) {
        int level = 0;
        for (Node feeder : unit.feeders) {
            Unit u = units.get(feeder);
            level = u == null ? level : Math.max(level, u.level + 1);
        }
        return level;
    }

    /** How many groups were looked at, the same ones again and again. */
    long visits() {
        return visits;
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
            case Op.Constant _,
                    Op.Input _,
                    Op.Read _,
                    Op.Argument _,
                    Op.MatMul _,
                    Op.Convolution _,
                    Op.Cast _,
                    Op.Reduce _,
                    Op.Broadcast _,
                    Op.Reshape _,
                    Op.Transpose _,
                    Op.Slice _,
                    Op.Concat _,
                    Op.Pad _,
                    Op.Gather _,
                    Op.ScatterAdd _,
                    Op.Iota _,
                    Op.RandomBits _,
                    Op.StopGradient _,
                    Op.Scan _,
                    Op.Fused _ ->
                    false;
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
        a.level = level(a);
        lift(a);
    }

    /** Brings what reads a unit, directly or not, to a higher level than what it reads. */
    private void lift(Unit unit) {
        List<Unit> open = new ArrayList<>(List.of(unit));
        while (!open.isEmpty()) {
            Unit u = open.removeLast();
            for (Node n : u.readers) {
                Unit reader = units.get(n);
                visits++;
                if (reader != u && reader.level <= u.level) {
                    reader.level = u.level + 1;
                    open.add(reader);
                }
            }
        }
    }

    /**
     * Whether a path from one unit to another leads through a third, or may do so. It is searched
     * from both ends at once, for one of them often has nothing around it.
     */
    private boolean leadsAround(Unit from, Unit to) {
        searches++;
        List<Unit> back = new ArrayList<>();
        List<Unit> ahead = new ArrayList<>();
        boolean met =
                spread(to.feeders, from, to, searches, back)
                        || spread(from.readers, from, to, -searches, ahead);
        for (int i = 0; !met && !back.isEmpty() && !ahead.isEmpty(); i++) {
            met =
                    i == FARTHEST
                            || spread(back.removeLast().feeders, from, to, searches, back)
                            || spread(ahead.removeLast().readers, from, to, -searches, ahead);
        }
        return met;
    }

    /**
     * Marks units between two others, and lists those that are new.
     *
     * @return whether one of them had the mark of the search from the other end
     */
    private boolean spread(Set<Node> nodes, Unit from, Unit to, int mark, List<Unit> open) {
        for (Node n : nodes) {
            visits++;
            Unit u = units.get(n);
            if (u == null || u.level <= from.level || u.level >= to.level || u.search == mark) {
                continue;
            }
            if (u.search == -mark) {
                return true;
            }
            u.search = mark;
            open.add(u);
        }
        return false;
    }

    /** The nodes, those that are done together side by side, each after what it reads. */
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
