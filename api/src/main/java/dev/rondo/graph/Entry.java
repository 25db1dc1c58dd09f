package dev.rondo.graph;

import dev.rondo.array.DType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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

    /**
     * Traces an entry.
     *
     * @throws java.util.concurrent.CancellationException when the thread is interrupted while that
     *     takes long; it stays interrupted
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
     * This entry, returning every value that was named with {@link Tensor#named} too, and assigning
     * nothing. A value in a loop comes step by step, [T, …], and in a loop within a loop [T, T′,
     * …]; rows of steps that were not run are zeros. Where a name occurs again, as it does when a
     * gradient computes a value anew, {@code (2)} is put behind it; the results of a loop that was
     * named have {@code .0}, {@code .1}, … behind its name.
     */
    public Entry observed() {
        return Observation.of(this);
    }
}
