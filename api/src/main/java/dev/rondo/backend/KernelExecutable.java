package dev.rondo.backend;

import dev.rondo.array.Array;
import dev.rondo.array.Buffer;
import dev.rondo.array.Shape;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Op;
import dev.rondo.graph.Program;
import dev.rondo.graph.Tensor;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The default executor: entries planned for {@link Kernels}. */
final class KernelExecutable implements Executable {
    /**
     * An entry that can run.
     *
     * @param original as it was traced
     * @param entry rewritten for the backend
     * @param overwritten the memory of the outputs
     */
    private record Ready(
            Entry original,
            Entry entry,
            Map<String, Storage> inputs,
            Storage[] inputStorages,
            String[] inputNames,
            Map<String, Array> outputs,
            Set<Buffer> overwritten,
            Array[] copies,
            Runnable[] code,
            View condition,
            Storage[][] commits,
            long results,
            long work,
            List<ExecutionReport.LoopRun> loops) {}

    private final Supplier<? extends Kernels> kernelsOfOne;
    private final Kernels kernels;
    private final UnaryOperator<Entry> passes;
    private final boolean debug;

    /** Whether this is a session, which reads the variables of another executable. */
    private final boolean session;

    private final Variables variables;
    private final Map<String, Ready> entries = new LinkedHashMap<>();
    private final OneThread use = new OneThread();

    KernelExecutable(
            Program program,
            Supplier<? extends Kernels> kernelsOfOne,
            UnaryOperator<Entry> passes,
            CompileOptions options) {
        this(kernelsOfOne, passes, options.debug(), false, declared(program));
        program.entries().values().forEach(this::prepare);
    }

    private KernelExecutable(
            Supplier<? extends Kernels> kernelsOfOne,
            UnaryOperator<Entry> passes,
            boolean debug,
            boolean session,
            Variables variables) {
        this.kernelsOfOne = kernelsOfOne;
        this.kernels = kernelsOfOne.get();
        this.passes = passes;
        this.debug = debug;
        this.session = session;
        this.variables = variables;
    }

    private static Variables declared(Program program) {
        long size =
                program.variables().stream()
                        .mapToLong(v -> v.shape().size() * v.dtype(program.dtype()).bytes())
                        .sum();
        require(size, "the variables");
        return new Variables(program);
    }

    private static void require(long bytes, String what) {
        Runtime r = Runtime.getRuntime();
        long free = r.maxMemory() - (r.totalMemory() - r.freeMemory());
        if (bytes > free) {
            throw new BackendException(
                    what
                            + " would need "
                            + mebibytes(bytes)
                            + " of memory, and "
                            + mebibytes(free)
                            + " are free of the heap's "
                            + mebibytes(r.maxMemory())
                            + "; make the model, the batch or the sequence smaller, or give the JVM"
                            + " more with -Xmx");
        }
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
    }

    private void prepare(Entry original) {
        prepare(original, passes.apply(original));
    }

    private void prepare(Entry original, Entry entry) {
        if (session && !entry.assignments().isEmpty()) {
            throw Requests.assigns(entry);
        }
        entries.put(entry.name(), plan(original, entry, debug));
    }

    private Ready plan(Entry original, Entry entry, boolean checked) {
        Set<Tensor> roots = Collections.newSetFromMap(new IdentityHashMap<>());
        roots.addAll(entry.outputs().values());
        roots.addAll(entry.assignments().values());
        if (entry.condition() != null) {
            roots.add(entry.condition());
        }
        Map<Tensor, View> views = new IdentityHashMap<>();
        Map<String, Storage> inputs = new LinkedHashMap<>();
        entry.inputs()
                .forEach(
                        (name, t) -> {
                            Storage s = new Storage(t.dtype());
                            inputs.put(name, s);
                            views.put(t, View.contiguous(s, t.shape()));
                        });
        entry.graph().reads().forEach((v, t) -> views.put(t, variables.of(entry, v).now()));

        Map<Tensor, View> targets = new IdentityHashMap<>();
        Map<String, Array> outputs = new LinkedHashMap<>();
        Map<String, View> outputViews = new LinkedHashMap<>();
        long fixed = 0;
        for (Tensor t : roots) {
            fixed += t.shape().size() * t.dtype().bytes();
        }
        require(fixed, "the results of entry '" + entry.name() + "'");
        entry.outputs()
                .forEach(
                        (name, t) -> {
                            View v = Planner.placed(t.dtype(), t.shape());
                            outputViews.put(name, v);
                            targets.putIfAbsent(t, v);
                            outputs.put(name, wrap(v, t.shape()));
                        });
        entry.assignments()
                .forEach(
                        (variable, t) -> {
                            Variables.Held v = variables.of(entry, variable);
                            targets.putIfAbsent(t, v.next());
                        });
        View condition = null;
        if (entry.condition() != null) {
            condition = Planner.placed(entry.condition().dtype(), Shape.SCALAR);
            targets.putIfAbsent(entry.condition(), condition);
        }

        Planner planner =
                new Planner(
                        kernels,
                        Demand.of(entry.graph(), roots),
                        views,
                        targets,
                        null,
                        kernels,
                        checked);
        planner.plan(entry.graph());
        entry.outputs().forEach((name, t) -> planner.deliver(t, outputViews.get(name), t.node()));
        entry.assignments()
                .forEach((v, t) -> planner.deliver(t, variables.of(entry, v).next(), t.node()));
        if (condition != null) {
            planner.deliver(entry.condition(), condition, entry.condition().node());
        }
        Plan plan = planner.finish();
        Memory memory = new Memory();
        memory.assign(plan);
        require(memory.bytes(), "entry '" + entry.name() + "'");
        memory.allocate();

        Storage[][] commits =
                entry.assignments().keySet().stream()
                        .map(v -> variables.of(entry, v))
                        .map(v -> new Storage[] {v.now().storage(), v.next().storage()})
                        .toArray(Storage[][]::new);
        return new Ready(
                original,
                entry,
                inputs,
                inputs.values().toArray(Storage[]::new),
                inputs.keySet().toArray(String[]::new),
                Collections.unmodifiableMap(outputs),
                outputs.values().stream().map(Array::buffer).collect(Collectors.toSet()),
                new Array[inputs.size()],
                plan.code(checked),
                condition,
                commits,
                fixed,
                memory.bytes(),
                loops(entry, plan));
    }

    private static List<ExecutionReport.LoopRun> loops(Entry entry, Plan plan) {
        List<ExecutionReport.LoopRun> all = new ArrayList<>();
        for (Instruction i : plan.instructions()) {
            if (!i.loops().isEmpty() && i.node().op() instanceof Op.Scan s) {
                int lanes = i.loops().size();
                all.add(new ExecutionReport.LoopRun(entry.name(), s.length(), s.reverse(), lanes));
            }
        }
        return all;
    }

    private static Array wrap(View v, Shape shape) {
        return shape.size() == 0 ? Array.zeros(v.dtype(), shape) : Array.wrap(shape, v.buffer());
    }

    @Override
    public Map<String, Array> run(String name, Map<String, Array> given) {
        use.enter();
        try {
            return session ? runBesideOthers(name, given) : runAlone(ready(name), given);
        } finally {
            use.leave();
        }
    }

    private Ready ready(String name) {
        Ready ready = entries.get(name);
        if (ready == null) {
            throw Requests.noEntry(name, entries.keySet(), session);
        }
        return ready;
    }

    private Map<String, Array> runBesideOthers(String name, Map<String, Array> given) {
        long reading = variables.beginReading();
        try {
            return compute(ready(name), given);
        } finally {
            variables.endReading(reading);
        }
    }

    /** Computes into memory that nobody else reads, and then exchanges it with the variables. */
    private Map<String, Array> runAlone(Ready ready, Map<String, Array> given) {
        Map<String, Array> outputs = compute(ready, given);
        boolean commit =
                ready.condition == null || ready.condition.bool()[ready.condition.offset()] != 0;
        if (commit && ready.commits.length > 0) {
            long writing = variables.beginWriting();
            try {
                for (Storage[] pair : ready.commits) {
                    Storage.swap(pair[0], pair[1]);
                }
            } finally {
                variables.endWriting(writing);
            }
        }
        return outputs;
    }

    private static Map<String, Array> compute(Ready ready, Map<String, Array> given) {
        bind(ready, given);
        for (Runnable r : ready.code) {
            r.run();
        }
        return ready.outputs;
    }

    private static void bind(Ready ready, Map<String, Array> given) {
        for (int i = 0; i < ready.inputNames.length; i++) {
            Array a = Requests.input(ready.entry, ready.inputNames[i], given);
            ready.inputStorages[i].place(own(ready, i, a).buffer(), 0);
        }
        Requests.checkNoOther(ready.entry, given);
    }

    /**
     * The array itself, or a copy when it is one of the entry's outputs, which the run overwrites.
     */
    private static Array own(Ready ready, int input, Array given) {
        if (!ready.overwritten.contains(given.buffer())) {
            return given;
        }
        if (ready.copies[input] == null) {
            ready.copies[input] = given.copy();
        }
        ready.copies[input].copyFrom(given);
        return ready.copies[input];
    }

    /** While the variables stay as they are. */
    private <T> T reading(Supplier<T> work) {
        return use.alone(
                () -> {
                    long reading = variables.beginReading();
                    try {
                        return work.get();
                    } finally {
                        variables.endReading(reading);
                    }
                });
    }

    @Override
    public Map<String, Array> inspect(String entry, Map<String, Array> given) {
        return reading(
                () -> {
                    Entry observed = ready(entry).original.observed();
                    Ready once = plan(observed, passes.apply(observed), false);
                    Map<String, Array> copies = new LinkedHashMap<>();
                    compute(once, given).forEach((name, a) -> copies.put(name, a.copy()));
                    return Collections.unmodifiableMap(copies);
                });
    }

    @Override
    public Entry compiled(String entry) {
        return use.alone(() -> ready(entry).entry);
    }

    @Override
    public Array read(String variable) {
        return reading(() -> variables.read(variable));
    }

    @Override
    public Map<String, Array> variables() {
        return reading(variables::readAll);
    }

    @Override
    public void write(String variable, Array value) {
        set(
                List.of(variable),
                () -> {
                    variables.write(variable, value);
                    return value;
                });
    }

    @Override
    public Mismatch load(Map<String, Array> values, UnaryOperator<Mismatch> refused) {
        return set(
                values.keySet(),
                () -> {
                    var found = Mismatch.between(variables.types(), Mismatch.types(values));
                    refused.apply(found).check();
                    variables.load(values);
                    return found;
                });
    }

    /** Changes variables while nobody reads them. */
    private <T> T set(Collection<String> names, Supplier<T> change) {
        if (session) {
            throw Requests.readOnly(names);
        }
        return use.alone(
                () -> {
                    long writing = variables.beginWriting();
                    try {
                        return change.get();
                    } finally {
                        variables.endWriting(writing);
                    }
                });
    }

    @Override
    public void add(Entry entry) {
        reading(
                () -> {
                    prepare(entry);
                    return entry;
                });
    }

    @Override
    public void remove(String entry) {
        use.alone(() -> entries.remove(entry));
    }

    @Override
    public Executable session() {
        return reading(
                () -> {
                    var s = new KernelExecutable(kernelsOfOne, passes, debug, true, variables);
                    for (Ready r : entries.values()) {
                        if (r.commits.length == 0) {
                            s.prepare(r.original, r.entry);
                        }
                    }
                    return s;
                });
    }

    @Override
    public long bytes() {
        return report().bytes();
    }

    @Override
    public ExecutionReport report() {
        return use.alone(
                () -> {
                    List<ExecutionReport.Holding> memory = new ArrayList<>();
                    List<ExecutionReport.LoopRun> loops = new ArrayList<>();
                    if (!session) {
                        hold("variables", variables.bytes(), memory);
                        hold("next values of variables", variables.nextBytes(), memory);
                    }
                    for (Ready r : entries.values()) {
                        String name = r.entry.name();
                        hold("results of '" + name + "'", r.results, memory);
                        hold("work memory of '" + name + "'", r.work, memory);
                        loops.addAll(r.loops);
                    }
                    hold("packed operands of products", kernels.packedBytes(), memory);
                    return new ExecutionReport(memory, loops, List.of());
                });
    }

    private static void hold(String what, long bytes, List<ExecutionReport.Holding> memory) {
        if (bytes > 0) {
            memory.add(new ExecutionReport.Holding(what, bytes));
        }
    }

    @Override
    public void close() {
        use.close(
                () -> {
                    entries.clear();
                    if (!session) {
                        variables.close();
                    }
                });
    }

    @Override
    public String toString() {
        return (session ? "Session" : "Executable") + entries.keySet();
    }
}
