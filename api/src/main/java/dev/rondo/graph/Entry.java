package dev.rondo.graph;

import dev.rondo.array.DType;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One computation of a {@link Program}, traced: what is given, what is returned, and what the
 * variables become.
 *
 * @param name unique within the program
 * @param graph the computation
 * @param inputs by name
 * @param outputs by name
 * @param assignments values that the variables take together when the run ends
 * @param condition a scalar of type BOOL; where it is false the assignments do not happen. Null for
 *     always
 */
public record Entry(
        String name,
        Graph graph,
        Map<String, Tensor> inputs,
        Map<String, Tensor> outputs,
        Map<Variable, Tensor> assignments,
        Tensor condition) {

    /** Copies its maps, keeping their order. */
    public Entry {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        assignments = Collections.unmodifiableMap(new LinkedHashMap<>(assignments));
    }

    /** Traces an entry. */
    public static Entry trace(String name, DType dtype, Consumer<Trace> body) {
        Trace trace = new Trace(Graph.root(name, dtype));
        body.accept(trace);
        return trace.entry(name);
    }
}
