package dev.rondo.executor;

import dev.rondo.array.Array;
import dev.rondo.array.Shape;
import dev.rondo.executor.plan.Memory;
import dev.rondo.executor.plan.Plan;
import dev.rondo.executor.plan.Planner;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.analysis.Demand;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Plans an entry, and allocates everything that it needs. */
final class EntryPlanner {
    private final Entry entry;
    private final Kernels kernels;
    private final Variables variables;
    private final boolean debug;
    private final Map<Tensor, View> views = new IdentityHashMap<>();
    private final Map<Tensor, View> targets = new IdentityHashMap<>();

    EntryPlanner(Entry entry, Kernels kernels, Variables variables, boolean debug) {
        this.entry = entry;
        this.kernels = kernels;
        this.variables = variables;
        this.debug = debug;
    }

    /**
     * The entry, ready to run.
     *
     * @throws dev.rondo.backend.BackendException when there is not enough memory
     */
    PlannedEntry plan() {
        long results = resultBytes();
        HeapMemory.require(results, "the results of entry '" + entry.name() + "'");
        Map<String, Storage> inputs = inputs();
        entry.graph().reads().forEach((v, t) -> views.put(t, variables.of(v).now()));
        // an entry that changes variables would have to prepare itself again for every run
        boolean prepares = entry.assignments().isEmpty() && !debug;
        Map<String, View> outputViews = outputs();
        entry.assignments().forEach((v, t) -> targets.putIfAbsent(t, variables.of(v).next()));
        Commit.Condition condition = condition();

        Demand demand = Demand.of(entry.graph(), entry.roots());
        Planner planner = Planner.ofEntry(kernels, demand, views, targets, prepares, debug);
        if (prepares) {
            entry.graph()
                    .reads()
                    .keySet()
                    .forEach(v -> planner.steady(variables.of(v).now().storage()));
        }
        planner.plan(entry.graph());
        outputViews.forEach((name, v) -> deliver(planner, entry.outputs().get(name), v));
        entry.assignments().forEach((v, t) -> deliver(planner, t, variables.of(v).next()));
        if (condition instanceof Commit.Computed(View view)) {
            deliver(planner, entry.condition(), view);
        }
        Plan plan = planner.finish();
        Map<String, Array> outputs = PlannedEntry.outputs(entry, outputViews);
        return new PlannedEntry(
                new PlannedEntry.Inputs(inputs, outputs),
                outputs,
                new Preparation(plan.preparationCode(), variables),
                plan.code(debug),
                new Commit(entry, variables, condition),
                new Holdings()
                        .with("results of '" + entry.name() + "'", results)
                        .with("work memory of '" + entry.name() + "'", allocate(plan))
                        .list(),
                plan.loops(entry.name()));
    }

    private static void deliver(Planner planner, Tensor value, View target) {
        planner.deliver(value, target, value.node());
    }

    private long resultBytes() {
        Set<Tensor> roots = Collections.newSetFromMap(new IdentityHashMap<>());
        roots.addAll(entry.roots());
        return roots.stream().mapToLong(t -> t.shape().size() * t.dtype().bytes()).sum();
    }

    private Map<String, Storage> inputs() {
        Map<String, Storage> inputs = new LinkedHashMap<>();
        entry.inputs()
                .forEach(
                        (name, t) -> {
                            Storage s = new Storage(t.dtype());
                            inputs.put(name, s);
                            views.put(t, View.contiguous(s, t.shape()));
                        });
        return inputs;
    }

    private Map<String, View> outputs() {
        Map<String, View> outputs = new LinkedHashMap<>();
        entry.outputs()
                .forEach(
                        (name, t) -> {
                            View v = View.allocate(t.dtype(), t.shape());
                            outputs.put(name, v);
                            targets.putIfAbsent(t, v);
                        });
        return outputs;
    }

    private Commit.Condition condition() {
        if (entry.condition() == null) {
            return new Commit.Always();
        }
        View v = View.allocate(entry.condition().dtype(), Shape.SCALAR);
        targets.putIfAbsent(entry.condition(), v);
        return new Commit.Computed(v);
    }

    /** Allocates the memory that is needed while the entry runs. Returns its bytes. */
    private long allocate(Plan plan) {
        Memory memory = new Memory();
        memory.assign(plan);
        HeapMemory.require(memory.bytes(), "entry '" + entry.name() + "'");
        memory.allocate();
        return memory.bytes();
    }
}
