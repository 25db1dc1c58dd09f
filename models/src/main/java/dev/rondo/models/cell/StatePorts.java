package dev.rondo.models.cell;

import dev.rondo.array.Array;
import dev.rondo.cell.States;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * States as inputs and outputs of an entry: the tensors of a state record under the names {@code
 * prefix.0}, {@code prefix.1}, … That is how a state is kept from run to run on the host.
 */
public final class StatePorts {
    private StatePorts() {}

    /**
     * Declares an input for each tensor of a state.
     *
     * @param like a state of the same form, such as a cell's initial state
     * @return the state made of the inputs
     */
    public static <S extends Record> S input(Trace trace, String prefix, S like) {
        List<Tensor> given = new ArrayList<>();
        for (Tensor t : States.tensors(like)) {
            given.add(trace.input(prefix + "." + given.size(), t.dtype(), t.shape().dims()));
        }
        return States.with(like, given);
    }

    /** Returns each tensor of a state from an entry. */
    public static void output(Trace trace, String prefix, Record state) {
        int i = 0;
        for (Tensor t : States.tensors(state)) {
            trace.output(prefix + "." + i++, t);
        }
    }

    /**
     * Copies the results of a run that belong to a state, so that they can be given to the next
     * run.
     *
     * @return arrays by the names that {@link #input} declares
     */
    public static Map<String, Array> keep(String prefix, Map<String, Array> results) {
        Map<String, Array> kept = new LinkedHashMap<>();
        results.forEach(
                (name, value) -> {
                    if (name.startsWith(prefix + ".")) {
                        kept.put(name, value.copy());
                    }
                });
        return kept;
    }
}
