package dev.rondo.backend.tornado;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.BackendException;
import dev.rondo.backend.Executable;
import dev.rondo.backend.ExecutionReport;
import dev.rondo.backend.Mismatch;
import dev.rondo.backend.NonFiniteException;
import dev.rondo.backend.OneThread;
import dev.rondo.backend.Requests;
import dev.rondo.backend.tornado.schedule.Address;
import dev.rondo.backend.tornado.schedule.Fault;
import dev.rondo.backend.tornado.schedule.Lower;
import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Schedule;
import dev.rondo.backend.tornado.schedule.ScheduleText;
import dev.rondo.backend.tornado.schedule.VariableLayout;
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
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Entries lowered to schedules, run by a machine that keeps the variables. */
final class ScheduledExecutable implements Executable {
    /**
     * An entry that can run.
     *
     * @param original as it was traced
     * @param entry rewritten for the backend
     */
    private record Ready(
            Entry original,
            Entry entry,
            Schedule schedule,
            Machine.Loaded loaded,
            Map<String, Array> outputs) {}

    private final Function<VariableLayout, Machine> machines;
    private final UnaryOperator<Entry> passes;
    private final boolean debug;
    private final boolean session;
    private final Shared shared;
    private final VariableLayout layout;
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final Machine machine;
    private final Map<String, Ready> entries = new LinkedHashMap<>();
    private final Array cell = Array.zeros(DType.I32, Shape.of(2));
    private final OneThread use = new OneThread();

    /** Which side has the newer values of the variables. */
    private enum Newer {
        HOST,
        DEVICE,
        NONE
    }

    private Newer newer = Newer.HOST;

    /** Which of the published values a session has. */
    private long seen;

    private RuntimeException failure;

    /**
     * Compiles a program.
     *
     * @param machines makes a machine for variables that are laid out so
     * @param passes rewrites an entry
     * @param debug whether every result is checked to be finite
     */
    ScheduledExecutable(
            Program program,
            Function<VariableLayout, Machine> machines,
            UnaryOperator<Entry> passes,
            boolean debug) {
        this(
                machines,
                passes,
                debug,
                false,
                new Shared(),
                VariableLayout.of(program.variables(), program.dtype()));
        try {
            program.initialValues()
                    .forEach((name, a) -> machine.put(layout.places().get(variables.get(name)), a));
            program.entries().values().forEach(this::prepare);
            machine.prepare();
        } catch (RuntimeException | Error e) {
            machine.close();
            throw e;
        }
    }

    private ScheduledExecutable(
            Function<VariableLayout, Machine> machines,
            UnaryOperator<Entry> passes,
            boolean debug,
            boolean session,
            Shared shared,
            VariableLayout layout) {
        this.machines = machines;
        this.passes = passes;
        this.debug = debug;
        this.session = session;
        this.shared = shared;
        this.layout = layout;
        layout.places().keySet().forEach(v -> variables.put(v.name(), v));
        this.machine = machines.apply(layout);
    }

    private void prepare(Entry original) {
        prepare(original, passes.apply(original));
    }

    private void prepare(Entry original, Entry entry) {
        if (session && !entry.assignments().isEmpty()) {
            throw Requests.assigns(entry);
        }
        Ready ready = load(original, entry, machine, debug);
        Ready before = entries.put(entry.name(), ready);
        if (before != null) {
            before.loaded.close();
        }
    }

    private Ready load(Entry original, Entry entry, Machine on, boolean checked) {
        entry.graph().reads().keySet().forEach(v -> known(entry, v));
        entry.assignments().keySet().forEach(v -> known(entry, v));
        Schedule schedule = Lower.entry(entry, layout, on.grain(), checked);
        Map<String, Array> outputs = new LinkedHashMap<>();
        Machine.Loaded loaded = on.load(schedule);
        entry.outputs().forEach((name, t) -> outputs.put(name, Array.zeros(t.dtype(), t.shape())));
        return new Ready(original, entry, schedule, loaded, Collections.unmodifiableMap(outputs));
    }

    private void known(Entry entry, Variable v) {
        if (variables.get(v.name()) != v) {
            throw Requests.foreign(entry, v);
        }
    }

    @Override
    public Map<String, Array> run(String name, Map<String, Array> given) {
        return use.alone(() -> session ? runBesideOthers(name, given) : runAlone(name, given));
    }

    private Ready ready(String name) {
        Ready ready = entries.get(name);
        if (ready == null) {
            throw Requests.noEntry(name, entries.keySet(), session);
        }
        return ready;
    }

    private Map<String, Array> runBesideOthers(String name, Map<String, Array> given) {
        long running = shared.beginRun();
        try {
            renew();
            return compute(ready(name), given, machine);
        } finally {
            shared.endRun(running);
        }
    }

    private Map<String, Array> runAlone(String name, Map<String, Array> given) {
        Ready ready = ready(name);
        Map<String, Array> outputs = compute(ready, given, machine);
        if (!ready.entry.assignments().isEmpty()) {
            publish();
        }
        return outputs;
    }

    /** Takes over the values that the executable published, when they are new. */
    private void renew() {
        Shared.Values values = shared.values();
        if (values.number() != seen) {
            values.byName()
                    .forEach((name, a) -> machine.put(layout.places().get(variables.get(name)), a));
            newer = Newer.HOST;
            seen = values.number();
        }
    }

    private void publish() {
        if (shared.isRead()) {
            shared.publish(values());
        }
    }

    private Map<String, Array> compute(Ready ready, Map<String, Array> given, Machine on) {
        ready.entry.inputs().keySet().forEach(name -> Requests.input(ready.entry, name, given));
        Requests.checkNoOther(ready.entry, given);
        if (on == machine && newer == Newer.HOST) {
            guarded(on::upload);
            newer = Newer.NONE;
        }
        given.forEach((name, a) -> ready.loaded.put(ready.schedule.inputs().get(name), a));
        if (!ready.entry.assignments().isEmpty()) {
            newer = Newer.DEVICE;
        }
        guarded(ready.loaded::run);
        ready.schedule.faults().forEach(f -> check(f, ready.loaded));
        ready.outputs.forEach((name, a) -> ready.loaded.get(ready.schedule.outputs().get(name), a));
        return ready.outputs;
    }

    /** After an error of the device nothing that it holds can be relied upon. */
    private void guarded(Runnable work) {
        if (failure != null) {
            throw new BackendException(
                    "this executable does not run any more, for its device failed: "
                            + failure.getMessage()
                            + "; compile the program again, and continue from the last checkpoint",
                    failure);
        }
        try {
            work.run();
        } catch (BackendException e) {
            failure = e;
            throw e;
        }
    }

    private void check(Fault fault, Machine.Loaded loaded) {
        loaded.get(
                new Place(
                        Fault.ARENA,
                        DType.I32,
                        Address.fixed(fault.cell()),
                        List.of(2),
                        List.of(1)),
                cell);
        int first = cell.i32()[0];
        switch (fault) {
            case Fault.Outside o when first != 0 ->
                    throw Requests.outside(cell.i32()[1], first - 1, o.rows());
            case Fault.NotFinite f when first == f.code() ->
                    throw new NonFiniteException(
                            "the first result that is not finite is that of " + f.origin());
            default -> {}
        }
    }

    /** While the executable that has the variables is not closed. */
    private <T> T open(Supplier<T> work) {
        return use.alone(
                () -> {
                    long running = shared.beginRun();
                    try {
                        return work.get();
                    } finally {
                        shared.endRun(running);
                    }
                });
    }

    @Override
    public Map<String, Array> inspect(String entry, Map<String, Array> given) {
        return open(
                () -> {
                    Entry observed = ready(entry).original.observed();
                    try (Machine once = machines.apply(layout)) {
                        values().forEach(
                                        (name, a) ->
                                                once.put(
                                                        layout.places().get(variables.get(name)),
                                                        a));
                        Ready r = load(observed, passes.apply(observed), once, false);
                        once.upload();
                        Map<String, Array> copies = new LinkedHashMap<>();
                        compute(r, given, once).forEach((name, a) -> copies.put(name, a.copy()));
                        return Collections.unmodifiableMap(copies);
                    }
                });
    }

    @Override
    public Entry compiled(String entry) {
        return use.alone(() -> ready(entry).entry);
    }

    @Override
    public Array read(String variable) {
        return open(
                () -> {
                    Variable v = named(variable);
                    latest();
                    return value(v);
                });
    }

    private Variable named(String name) {
        Variable v = variables.get(name);
        if (v == null) {
            throw Requests.noVariable(name, variables.keySet());
        }
        return v;
    }

    /** Makes the host's values those that hold. */
    private void latest() {
        if (session) {
            renew();
        } else if (newer == Newer.DEVICE) {
            guarded(machine::download);
            newer = Newer.NONE;
        }
    }

    private Array value(Variable v) {
        Place place = layout.places().get(v);
        Array a = Array.zeros(place.dtype(), v.shape());
        machine.get(place, a);
        return a;
    }

    private Map<String, Array> values() {
        latest();
        Map<String, Array> m = new LinkedHashMap<>();
        variables.forEach((name, v) -> m.put(name, value(v)));
        return m;
    }

    @Override
    public void write(String variable, Array value) {
        set(
                List.of(variable),
                () -> {
                    Requests.checkValue(variable, type(named(variable)), value);
                    put(Map.of(variable, value));
                    return value;
                });
    }

    @Override
    public Mismatch load(Map<String, Array> values, UnaryOperator<Mismatch> refused) {
        return set(
                values.keySet(),
                () -> {
                    var found = Mismatch.between(types(), Mismatch.types(values));
                    refused.apply(found).check();
                    put(values);
                    return found;
                });
    }

    private <T> T set(Collection<String> names, Supplier<T> change) {
        if (session) {
            throw Requests.readOnly(names);
        }
        return use.alone(change);
    }

    /** Sets those variables that there are values for, which fit. */
    private void put(Map<String, Array> values) {
        latest();
        variables.forEach(
                (name, v) -> {
                    Array value = values.get(name);
                    if (value != null) {
                        machine.put(layout.places().get(v), value);
                    }
                });
        newer = Newer.HOST;
        publish();
    }

    private Map<String, Type> types() {
        Map<String, Type> types = new LinkedHashMap<>();
        variables.forEach((name, v) -> types.put(name, type(v)));
        return types;
    }

    private Type type(Variable v) {
        return new Type(layout.places().get(v).dtype(), v.shape());
    }

    @Override
    public Map<String, Array> variables() {
        return open(this::values);
    }

    @Override
    public void add(Entry entry) {
        open(
                () -> {
                    latest();
                    prepare(entry);
                    machine.prepare();
                    newer = Newer.HOST;
                    return entry;
                });
    }

    @Override
    public void remove(String entry) {
        use.alone(
                () -> {
                    Ready ready = entries.remove(entry);
                    if (ready != null) {
                        ready.loaded.close();
                    }
                    return ready;
                });
    }

    @Override
    public Executable session() {
        return open(
                () -> {
                    shared.open();
                    if (!session) {
                        publish();
                    }
                    var s = new ScheduledExecutable(machines, passes, debug, true, shared, layout);
                    for (Ready r : entries.values()) {
                        if (r.entry.assignments().isEmpty()) {
                            s.prepare(r.original, r.entry);
                        }
                    }
                    s.renew();
                    s.machine.prepare();
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
                    List<String> schedule = new ArrayList<>();
                    if (!session) {
                        memory.add(new ExecutionReport.Holding("variables", machine.bytes()));
                    }
                    for (Ready r : entries.values()) {
                        String name = "'" + r.entry.name() + "'";
                        memory.add(
                                new ExecutionReport.Holding("arrays of " + name, r.loaded.bytes()));
                        schedule.addAll(ScheduleText.of(r.schedule));
                    }
                    return new ExecutionReport(memory, List.of(), schedule);
                });
    }

    @Override
    public void close() {
        use.close(
                () -> {
                    if (session) {
                        shared.leave();
                    } else {
                        shared.close();
                    }
                    entries.clear();
                    machine.close();
                });
    }

    @Override
    public String toString() {
        return (session ? "Session" : "Executable") + entries.keySet();
    }
}
