package dev.rondo.cell;

import dev.rondo.graph.Tensor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A recurrence that was traced under {@link StateProbes}.
 *
 * @param cell the title of its cell, such as {@code LSTM 'model.cells.0'}
 * @param backwards whether it runs from the last step to the first
 * @param outputs its outputs [T, B, …]
 * @param probes the zeros that were added to each float tensor of the state after every step, [T,
 *     B, …], by where the tensor stands in the state, such as {@code h} or {@code layers[0].c}
 * @param named the values that the cell names with {@link Tensor#named}, such as gates, step by
 *     step [T, …]. After the end of a row they mean nothing
 */
public record StateProbe(
        String cell,
        boolean backwards,
        Tensor outputs,
        Map<String, Tensor> probes,
        Map<String, Tensor> named) {
    /** Copies the maps, keeping their order. */
    public StateProbe {
        probes = Collections.unmodifiableMap(new LinkedHashMap<>(probes));
        named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
    }
}
