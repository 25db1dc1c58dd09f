package dev.rondo.cli.flow;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;
import dev.rondo.cell.StateProbe;
import dev.rondo.cell.StateProbes;
import dev.rondo.cli.UsageException;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Program;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures the gradient flow of a network, in float64: the gradient of a step far back is smaller
 * than anything that float32 holds.
 */
public final class FlowRun {
    /** How the names of outputs begin that are gradients with respect to states. */
    private static final String STATE = "state";

    /** The same of gradients with respect to outputs. */
    private static final String OUTPUT = "output";

    /** The same of values that a cell names. */
    private static final String GATE = "gate";

    private final FlowSubject subject;
    private final FlowNetwork network;
    private final Map<Route, Entry> entries = new EnumMap<>(Route.class);
    private final Map<Route, List<StateProbe>> probes = new EnumMap<>(Route.class);

    /**
     * Traces the network.
     *
     * @throws UsageException when it has no state to follow a gradient to
     */
    public FlowRun(FlowSubject subject) {
        this.subject = subject;
        this.network = subject.network();
        for (Route route : Route.values()) {
            entries.put(route, Entry.trace(route.toString(), DType.F64, t -> trace(t, route)));
        }
        if (probes.get(Route.ALL).isEmpty()) {
            throw new UsageException(
                    subject.label()
                            + " has no recurrent layer, so no gradient flows through time in it");
        }
        for (StateProbe p : probes.get(Route.ALL)) {
            if (p.probes().isEmpty()) {
                throw new UsageException(
                        String.format(
                                Locale.ROOT,
                                "%s: the state of %s has no float tensor, so nothing can be"
                                        + " differentiated by it; choose a cell with a"
                                        + " differentiable state",
                                subject.label(),
                                p.cell()));
            }
        }
    }

    private void trace(Trace t, Route route) {
        StateProbes open = route.probes();
        Tensor loss = open.in(() -> network.loss(t));
        List<StateProbe> all = open.all();
        probes.put(route, all);
        List<Map<String, Tensor>> found = open.gradients(loss);
        int heads = Math.max(0, all.size() - network.heads());
        for (int i = route == Route.ALL ? 0 : heads; i < all.size(); i++) {
            int at = i;
            found.get(i).forEach((state, d) -> t.output(name(STATE, at, state), d));
            if (route == Route.CARRIED) {
                all.get(i).named().forEach((gate, v) -> t.output(name(GATE, at, gate), v));
            } else if (i >= heads) {
                // the outputs as if none led to the next: what the loss reads of them
                Tensor outputs = all.get(i).outputs();
                t.output(name(OUTPUT, i, ""), Gradients.of(loss, List.of(outputs)).getFirst());
            }
        }
    }

    private static String name(String kind, int recurrence, String part) {
        return kind + "." + recurrence + "." + part;
    }

    /** The most steps back that there are. */
    public int longest() {
        return probes.get(Route.ALL).stream().mapToInt(p -> p.outputs().dim(0) - 1).max().orElse(0);
    }

    /** Its states, by their cells and names. */
    List<String> places() {
        List<String> places = new ArrayList<>();
        List<StateProbe> all = probes.get(Route.ALL);
        for (int i = 0; i < all.size(); i++) {
            for (String state : all.get(i).probes().keySet()) {
                places.add(title(i) + " " + state);
            }
        }
        return places;
    }

    /** The network in a few words. */
    public String label() {
        return subject.label();
    }

    /**
     * Runs it.
     *
     * @param seed the first
     * @param seeds how many; each has the next number
     * @param beforeEach is run before each seed; what it throws ends the measurement
     * @return the flow to each tensor of each recurrence's state, along all paths and, to what the
     *     loss reads, along the carried one
     */
    public List<Flow> on(Backend backend, long seed, int seeds, Runnable beforeEach) {
        Map<String, Entry> byName = new LinkedHashMap<>();
        entries.values().forEach(e -> byName.put(e.name(), e));
        Program program = new Program(DType.F64, network.variables(), 0, byName);
        List<Collector> collectors = collectors();
        try (Executable executable = backend.compile(program)) {
            for (long s = seed; s < seed + seeds; s++) {
                beforeEach.run();
                subject.weights(s).forEach(executable::write);
                run(executable, network.inputs(s), collectors);
            }
        }
        // a cell may carry nothing on, and then that path leads nowhere
        return collectors.stream()
                .map(Collector::flow)
                .filter(f -> f.route() == Route.ALL || f.curve().flows())
                .toList();
    }

    private void run(Executable executable, Map<String, Array> inputs, List<Collector> into) {
        double[] scale = new double[0];
        for (Route route : Route.values()) {
            Map<String, Array> results = executable.run(route.toString(), inputs);
            if (route == Route.ALL) {
                scale = scale(results);
            }
            for (Collector c : into) {
                if (c.route() == route) {
                    c.add(results, inputs, scale);
                }
            }
        }
    }

    /** For each row the norm of the gradient with respect to the outputs that the loss reads. */
    private static double[] scale(Map<String, Array> results) {
        double[] squares = new double[0];
        for (Map.Entry<String, Array> r : results.entrySet()) {
            if (r.getKey().startsWith(OUTPUT)) {
                StepValues read = StepValues.of(r.getValue());
                squares = squares.length == 0 ? new double[read.batch()] : squares;
                for (int b = 0; b < squares.length; b++) {
                    for (int t = 0; t < read.steps(); t++) {
                        squares[b] += Math.pow(read.norm(t, b), 2);
                    }
                }
            }
        }
        return Arrays.stream(squares).map(Math::sqrt).toArray();
    }

    private List<Collector> collectors() {
        List<Collector> all = new ArrayList<>();
        for (Route route : Route.values()) {
            List<StateProbe> recurrences = probes.get(route);
            int first = route == Route.ALL ? 0 : recurrences.size() - network.heads();
            for (int i = first; i < recurrences.size(); i++) {
                if (recurrences.get(i).outputs().dim(0) < Math.min(2, longest() + 1)) {
                    continue; // of one step, beside others of many
                }
                for (String state : recurrences.get(i).probes().keySet()) {
                    all.add(new Collector(route, i, recurrences.get(i), state));
                }
            }
        }
        return all;
    }

    /** Which recurrence it is: by its cell, and its number where others have the same title. */
    private String title(int recurrence) {
        List<String> titles = probes.get(Route.ALL).stream().map(StateProbe::cell).toList();
        String own = titles.get(recurrence);
        return Collections.frequency(titles, own) > 1 ? own + " " + recurrence : own;
    }

    /** Gathers the flow to one tensor of a state, seed by seed. */
    private final class Collector {
        private final Route route;
        private final int recurrence;
        private final StateProbe probe;
        private final String state;
        private final List<double[][]> norms = new ArrayList<>();
        private final GateProducts products = new GateProducts();

        Collector(Route route, int recurrence, StateProbe probe, String state) {
            this.route = route;
            this.recurrence = recurrence;
            this.probe = probe;
            this.state = state;
        }

        Route route() {
            return route;
        }

        void add(Map<String, Array> results, Map<String, Array> inputs, double[] scale) {
            StepValues found = StepValues.of(results.get(name(STATE, recurrence, state)));
            int[] origins = network.origins(recurrence, found.steps(), inputs);
            norms.add(found.norms(origins, scale));
            if (route == Route.CARRIED) {
                products.add(found, gates(results), origins, probe.backwards() ? 1 : -1, scale);
            }
        }

        /** What the cell names that has a number for each of the state. */
        private Map<String, StepValues> gates(Map<String, Array> results) {
            Map<String, StepValues> gates = new LinkedHashMap<>();
            for (Map.Entry<String, Tensor> named : probe.named().entrySet()) {
                if (named.getValue().type().equals(probe.probes().get(state).type())) {
                    Array value = results.get(name(GATE, recurrence, named.getKey()));
                    gates.put(named.getKey(), StepValues.of(value));
                }
            }
            return gates;
        }

        Flow flow() {
            return new Flow(
                    subject.label(),
                    title(recurrence),
                    probe.backwards(),
                    state,
                    route,
                    Curve.of(norms.toArray(double[][][]::new)),
                    products.closest());
        }
    }
}
