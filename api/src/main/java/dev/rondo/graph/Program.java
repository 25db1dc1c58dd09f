package dev.rondo.graph;

import dev.rondo.array.Array;
import dev.rondo.array.DType;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a backend compiles: entries (train, evaluate, decode step, …) over one set of variables. The
 * same model gives a float32 or a float64 program, with the same initial values.
 *
 * @param dtype the model's float type
 * @param variables the shared variables
 * @param seed from which initial values are drawn
 * @param entries by name
 */
public record Program(
        DType dtype, List<Variable> variables, long seed, Map<String, Entry> entries) {

    /** Copies its parts. */
    public Program {
        variables = List.copyOf(variables);
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** A program without entries over the variables that {@code scope} holds now. */
    public static Program of(DType dtype, Scope scope, long seed) {
        return new Program(dtype, scope.variables(), seed, Map.of());
    }

    /**
     * This program with one more entry.
     *
     * @param trace is called once, and describes the computation
     */
    public Program with(String name, Consumer<Trace> trace) {
        return with(Entry.trace(name, dtype, trace));
    }

    /** This program with one more entry. It replaces an entry of the same name. */
    public Program with(Entry entry) {
        Map<String, Entry> m = new LinkedHashMap<>(entries);
        m.put(entry.name(), entry);
        return new Program(dtype, variables, seed, m);
    }

    /** Initial values of all variables, by name. */
    public Map<String, Array> initialValues() {
        Map<String, Array> m = new LinkedHashMap<>();
        variables.forEach(v -> m.put(v.name(), v.initial(seed, dtype)));
        return m;
    }
}
