package dev.rondo.cli.flow;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network with a loss at one step, whose gradient is followed through time. */
public interface FlowNetwork {
    /** Rows B. */
    int batch();

    /** The variables of {@link #loss}. */
    List<Variable> variables();

    /** The values that the variables start with, for a seed, in float64. */
    default Map<String, Array> start(long seed) {
        Map<String, Array> values = new LinkedHashMap<>();
        variables().forEach(v -> values.put(v.name(), v.initial(seed, DType.F64)));
        return values;
    }

    /** What the loss reads, for a seed; floats as float64. */
    Map<String, Array> inputs(long seed);

    /**
     * Traces the loss and declares its inputs.
     *
     * @return the sum over the rows of a batch, each with its loss at one step
     */
    Tensor loss(Trace trace);

    /** How many of the recurrences, the last that are traced, have outputs that the loss reads. */
    default int heads() {
        return 1;
    }

    /**
     * From which step of a recurrence steps are counted back, for each row: the last.
     *
     * @param recurrence its number, in the order of tracing
     * @param steps its steps T
     * @param inputs the result of {@link #inputs}
     */
    default int[] origins(int recurrence, int steps, Map<String, Array> inputs) {
        int[] origins = new int[batch()];
        Arrays.fill(origins, steps - 1);
        return origins;
    }
}
