package dev.rondo.contract;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Operand;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A computation and the numbers on which it runs. Every check of the kit takes one. It can be
 * traced in float32 and in float64, run on any backend, and turned into the computation of its
 * gradients.
 *
 * @param name for messages
 * @param scope its variables; empty when it has none
 * @param values the variables' values by name
 * @param inputs the inputs' values by name; floats as float64
 * @param tracer makes the entry for a float type
 */
public record Subject(
        String name,
        Scope scope,
        Map<String, Array> values,
        Map<String, Array> inputs,
        Function<DType, Entry> tracer) {
    /** The name of the entry under which a subject is compiled. */
    public static final String ENTRY = "subject";

    /** The prefix of the names of gradients; see {@link #withGradients}. */
    static final String GRADIENT = "d.";

    /** Copies the maps. */
    public Subject {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }

    /**
     * A computation over given inputs. Its float variables get drawn values. None of them is zero,
     * since a first value of zero could hide a mistake.
     *
     * @param scope the variables, all of which are declared already
     * @param body declares the same inputs, and outputs
     */
    public static Subject of(
            String name, Scope scope, Map<String, Array> inputs, Consumer<Trace> body) {
        return new Subject(
                name,
                scope,
                draw(scope.variables()),
                inputs,
                type -> Entry.trace(ENTRY, type, body));
    }

    /** A computation that draws its inputs while it is traced. */
    public static Subject drawn(String name, Scope scope, Consumer<Drawing> body) {
        long seed = Samples.seed(name);
        Map<String, Array> inputs = new LinkedHashMap<>();
        Entry.trace(
                ENTRY,
                DType.F64,
                t -> {
                    Drawing d = new Drawing(t, seed, Map.of());
                    body.accept(d);
                    inputs.putAll(d.drawn());
                });
        return of(name, scope, inputs, t -> body.accept(new Drawing(t, seed, inputs)));
    }

    /** A computation without variables that draws its inputs. */
    public static Subject drawn(String name, Consumer<Drawing> body) {
        return drawn(name, Scope.root(), body);
    }

    /** Values of those variables that are floats, drawn from their names. */
    static Map<String, Array> draw(Collection<Variable> variables) {
        Map<String, Array> values = new LinkedHashMap<>();
        for (Variable v : variables) {
            if (v.dtype(DType.F64).isFloat()) {
                int fan = v.shape().rank() < 2 ? 1 : v.shape().dim(-1);
                double bound = Math.min(0.8, 1.6 / Math.sqrt(fan));
                values.put(
                        v.name(),
                        Samples.signed(Samples.seed(v.name()), 0.05, bound, v.shape().dims()));
            }
        }
        return values;
    }

    /** The same computation on other inputs of the same names, types and shapes. */
    public Subject with(Map<String, Array> otherInputs) {
        Map<String, Array> m = new LinkedHashMap<>(inputs);
        m.putAll(otherInputs);
        return new Subject(name, scope, values, m, tracer);
    }

    /** The same computation with only these outputs. */
    Subject only(Collection<String> kept) {
        return new Subject(
                name,
                scope,
                values,
                inputs,
                type -> {
                    Entry e = entry(type);
                    Map<String, Tensor> outputs = new LinkedHashMap<>(e.outputs());
                    outputs.keySet().retainAll(kept);
                    return new Entry(
                            ENTRY, e.graph(), e.inputs(), outputs, e.assignments(), e.condition());
                });
    }

    /** Traces the computation. */
    public Entry entry(DType type) {
        Entry e = tracer.apply(type);
        return new Entry(ENTRY, e.graph(), e.inputs(), e.outputs(), e.assignments(), e.condition());
    }

    /** A program whose only entry is the computation. */
    public Program program(DType type) {
        return Program.of(type, scope, 1).with(entry(type));
    }

    /** The inputs in a float type. */
    public Map<String, Array> inputs(DType type) {
        Map<String, Array> m = new LinkedHashMap<>();
        inputs.forEach((n, a) -> m.put(n, a.dtype().isFloat() ? a.cast(type) : a));
        return m;
    }

    /** Compiles the computation and sets its variables. */
    public Executable compile(Backend backend, DType type) {
        Executable e = backend.compile(program(type));
        values.forEach((n, a) -> e.write(n, a.cast(type)));
        return e;
    }

    /** Runs the computation once; the results are copies. */
    public Map<String, Array> run(Backend backend, DType type) {
        return runs(backend, type, List.of(Map.of())).getFirst();
    }

    /**
     * Compiles the computation once and runs it several times. The results are copies.
     *
     * @param given inputs of each run; they replace the inputs of the same names
     */
    public List<Map<String, Array>> runs(
            Backend backend, DType type, List<Map<String, Array>> given) {
        List<Map<String, Array>> all = new ArrayList<>();
        try (Executable e = compile(backend, type)) {
            for (Map<String, Array> other : given) {
                Map<String, Array> out = new LinkedHashMap<>();
                e.run(ENTRY, with(other).inputs(type)).forEach((n, a) -> out.put(n, a.copy()));
                all.add(out);
            }
        }
        return all;
    }

    /**
     * This computation and the gradients of the weighted sum of all its float outputs with respect
     * to every float input and variable. The gradients are outputs {@code d.NAME}.
     */
    public Subject withGradients() {
        return new Subject(name + " with gradients", scope, values, inputs, this::gradientEntry);
    }

    private Entry gradientEntry(DType type) {
        Entry e = entry(type);
        Map<String, Tensor> outputs = new LinkedHashMap<>(e.outputs());
        Map<String, Operand> at = differentiable(e);
        List<Tensor> found = Gradients.of(loss(e), List.copyOf(at.values()));
        int i = 0;
        for (String n : at.keySet()) {
            outputs.put(GRADIENT + n, found.get(i++));
        }
        return new Entry(e.name(), e.graph(), e.inputs(), outputs, e.assignments(), e.condition());
    }

    /**
     * One number made from all first gradients: a weighted sum. Its gradient shows the second
     * derivatives.
     */
    public Subject slope() {
        return new Subject(
                name + ", its gradients", scope, values, inputs, type -> slopeEntry(type));
    }

    private Entry slopeEntry(DType type) {
        Entry e = entry(type);
        List<Operand> at = List.copyOf(differentiable(e).values());
        List<Tensor> parts = new ArrayList<>();
        List<Tensor> found = Gradients.of(loss(e), at);
        for (int i = 0; i < found.size(); i++) {
            parts.add(weighted(found.get(i), "slope" + i));
        }
        return new Entry(
                e.name(),
                e.graph(),
                e.inputs(),
                Map.of("slope", sum(e.graph(), parts)),
                Map.of(),
                null);
    }

    /** Every float input and variable of an entry, by name. */
    Map<String, Operand> differentiable(Entry e) {
        Map<String, Operand> m = new LinkedHashMap<>();
        e.inputs()
                .forEach(
                        (n, t) -> {
                            if (t.dtype().isFloat()) {
                                m.put(n, t);
                            }
                        });
        for (Variable v : scope.variables()) {
            if (values.containsKey(v.name())) {
                m.put(v.name(), v);
            }
        }
        return m;
    }

    /** The weighted sum of all float outputs of an entry. */
    private static Tensor loss(Entry e) {
        List<Tensor> parts = new ArrayList<>();
        e.outputs()
                .forEach(
                        (n, t) -> {
                            if (t.dtype().isFloat()) {
                                parts.add(weighted(t, n));
                            }
                        });
        return sum(e.graph(), parts);
    }

    /**
     * Σ w∘t with fixed weights that differ from element to element, so that nothing cancels out.
     */
    static Tensor weighted(Tensor t, String key) {
        Array w = Samples.signed(Samples.seed("weights of " + key), 0.4, 1.3, t.shape().dims());
        return t.times(t.graph().constant(w.cast(t.dtype()))).sum();
    }

    private static Tensor sum(Graph graph, List<Tensor> parts) {
        Tensor sum = graph.scalar(0);
        for (Tensor t : parts) {
            sum = sum.plus(t.cast(graph.dtype()));
        }
        return sum;
    }
}
