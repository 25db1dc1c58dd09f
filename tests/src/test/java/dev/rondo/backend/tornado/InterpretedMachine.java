package dev.rondo.backend.tornado;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Availability;
import dev.rondo.backend.Backend;
import dev.rondo.backend.CompileOptions;
import dev.rondo.backend.Device;
import dev.rondo.backend.Executable;
import dev.rondo.backend.tornado.kernel.Kernel;
import dev.rondo.backend.tornado.schedule.Arena;
import dev.rondo.backend.tornado.schedule.Grain;
import dev.rondo.backend.tornado.schedule.Part;
import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Schedule;
import dev.rondo.backend.tornado.schedule.VariableLayout;
import dev.rondo.compiler.Passes;
import dev.rondo.graph.Op;
import dev.rondo.graph.Program;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A machine that does every task by its definition: what {@link
 * dev.rondo.backend.tornado.schedule.EntryLowering} makes can be checked with it where there is no
 * device. Memory that nobody wrote is filled with numbers that stand out.
 */
final class InterpretedMachine implements Machine {
    private static final double NOBODYS = 1e30;

    private final Map<Arena, Array> host = new HashMap<>();
    private final Map<Arena, Array> device = new HashMap<>();

    private final Grain grain;

    InterpretedMachine(VariableLayout layout, Grain grain) {
        this.grain = grain;
        layout.sizes().forEach((a, n) -> host.put(a, InterpretedTask.zeros(a, n)));
        layout.sizes().forEach((a, n) -> device.put(a, InterpretedTask.zeros(a, n)));
    }

    /** A backend of such machines, which divide work in this way. */
    static Backend backend(Grain grain) {
        return new Backend() {
            @Override
            public Device device() {
                return new Device("interpreted", "cpu", "tasks by definition", Availability.yes());
            }

            @Override
            public int threads() {
                return 1;
            }

            @Override
            public Executable compile(Program program, CompileOptions options) {
                return ScheduleEngine.compile(
                        program,
                        layout -> new InterpretedMachine(layout, grain),
                        Passes.allBut(options.without())::apply,
                        options.debug());
            }
        };
    }

    private static void copy(Array from, int at, Array to, int where, int count) {
        for (int i = 0; i < count; i++) {
            to.set(where + i, from.get(at + i));
        }
    }

    @Override
    public Grain grain() {
        return grain;
    }

    @Override
    public void put(Place place, Array value) {
        copy(value, 0, host.get(place.arena()), place.address().offset(), value.size());
    }

    @Override
    public void get(Place place, Array into) {
        copy(host.get(place.arena()), place.address().offset(), into, 0, into.size());
    }

    @Override
    public void upload() {
        host.forEach((a, values) -> device.get(a).copyFrom(values));
    }

    @Override
    public void download() {
        device.forEach((a, values) -> host.get(a).copyFrom(values));
    }

    @Override
    public void prepare() {}

    @Override
    public long bytes() {
        return bytes(host);
    }

    private static long bytes(Map<Arena, Array> arenas) {
        return arenas.values().stream().mapToLong(a -> (long) a.size() * a.dtype().bytes()).sum();
    }

    @Override
    public void close() {
        host.clear();
        device.clear();
    }

    /** Every task can be made a kernel. */
    @Override
    public Loaded load(Schedule schedule) {
        kernels(schedule.parts());
        return new Interpreted(schedule);
    }

    private void kernels(List<Part> parts) {
        for (Part p : parts) {
            switch (p) {
                case Part.Run r -> r.tasks().forEach(t -> Kernel.of(t, grain));
                case Part.Loop l -> kernels(l.body());
            }
        }
    }

    private final class Interpreted implements Loaded {
        private final Schedule schedule;
        private final Map<Arena, Array> own = new HashMap<>();

        Interpreted(Schedule schedule) {
            this.schedule = schedule;
            schedule.sizes()
                    .forEach(
                            (a, n) -> {
                                Array array = InterpretedTask.zeros(a, n);
                                for (int i = 0; i < n; i++) {
                                    array.set(i, a.storage().isFloat() ? NOBODYS : 77_777);
                                }
                                own.put(a, array);
                            });
            schedule.constants().forEach(k -> put(k.place(), k.value()));
        }

        @Override
        public void put(Place place, Array value) {
            copy(value, 0, own.get(place.arena()), place.address().offset(), value.size());
        }

        @Override
        public void get(Place place, Array into) {
            copy(own.get(place.arena()), place.address().offset(), into, 0, into.size());
        }

        @Override
        public void run() {
            Map<Arena, Array> all = new HashMap<>(own);
            all.putAll(device);
            run(schedule.parts(), new InterpretedTask(all));
        }

        private void run(List<Part> parts, InterpretedTask interpreter) {
            for (Part p : parts) {
                switch (p) {
                    case Part.Run r -> {
                        r.loops().forEach(l -> Op.Scan.checkSteps(trips(l.trips()), l.length()));
                        r.tasks().forEach(interpreter::run);
                    }
                    case Part.Loop l -> {
                        int n = trips(l.trips());
                        Op.Scan.checkSteps(n, l.length());
                        for (int s = 0; s < n; s++) {
                            run(l.body(), interpreter);
                        }
                    }
                }
            }
        }

        private int trips(Part.Trips trips) {
            return trips.count(this::scalar);
        }

        private int scalar(Place place) {
            Array a = Array.zeros(DType.I32, Shape.SCALAR);
            get(place, a);
            return a.i32()[0];
        }

        @Override
        public long bytes() {
            return InterpretedMachine.bytes(own);
        }

        @Override
        public void close() {
            own.clear();
        }
    }
}
