package dev.rondo.graph;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An {@link Entry} that is being traced. It declares inputs, outputs and assignments. */
public final class Trace {
    private final Graph graph;
    private final Map<String, Tensor> inputs = new LinkedHashMap<>();
    private final Map<String, Tensor> outputs = new LinkedHashMap<>();
    private final Map<Variable, Tensor> assignments = new LinkedHashMap<>();
    private Tensor condition;

    Trace(Graph graph) {
        this.graph = graph;
    }

    /** The graph being traced. */
    public Graph graph() {
        return graph;
    }

    /** An input of the model's float type. */
    public Tensor input(String name, int... dims) {
        return input(name, graph.dtype(), dims);
    }

    /** An input of a given type. */
    public Tensor input(String name, DType dtype, int... dims) {
        Tensor t = graph.input(name, dtype, Typing.shape(dims)).named(name);
        if (inputs.putIfAbsent(name, t) != null) {
            throw new TraceException(
                    "entry '" + graph.name() + "' has two inputs named '" + name + "'");
        }
        return t;
    }

    /** Returns a value under a name. */
    public void output(String name, Tensor value) {
        TraceException.given(value, "output '" + name + "'");
        if (outputs.putIfAbsent(name, own(value)) != null) {
            throw new TraceException(
                    "entry '" + graph.name() + "' has two outputs named '" + name + "'");
        }
    }

    /** The value that is returned under a name, if one has been so far. */
    public Optional<Tensor> output(String name) {
        return Optional.ofNullable(outputs.get(name));
    }

    /**
     * Assigns a variable when the run ends. All reads during the run see the value it had at the
     * start.
     *
     * @throws TraceException if type or shape differ, or if the variable is assigned twice
     */
    public void assign(Variable variable, Tensor value) {
        TraceException.given(value, "what variable '" + variable.name() + "' becomes");
        Type want = new Type(variable.dtype(graph.dtype()), variable.shape());
        if (!want.equals(value.type())) {
            throw new TraceException(
                    "variable '"
                            + variable.name()
                            + "' is "
                            + want
                            + " and cannot become "
                            + value.type());
        }
        if (assignments.putIfAbsent(variable, own(value)) != null) {
            throw new TraceException("variable '" + variable.name() + "' is assigned twice");
        }
    }

    /**
     * Lets the assignments happen only if a BOOL scalar is true. If there are several, all must be
     * true.
     */
    public void assignOnlyIf(Tensor flag) {
        TraceException.given(flag, "the flag of assignOnlyIf");
        if (!flag.type().equals(new Type(DType.BOOL, Shape.SCALAR))) {
            throw new TraceException("assignOnlyIf needs a BOOL scalar, got " + flag.type());
        }
        condition = condition == null ? own(flag) : condition.and(own(flag));
    }

    private Tensor own(Tensor t) {
        if (t.graph() != graph) {
            throw new TraceException(
                    t
                            + " belongs to "
                            + t.graph().name()
                            + ", not to entry '"
                            + graph.name()
                            + "'");
        }
        return t;
    }

    Entry entry(String name) {
        return new Entry(name, graph, inputs, outputs, assignments, condition);
    }
}
