package dev.rondo.backend.tornado;

import dev.rondo.array.Array;
import dev.rondo.backend.BackendException;
import dev.rondo.backend.tornado.schedule.Area;
import dev.rondo.backend.tornado.schedule.Arena;
import dev.rondo.backend.tornado.schedule.Grain;
import dev.rondo.backend.tornado.schedule.Part;
import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Schedule;
import dev.rondo.backend.tornado.schedule.Task;
import dev.rondo.backend.tornado.schedule.VariableLayout;
import dev.rondo.graph.Op;

import uk.ac.manchester.tornado.api.common.TornadoDevice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs schedules on a device of TornadoVM. Each run of tasks is a task graph, a step of a loop is
 * the same graph executed again, and all graphs belong to one plan. A graph passes its arrays to
 * the graph that is executed next. So every graph names the variables, and every graph of an entry
 * names all arenas of that entry.
 */
final class TornadoMachine implements Machine {
    private final TornadoDevice device;
    private final DeviceMemory memory;
    private final Grain grain;
    private final Graphs graphs;
    private final Map<Arena, HostArena> variables;
    private final int home;
    private final int fetch;
    private boolean closed;

    /** A machine for variables with this layout. */
    TornadoMachine(TornadoDevice device, VariableLayout layout) {
        this.device = device;
        this.memory = new DeviceMemory(device);
        memory.require(layout.sizes(), "the variables");
        this.variables = allocate(layout.sizes());
        this.grain = Hardware.grain(device);
        this.graphs = new Graphs(device, grain);
        List<HostArena> all = List.copyOf(variables.values());
        if (all.isEmpty()) {
            home = -1;
            fetch = -1;
        } else {
            Task touch = new Task.Touch("the variables", List.copyOf(variables.keySet()));
            home =
                    graphs.add(
                            new Graphs.Shape(List.of(touch), all, List.of(), List.of()), variables);
            fetch = graphs.add(new Graphs.Shape(List.of(touch), List.of(), all, all), variables);
        }
    }

    private static Map<Arena, HostArena> allocate(Map<Arena, Integer> sizes) {
        Map<Arena, HostArena> m = new LinkedHashMap<>();
        sizes.forEach((a, n) -> m.put(a, HostArena.of(a, n)));
        return m;
    }

    @Override
    public Grain grain() {
        return grain;
    }

    @Override
    public void put(Place place, Array value) {
        variables.get(place.arena()).put(place, value);
    }

    @Override
    public void get(Place place, Array into) {
        variables.get(place.arena()).get(place, into);
    }

    @Override
    public void upload() {
        if (home >= 0) {
            graphs.execute(home);
        }
    }

    @Override
    public void download() {
        if (fetch >= 0) {
            graphs.execute(fetch);
        }
    }

    @Override
    public void prepare() {
        graphs.prepare();
    }

    @Override
    public long bytes() {
        return variables.values().stream().mapToLong(HostArena::bytes).sum();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            graphs.close();
            memory.giveBack();
        }
    }

    @Override
    public Loaded load(Schedule schedule) {
        memory.require(schedule.sizes(), "entry '" + schedule.entry() + "'");
        return new OnDevice(schedule);
    }

    @Override
    public String toString() {
        return device.getDeviceName();
    }

    /** What an entry executes: a graph, or several graphs repeatedly. */
    private sealed interface Stage {
        /** A graph, and the loops in it. */
        record Graph(int index, List<Task.Steps> loops) implements Stage {}

        /** A loop. */
        record Repeat(Part.Loop loop, List<Stage> body) implements Stage {}
    }

    private final class OnDevice implements Loaded {
        private final Map<Arena, HostArena> own;
        private final List<Stage> stages;

        OnDevice(Schedule schedule) {
            own = allocate(schedule.sizes());
            schedule.constants().forEach(k -> put(k.place(), k.value()));
            stages = stages(schedule.parts(), true);
        }

        private List<HostArena> of(Area area) {
            return own.values().stream().filter(a -> a.arena().area() == area).toList();
        }

        private List<Stage> stages(List<Part> parts, boolean begins) {
            List<Stage> all = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                all.add(
                        switch (parts.get(i)) {
                            case Part.Loop l -> new Stage.Repeat(l, stages(l.body(), false));
                            case Part.Run r ->
                                    new Stage.Graph(graph(r, begins && i == 0), r.loops());
                        });
            }
            return all;
        }

        private int graph(Part.Run run, boolean first) {
            Map<Arena, HostArena> named = new LinkedHashMap<>(variables);
            named.putAll(own);
            return graphs.add(
                    new Graphs.Shape(
                            run.tasks(),
                            first ? of(Area.INPUTS) : List.of(),
                            List.copyOf((first ? variables : named).values()),
                            run.fetched().stream().map(own::get).toList()),
                    named);
        }

        @Override
        public void put(Place place, Array value) {
            own.get(place.arena()).put(place, value);
        }

        @Override
        public void get(Place place, Array into) {
            own.get(place.arena()).get(place, into);
        }

        @Override
        public void run() {
            run(stages);
        }

        private void run(List<Stage> some) {
            for (Stage s : some) {
                switch (s) {
                    case Stage.Graph(int index, List<Task.Steps> loops) -> {
                        loops.forEach(l -> Op.Scan.checkSteps(trips(l.trips()), l.length()));
                        graphs.execute(index);
                    }
                    case Stage.Repeat(Part.Loop loop, List<Stage> body) -> {
                        int n = trips(loop.trips());
                        Op.Scan.checkSteps(n, loop.length());
                        for (int t = 0; t < n; t++) {
                            run(body);
                        }
                    }
                }
            }
        }

        private int trips(Part.Trips trips) {
            return trips.count(p -> own.get(p.arena()).integer(p));
        }

        @Override
        public long bytes() {
            return own.values().stream().mapToLong(HostArena::bytes).sum();
        }

        @Override
        public void close() {
            // its graphs belong to the plan, which is freed as a whole
        }
    }

    /** With bailout, TornadoVM would run code that does not compile as Java, or give zeros. */
    static void refuseBailout() {
        if (!"false".equalsIgnoreCase(System.getProperty("tornado.recover.bailout"))) {
            throw new BackendException(
                    "TornadoVM would give wrong numbers without a word where a kernel fails:"
                            + " start Java with -Dtornado.recover.bailout=false, as the launcher"
                            + " rondo does");
        }
    }
}
