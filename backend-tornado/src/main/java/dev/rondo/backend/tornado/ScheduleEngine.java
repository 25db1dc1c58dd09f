package dev.rondo.backend.tornado;

import dev.rondo.array.Array;
import dev.rondo.backend.BackendException;
import dev.rondo.backend.Executable;
import dev.rondo.backend.ExecutionReport;
import dev.rondo.backend.tornado.schedule.EntryLowering;
import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Schedule;
import dev.rondo.backend.tornado.schedule.VariableLayout;
import dev.rondo.executor.CompiledProgram;
import dev.rondo.executor.Engine;
import dev.rondo.executor.ReadyEntry;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.graph.Variable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Lowers entries to schedules, which a machine runs that also keeps the variables. */
final class ScheduleEngine implements Engine {
    private final Function<VariableLayout, Machine> machines;
    private final VariableLayout layout;
    private final Publication publication;
    private final Machine machine;

    /** The number of the published values that a session has. */
    private long seen;

    private RuntimeException failure;

    private ScheduleEngine(
            Function<VariableLayout, Machine> machines,
            VariableLayout layout,
            Publication publication) {
        this.machines = machines;
        this.layout = layout;
        this.publication = publication;
        this.machine = machines.apply(layout);
    }

    /**
     * Compiles a program.
     *
     * @param machines makes a machine for variables with this layout
     * @param passes rewrites an entry
     * @param debug whether to check that every result is finite
     */
    static Executable compile(
            Program program,
            Function<VariableLayout, Machine> machines,
            UnaryOperator<Entry> passes,
            boolean debug) {
        VariableLayout layout = VariableLayout.of(program.variables(), program.dtype());
        ScheduleEngine engine = new ScheduleEngine(machines, layout, new Publication());
        try {
            Map<String, Array> first = program.initialValues();
            program.variables().forEach(v -> engine.put(v, first.get(v.name())));
        } catch (RuntimeException | Error e) {
            engine.close();
            throw e;
        }
        return new CompiledProgram(program, engine, passes, debug);
    }

    @Override
    public ReadyEntry prepare(Entry entry, boolean debug) {
        return load(entry, machine, debug);
    }

    private ReadyEntry load(Entry entry, Machine on, boolean debug) {
        Schedule schedule = EntryLowering.entry(entry, layout, on.grain(), debug);
        return new LoadedEntry(entry, schedule, on.load(schedule), this::guarded);
    }

    @Override
    public void complete() {
        machine.prepare();
    }

    /** Does work on the device. After an error, nothing on the device can be relied upon. */
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

    @Override
    public Map<String, Array> inspect(Entry entry, Map<String, Array> inputs) {
        try (Machine once = machines.apply(layout)) {
            values().forEach((v, a) -> once.put(layout.places().get(v), a));
            ReadyEntry ready = load(entry, once, false);
            once.upload();
            return ready.run(inputs);
        }
    }

    // ---- variables

    private void put(Variable v, Array value) {
        machine.put(layout.places().get(v), value);
    }

    @Override
    public Array read(Variable variable) {
        Place place = layout.places().get(variable);
        Array a = Array.zeros(place.dtype(), variable.shape());
        machine.get(place, a);
        return a;
    }

    private Map<Variable, Array> values() {
        Map<Variable, Array> m = new LinkedHashMap<>();
        layout.places().keySet().forEach(v -> m.put(v, read(v)));
        return m;
    }

    @Override
    public void write(Map<Variable, Array> values) {
        values.forEach(this::put);
    }

    @Override
    public void upload() {
        guarded(machine::upload);
    }

    @Override
    public void download() {
        guarded(machine::download);
    }

    // ---- sessions

    @Override
    public Engine session() {
        return new ScheduleEngine(machines, layout, publication);
    }

    @Override
    public void publish() {
        publication.publish(values());
    }

    @Override
    public boolean renew() {
        Publication.Values values = publication.values();
        if (values.number() == seen) {
            return false;
        }
        values.byVariable().forEach(this::put);
        seen = values.number();
        return true;
    }

    // ---- what it holds

    @Override
    public List<ExecutionReport.Holding> variableMemory() {
        return List.of(new ExecutionReport.Holding("variables", machine.bytes()));
    }

    @Override
    public void close() {
        machine.close();
    }
}
