package dev.rondo.cli.task;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cell.StateProbe;
import dev.rondo.cell.StateProbes;
import dev.rondo.cli.show.Exploration.Gates;
import dev.rondo.cli.show.Exploration.Side;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * Runs a network over one sequence and gathers what its cells name, such as gates: at each step the
 * mean over the units.
 */
final class GateMeans {
    /** What a table of them shows. */
    static final String WORDS =
            "The tables show the mean of each gate over the units of its cell, at each symbol.";

    private static final String ENTRY = "gates";

    private final Executable executable;
    private final List<StateProbe> recurrences;

    /**
     * Adds what it needs to an executable with the network's weights.
     *
     * @param network runs on inputs of one row
     */
    GateMeans(Executable executable, Function<Trace, Tensor> network) {
        StateProbes probes = StateProbes.ofAllPaths();
        this.executable = executable;
        executable.add(
                Entry.trace(
                        ENTRY,
                        DType.F32,
                        t -> {
                            t.output(ENTRY, probes.in(() -> network.apply(t)));
                            List<StateProbe> all = probes.all();
                            for (int i = 0; i < all.size(); i++) {
                                int at = i;
                                all.get(i)
                                        .named()
                                        .forEach((gate, v) -> t.output(name(at, gate), v));
                            }
                        }));
        recurrences = probes.all();
    }

    private static String name(int recurrence, String gate) {
        return ENTRY + "." + recurrence + "." + gate;
    }

    /**
     * The gates of each recurrence that names any.
     *
     * @param side what the recurrence of a number steps over
     * @param steps how many steps of a side count
     */
    List<Gates> over(Map<String, Array> inputs, IntFunction<Side> side, ToIntFunction<Side> steps) {
        Map<String, Array> results = executable.run(ENTRY, inputs);
        List<Gates> all = new ArrayList<>();
        for (int i = 0; i < recurrences.size(); i++) {
            StateProbe recurrence = recurrences.get(i);
            Map<String, double[]> means = new LinkedHashMap<>();
            for (String gate : recurrence.named().keySet()) {
                Array values = results.get(name(i, gate));
                if (values.dtype().isFloat()) {
                    means.put(gate, means(values, steps.applyAsInt(side.apply(i))));
                }
            }
            if (!means.isEmpty()) {
                String way = recurrence.backwards() ? ", backwards" : "";
                all.add(new Gates(recurrence.cell() + way, side.apply(i), means));
            }
        }
        return all;
    }

    /** Means over all but the first axis, which is time. */
    private static double[] means(Array values, int steps) {
        int width = Math.toIntExact(values.size() / values.shape().dim(0));
        double[] means = new double[steps];
        for (int t = 0; t < steps; t++) {
            for (int i = 0; i < width; i++) {
                means[t] += values.get(t * width + i) / width;
            }
        }
        return means;
    }
}
