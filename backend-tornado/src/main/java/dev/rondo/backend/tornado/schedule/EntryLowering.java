package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Node;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;
import dev.rondo.graph.analysis.Demand;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.View;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lowers an entry to a {@link Schedule}. */
public final class EntryLowering {
    private final Entry entry;
    private final Context context;
    private final Origins origins;
    private final Map<Variable, View> variables = new LinkedHashMap<>();
    private final Origins.Level level = new Origins.Level(null);
    private GraphLowering lowering;

    private EntryLowering(Entry entry, VariableLayout layout, boolean debug) {
        this.entry = entry;
        this.context = new Context(debug);
        this.origins = context.origins();
        layout.places()
                .forEach(
                        (v, p) ->
                                variables.put(
                                        v,
                                        origins.fixed(
                                                p.arena(),
                                                p.address().offset(),
                                                p.dtype(),
                                                v.shape())));
    }

    /**
     * The schedule of an entry. All variables of the entry must have a place in the layout.
     *
     * @param grain the grain of the devices that will run it
     * @param debug whether to check that every result of a float type is finite
     */
    public static Schedule entry(Entry entry, VariableLayout layout, Grain grain, boolean debug) {
        return new EntryLowering(entry, layout, debug).schedule(layout, grain);
    }

    private Schedule schedule(VariableLayout layout, Grain grain) {
        List<Tensor> results = entry.roots();

        Map<String, View> inputs = new LinkedHashMap<>();
        entry.inputs().forEach((name, t) -> inputs.put(name, reserve(Area.INPUTS, t)));
        Map<Tensor, View> targets = new IdentityHashMap<>();
        Map<String, View> outputs = new LinkedHashMap<>();
        entry.outputs()
                .forEach(
                        (name, t) -> {
                            View v = reserve(Area.OUTPUTS, t);
                            outputs.put(name, v);
                            targets.putIfAbsent(t, v);
                        });
        Map<Variable, View> next = new LinkedHashMap<>();
        entry.assignments()
                .forEach(
                        (v, t) -> {
                            View to = origins.own(level, t.dtype(), t.shape());
                            next.put(v, to);
                            targets.putIfAbsent(t, to);
                        });
        lowering = new GraphLowering(context, level, Demand.of(entry.graph(), results), targets);
        entry.inputs().forEach((name, t) -> lowering.given(t, new Formula.Load(inputs.get(name))));
        entry.graph()
                .reads()
                .forEach((v, t) -> lowering.given(t, new Formula.Load(variables.get(v))));
        lowering.lower(entry.graph(), results);
        entry.outputs().forEach((name, t) -> lowering.deliver(t, outputs.get(name), t.node()));
        commit(next);

        List<Draft> drafts = new ArrayList<>();
        context.cells()
                .forEach(
                        cell ->
                                drafts.add(
                                        new Draft.Point(
                                                List.of(
                                                        new Draft.Sheet(
                                                                anyNode(),
                                                                cell.shape(),
                                                                List.of(
                                                                        new Draft.Put(
                                                                                cell,
                                                                                number(
                                                                                        DType.I32,
                                                                                        0))))))));
        drafts.addAll(lowering.drafts());
        List<Draft> merged = new Merging(origins, grain, !context.debug()).merge(drafts);
        Offsets offsets = new Offsets(origins, merged);
        TaskWriter tasks = new TaskWriter(origins, offsets::of);
        Alike alike = new Alike(offsets);
        List<Part> parts = new Writer(tasks, alike).parts(merged);
        List<Schedule.Filling> constants = new ArrayList<>(alike.tables());
        context.constants()
                .forEach(
                        k ->
                                constants.add(
                                        new Schedule.Filling(tasks.place(k.place()), k.value())));
        return new Schedule(
                entry.name(),
                complete(parts, layout, offsets.sizes()),
                offsets.sizes(),
                places(inputs, tasks),
                constants,
                places(outputs, tasks),
                context.faults());
    }

    private Node anyNode() {
        return entry.graph().nodes().getFirst();
    }

    private View reserve(Area area, Tensor t) {
        return origins.reserve(area, t.dtype(), t.shape());
    }

    private static Formula number(DType dtype, double value) {
        return new Formula.Number(dtype, value);
    }

    private static Map<String, Place> places(Map<String, View> views, TaskWriter tasks) {
        Map<String, Place> m = new LinkedHashMap<>();
        views.forEach((name, v) -> m.put(name, tasks.place(v)));
        return m;
    }

    /**
     * Gives the variables their new values, all of which are computed before. Does nothing if the
     * condition is false or a fault was raised.
     */
    private void commit(Map<Variable, View> next) {
        next.forEach(
                (v, to) -> {
                    Tensor t = entry.assignments().get(v);
                    lowering.deliver(t, to, t.node());
                });
        if (next.isEmpty()) {
            return;
        }
        Formula ok = entry.condition() == null ? null : lowering.value(entry.condition());
        for (View cell : context.cells()) {
            View first = new View(cell.storage(), cell.shift(), new int[0], new int[0]);
            Formula fine =
                    new Formula.Compare(
                            CompareOp.EQ, new Formula.Load(first), number(DType.I32, 0));
            ok = ok == null ? fine : new Formula.Binary(BinaryOp.AND, ok, fine);
        }
        View gate = null;
        if (ok != null) {
            gate = origins.own(level, DType.BOOL, Shape.SCALAR);
            lowering.sheets(GraphLowering.sheet(anyNode(), gate, ok));
        }
        for (Map.Entry<Variable, View> e : next.entrySet()) {
            View to = variables.get(e.getKey());
            Formula value = new Formula.Load(e.getValue());
            if (gate != null) {
                Formula open = new Formula.Load(gate.broadcast(to.shape()));
                value = new Formula.Select(open, value, new Formula.Load(to));
            }
            lowering.sheets(
                    GraphLowering.sheet(entry.assignments().get(e.getKey()).node(), to, value));
        }
    }

    /**
     * Adds a fetch of the outputs at the end and, where the arenas go from one task graph to the
     * next, a task that names every arena at the beginning.
     */
    private List<Part> complete(
            List<Part> parts, VariableLayout layout, Map<Arena, Integer> sizes) {
        Set<Arena> all = new LinkedHashSet<>(layout.sizes().keySet());
        all.addAll(sizes.keySet());
        // a graph does not fetch an array that none of its tasks writes
        Set<Arena> outputs = new LinkedHashSet<>(sizes.keySet());
        outputs.removeIf(a -> a.area() != Area.OUTPUTS);
        if (parts.size() == 1 && parts.getFirst() instanceof Part.Run(var only, _)) {
            Set<Arena> named = new LinkedHashSet<>();
            Set<Arena> written = new LinkedHashSet<>();
            only.forEach(t -> named.addAll(t.arenas()));
            only.forEach(t -> written.addAll(t.written()));
            if (named.containsAll(all) && written.containsAll(outputs)) {
                return List.of(new Part.Run(only, true));
            }
        }
        Task.Touch touch = new Task.Touch("entry '" + entry.name() + "'", List.copyOf(all));
        List<Part> out = new ArrayList<>(parts);
        if (!out.isEmpty() && out.getFirst() instanceof Part.Run(var tasks, _)) {
            out.set(0, new Part.Run(first(touch, tasks), false));
        } else {
            out.addFirst(new Part.Run(List.of(touch), false));
        }
        out = new ArrayList<>(fetching(out));
        List<Task> last = new ArrayList<>();
        if (out.getLast() instanceof Part.Run(var tasks, _)) {
            last.addAll(tasks);
            out.removeLast();
        }
        last.forEach(t -> outputs.removeAll(t.written()));
        if (last.isEmpty() || !outputs.isEmpty()) {
            List<Arena> missing = outputs.isEmpty() ? touch.arenas() : List.copyOf(outputs);
            last.add(new Task.Touch(touch.origin(), missing));
        }
        out.add(new Part.Run(last, true));
        return out;
    }

    /** Puts a task before others; together they are a task in turn. */
    private static List<Task> first(Task.Touch touch, List<Task> tasks) {
        List<Task> all = new ArrayList<>(tasks);
        if (tasks.getFirst() instanceof Task.InTurn(var origin, var turns)) {
            List<Task> more = new ArrayList<>(List.of(touch));
            more.addAll(turns);
            all.set(0, new Task.InTurn(origin, more));
        } else {
            all.addFirst(touch);
        }
        return all;
    }

    /** Marks the runs that write a number of steps which the host must know. */
    private static List<Part> fetching(List<Part> parts) {
        Set<Integer> cells = new LinkedHashSet<>();
        collect(parts, cells);
        return cells.isEmpty() ? parts : marked(parts, cells);
    }

    private static void collect(List<Part> parts, Set<Integer> cells) {
        for (Part p : parts) {
            switch (p) {
                case Part.Loop l -> {
                    collect(l.trips(), cells);
                    collect(l.body(), cells);
                }
                case Part.Run r -> r.loops().forEach(s -> collect(s.trips(), cells));
            }
        }
    }

    private static void collect(Part.Trips trips, Set<Integer> cells) {
        if (trips instanceof Part.Trips.Computed(Place place)) {
            cells.add(place.address().offset());
        }
    }

    private static List<Part> marked(List<Part> parts, Set<Integer> cells) {
        List<Part> out = new ArrayList<>();
        for (Part p : parts) {
            out.add(
                    switch (p) {
                        case Part.Loop l ->
                                new Part.Loop(
                                        l.origin(),
                                        l.length(),
                                        l.trips(),
                                        l.estimate(),
                                        marked(l.body(), cells));
                        case Part.Run(var tasks, _) ->
                                new Part.Run(tasks, tasks.stream().anyMatch(t -> writes(t, cells)));
                    });
        }
        return out;
    }

    private static boolean writes(Task task, Set<Integer> cells) {
        return switch (task) {
            case Task.Pointwise p ->
                    p.pieces().stream()
                            .flatMap(piece -> piece.stores().stream())
                            .map(Piece.Store::to)
                            .anyMatch(
                                    to ->
                                            to.arena().equals(Fault.ARENA)
                                                    && to.address().terms().isEmpty()
                                                    && cells.contains(to.address().offset()));
            case Task.Beside b -> b.parts().stream().anyMatch(t -> writes(t, cells));
            case Task.InTurn i -> i.turns().stream().anyMatch(t -> writes(t, cells));
            default -> false;
        };
    }
}
