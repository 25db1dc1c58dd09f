package dev.rondo.backend.tornado;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.ExecutionReport;
import dev.rondo.backend.NonFiniteException;
import dev.rondo.backend.tornado.schedule.Address;
import dev.rondo.backend.tornado.schedule.Fault;
import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Schedule;
import dev.rondo.backend.tornado.schedule.ScheduleText;
import dev.rondo.executor.ReadyEntry;
import dev.rondo.graph.Entry;
import dev.rondo.kernels.Kernels;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** An entry whose schedule a machine has loaded. */
final class LoadedEntry implements ReadyEntry {
    private final Entry entry;
    private final Schedule schedule;
    private final Machine.Loaded loaded;
    private final Consumer<Runnable> guard;
    private final Map<String, Array> outputs;
    private final Array cell = Array.zeros(DType.I32, Shape.of(2));

    /**
     * An entry on a machine.
     *
     * @param guard runs code in which the device may fail
     */
    LoadedEntry(Entry entry, Schedule schedule, Machine.Loaded loaded, Consumer<Runnable> guard) {
        this.entry = entry;
        this.schedule = schedule;
        this.loaded = loaded;
        this.guard = guard;
        Map<String, Array> all = new LinkedHashMap<>();
        entry.outputs().forEach((name, t) -> all.put(name, Array.zeros(t.dtype(), t.shape())));
        this.outputs = Collections.unmodifiableMap(all);
    }

    @Override
    public Map<String, Array> run(Map<String, Array> inputs) {
        inputs.forEach((name, a) -> loaded.put(schedule.inputs().get(name), a));
        guard.accept(loaded::run);
        schedule.faults().forEach(this::check);
        outputs.forEach((name, a) -> loaded.get(schedule.outputs().get(name), a));
        return outputs;
    }

    private void check(Fault fault) {
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
                    throw Kernels.outside(cell.i32()[1], first - 1, o.rows());
            case Fault.NotFinite f when first == f.code() ->
                    throw new NonFiniteException(
                            "the first result that is not finite is that of " + f.origin());
            default -> {}
        }
    }

    @Override
    public List<ExecutionReport.Holding> memory() {
        String what = "arrays of '" + entry.name() + "'";
        return List.of(new ExecutionReport.Holding(what, loaded.bytes()));
    }

    @Override
    public List<String> schedule() {
        return ScheduleText.of(schedule);
    }

    @Override
    public void close() {
        loaded.close();
    }
}
