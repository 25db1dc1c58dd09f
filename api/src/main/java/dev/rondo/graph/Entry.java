package dev.rondo.graph;

import dev.rondo.array.DType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One traced computation of a {@link Program}: its inputs, its outputs, and the new values of
 * variables.
 *
 * @param name unique within the program
 * @param graph the computation
 * @param inputs by name
 * @param outputs by name
 * @param assignments new values of variables, which take effect together when the run ends
 * @param condition a scalar of type BOOL. If it is false, the assignments do not happen. Null means
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

    /**
     * Traces an entry.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted and tracing
     *     takes long; the thread stays interrupted
     */
    public static Entry trace(String name, DType dtype, Consumer<Trace> body) {
        Trace trace = new Trace(Graph.root(name, dtype));
        body.accept(trace);
        return trace.entry(name);
    }

    /**
     * The values that a run must compute: the outputs, the assigned values and the condition, in
     * this order. A value that is wanted more than once is listed as often.
     */
    public List<Tensor> roots() {
        List<Tensor> roots = new ArrayList<>(outputs.values());
        roots.addAll(assignments.values());
        if (condition != null) {
            roots.add(condition);
        }
        return roots;
    }

    /**
     * A copy of this entry that also returns every value named with {@link Tensor#named}, and that
     * assigns nothing. A value in a loop comes step by step, as [T, …], and in a nested loop as [T,
     * T′, …]. Rows of steps that were not run are zeros. When a name occurs again, {@code (2)} is
     * appended to it; a gradient, for instance, may compute a value anew. The results of a named
     * loop have {@code .0}, {@code .1}, … appended to its name.
     */
    public Entry observed() {
        return Observation.of(this);
    }
}
