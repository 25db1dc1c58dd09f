package dev.rondo.executor;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.backend.ExecutionReport;
import dev.rondo.backend.Mismatch;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.graph.Type;
import dev.rondo.graph.Variable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The protocol of every executable: one thread at a time, sessions, entries that come and go,
 * refusals and their wording, and which copy of the variables is newer. The {@link Engine} decides
 * what is computed and where the numbers lie.
 */
public final class CompiledProgram implements Executable {
    /**
     * An entry that can run.
     *
     * @param original the entry as it was traced
     * @param entry the entry as the backend rewrote it
     * @param inputs names of its inputs
     * @param ready what runs it
     */
    private record Compiled(Entry original, Entry entry, String[] inputs, ReadyEntry ready) {
        boolean assigns() {
            return !entry.assignments().isEmpty();
        }
    }

    /** Which copy of the variables is newer. */
    private enum Newer {
        ON_HOST,
        ON_DEVICE,
        NEITHER
    }

    private final Engine engine;
    private final UnaryOperator<Entry> passes;
    private final boolean debug;
    private final boolean session;
    private final Sharing sharing;
    private final Map<String, Variable> variables;
    private final DType dtype;
    private final Map<String, Compiled> entries = new LinkedHashMap<>();
    private final OneThread use = new OneThread();
    private Newer newer = Newer.ON_HOST;

    /**
     * Compiles a program. If that fails, the engine is closed.
     *
     * @param engine holds the first values of the program's variables
     * @param passes gives an equivalent entry for an entry
     * @param debug whether to check that every result is finite
     */
    public CompiledProgram(
            Program program, Engine engine, UnaryOperator<Entry> passes, boolean debug) {
        this(
                engine,
                passes,
                debug,
                false,
                new Sharing(),
                byName(program.variables()),
                program.dtype());
        try {
            program.entries().values().forEach(this::prepare);
            engine.complete();
        } catch (RuntimeException | Error e) {
            engine.close();
            throw e;
        }
    }

    private CompiledProgram(
            Engine engine,
            UnaryOperator<Entry> passes,
            boolean debug,
            boolean session,
            Sharing sharing,
            Map<String, Variable> variables,
            DType dtype) {
        this.engine = engine;
        this.passes = passes;
        this.debug = debug;
        this.session = session;
        this.sharing = sharing;
        this.variables = variables;
        this.dtype = dtype;
    }

    private static Map<String, Variable> byName(Collection<Variable> variables) {
        Map<String, Variable> m = new LinkedHashMap<>();
        variables.forEach(v -> m.put(v.name(), v));
        return m;
    }

    // ---- entries

    private void prepare(Entry original) {
        prepare(original, passes.apply(original));
    }

    private void prepare(Entry original, Entry entry) {
        if (session && !entry.assignments().isEmpty()) {
            throw Refusals.assigns(entry);
        }
        checkVariables(entry);
        ReadyEntry ready = engine.prepare(entry, debug);
        Compiled before =
                entries.put(entry.name(), new Compiled(original, entry, names(entry), ready));
        if (before != null) {
            before.ready.close();
        }
    }

    private void checkVariables(Entry entry) {
        entry.graph().reads().keySet().forEach(v -> checkVariable(entry, v));
        entry.assignments().keySet().forEach(v -> checkVariable(entry, v));
    }

    private void checkVariable(Entry entry, Variable v) {
        if (variables.get(v.name()) != v) {
            throw Refusals.foreign(entry, v);
        }
    }

    private Compiled compiledEntry(String name) {
        Compiled compiled = entries.get(name);
        if (compiled == null) {
            throw Refusals.noEntry(name, entries.keySet(), session);
        }
        return compiled;
    }

    @Override
    public Entry compiled(String entry) {
        return use.alone(() -> compiledEntry(entry).entry);
    }

    @Override
    public void add(Entry entry) {
        reading(
                () -> {
                    bringToHost();
                    prepare(entry);
                    engine.complete();
                    newer = Newer.ON_HOST;
                    return entry;
                });
    }

    @Override
    public void remove(String entry) {
        use.alone(
                () -> {
                    Compiled removed = entries.remove(entry);
                    if (removed != null) {
                        removed.ready.close();
                    }
                    return removed;
                });
    }

    // ---- runs

    @Override
    public Map<String, Array> run(String name, Map<String, Array> given) {
        use.enter();
        try {
            return session ? runBesideOthers(name, given) : runAlone(name, given);
        } finally {
            use.leave();
        }
    }

    private Map<String, Array> runBesideOthers(String name, Map<String, Array> given) {
        long reading = sharing.beginReading();
        try {
            bringToHost();
            return compute(compiledEntry(name), given);
        } finally {
            sharing.endReading(reading);
        }
    }

    private Map<String, Array> runAlone(String name, Map<String, Array> given) {
        Compiled compiled = compiledEntry(name);
        Map<String, Array> outputs = compute(compiled, given);
        if (compiled.ready.hasChanges()) {
            long writing = sharing.beginWriting();
            try {
                compiled.ready.commit();
            } finally {
                sharing.endWriting(writing);
            }
        }
        if (compiled.assigns()) {
            publish();
        }
        return outputs;
    }

    private Map<String, Array> compute(Compiled compiled, Map<String, Array> given) {
        check(compiled.entry, compiled.inputs, given);
        if (newer == Newer.ON_HOST) {
            engine.upload();
            newer = Newer.NEITHER;
        }
        if (compiled.assigns()) {
            newer = Newer.ON_DEVICE;
        }
        return compiled.ready.run(given);
    }

    private static void check(Entry entry, String[] names, Map<String, Array> given) {
        for (String name : names) {
            Refusals.input(entry, name, given);
        }
        Refusals.checkNoOther(entry, given);
    }

    private static String[] names(Entry entry) {
        return entry.inputs().keySet().toArray(String[]::new);
    }

    @Override
    public Map<String, Array> inspect(String entry, Map<String, Array> given) {
        return reading(
                () -> {
                    Entry observed = passes.apply(compiledEntry(entry).original.observed());
                    check(observed, names(observed), given);
                    bringToHost();
                    Map<String, Array> copies = new LinkedHashMap<>();
                    engine.inspect(observed, given).forEach((n, a) -> copies.put(n, a.copy()));
                    return Collections.unmodifiableMap(copies);
                });
    }

    // ---- variables

    /** Brings the current values to the host; in a session, the values that were published last. */
    private void bringToHost() {
        if (session) {
            if (engine.renew()) {
                newer = Newer.ON_HOST;
            }
        } else if (newer == Newer.ON_DEVICE) {
            engine.download();
            newer = Newer.NEITHER;
        }
    }

    private void publish() {
        if (sharing.hasSessions()) {
            bringToHost();
            engine.publish();
        }
    }

    private Variable named(String name) {
        Variable v = variables.get(name);
        if (v == null) {
            throw Refusals.noVariable(name, variables.keySet());
        }
        return v;
    }

    private Type type(Variable v) {
        return new Type(v.dtype(dtype), v.shape());
    }

    /**
     * Does work during which the variables do not change and the executable that owns them is not
     * closed.
     */
    private <T> T reading(Supplier<T> work) {
        return use.alone(
                () -> {
                    long reading = sharing.beginReading();
                    try {
                        return work.get();
                    } finally {
                        sharing.endReading(reading);
                    }
                });
    }

    @Override
    public Array read(String variable) {
        return reading(
                () -> {
                    Variable v = named(variable);
                    bringToHost();
                    return engine.read(v);
                });
    }

    @Override
    public Map<String, Array> variables() {
        return reading(
                () -> {
                    bringToHost();
                    Map<String, Array> m = new LinkedHashMap<>();
                    variables.forEach((name, v) -> m.put(name, engine.read(v)));
                    return m;
                });
    }

    @Override
    public void write(String variable, Array value) {
        set(
                List.of(variable),
                () -> {
                    Variable v = named(variable);
                    Refusals.checkValue(variable, type(v), value);
                    put(Map.of(v, value));
                    return value;
                });
    }

    @Override
    public Mismatch load(Map<String, Array> values, UnaryOperator<Mismatch> refused) {
        return set(
                values.keySet(),
                () -> {
                    Map<String, Type> types = new LinkedHashMap<>();
                    variables.forEach((name, v) -> types.put(name, type(v)));
                    var found = Mismatch.between(types, Mismatch.types(values));
                    refused.apply(found).check();
                    Map<Variable, Array> fitting = new LinkedHashMap<>();
                    variables.forEach(
                            (name, v) -> {
                                if (values.get(name) != null) {
                                    fitting.put(v, values.get(name));
                                }
                            });
                    put(fitting);
                    return found;
                });
    }

    private <T> T set(Collection<String> names, Supplier<T> change) {
        if (session) {
            throw Refusals.readOnly(names);
        }
        return use.alone(change);
    }

    private void put(Map<Variable, Array> values) {
        bringToHost();
        long writing = sharing.beginWriting();
        try {
            engine.write(values);
        } finally {
            sharing.endWriting(writing);
        }
        newer = Newer.ON_HOST;
        publish();
    }

    // ---- sessions, reports, the end

    @Override
    public Executable session() {
        return reading(
                () -> {
                    sharing.open();
                    if (!session) {
                        publish();
                    }
                    var s =
                            new CompiledProgram(
                                    engine.session(),
                                    passes,
                                    debug,
                                    true,
                                    sharing,
                                    variables,
                                    dtype);
                    for (Compiled c : entries.values()) {
                        if (!c.assigns()) {
                            s.prepare(c.original, c.entry);
                        }
                    }
                    s.bringToHost();
                    s.engine.complete();
                    s.entries.values().forEach(c -> c.ready.prepare());
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
                    List<String> schedule = new ArrayList<>();
                    if (!session) {
                        memory.addAll(engine.variableMemory());
                    }
                    for (Compiled c : entries.values()) {
                        memory.addAll(c.ready.memory());
                        loops.addAll(c.ready.loops());
                        schedule.addAll(c.ready.schedule());
                    }
                    memory.addAll(engine.otherMemory());
                    schedule.addAll(engine.remarks());
                    return new ExecutionReport(memory, loops, schedule);
                });
    }

    @Override
    public void close() {
        use.close(
                () -> {
                    if (session) {
                        sharing.leave();
                    } else {
                        sharing.close();
                    }
                    entries.clear();
                    engine.close();
                });
    }

    @Override
    public String toString() {
        return (session ? "Session" : "Executable") + entries.keySet();
    }
}
