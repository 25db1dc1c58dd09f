package dev.rondo.contract;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Traces a computation, and draws the numbers of its inputs while it does so. An input is named by
 * its position, so tracing again gives the same inputs.
 */
public final class Drawing {
    private final Trace trace;
    private final long seed;
    private final Map<String, Array> known;
    private final Map<String, Array> drawn = new LinkedHashMap<>();
    private int outputs;

    /**
     * Draws.
     *
     * @param known the numbers that an earlier trace has drawn; empty for the first
     */
    Drawing(Trace trace, long seed, Map<String, Array> known) {
        this.trace = trace;
        this.seed = seed;
        this.known = known;
    }

    /** The numbers that were drawn, by the input's name. */
    Map<String, Array> drawn() {
        return drawn;
    }

    /** The graph being traced. */
    public Graph graph() {
        return trace.graph();
    }

    /** A float input, uniform in [low, high). */
    public Tensor uniform(double low, double high, int... dims) {
        return given(Samples.uniform(next(), low, high, dims));
    }

    /** A float input, uniform in [−1, 1). */
    public Tensor floats(int... dims) {
        return uniform(-1, 1, dims);
    }

    /** A float input of either sign with magnitudes in [low, high). */
    public Tensor signed(double low, double high, int... dims) {
        return given(Samples.signed(next(), low, high, dims));
    }

    /** An integer input, uniform in [low, high). */
    public Tensor integers(int low, int high, int... dims) {
        return given(Samples.integers(next(), low, high, dims));
    }

    /** An input of truth values. */
    public Tensor truths(int... dims) {
        return given(Samples.truths(next(), dims));
    }

    /** An input with these numbers. Floats are converted to the model's type. */
    public Tensor given(Array values) {
        return given("in" + drawn.size(), values);
    }

    /** An input of this name with these numbers. Floats are converted to the model's type. */
    public Tensor given(String name, Array values) {
        return given(name, () -> values);
    }

    /** An input with numbers that are dear. Only the first trace asks for them. */
    Tensor given(String name, Supplier<Array> dear) {
        Array values = known.containsKey(name) ? known.get(name) : dear.get();
        // the numbers must also be exact in float32
        Array exact = values.dtype().isFloat() ? values.cast(DType.F32).cast(DType.F64) : values;
        drawn.put(name, exact);
        return values.dtype().isFloat()
                ? trace.input(name, values.shape().dims())
                : trace.input(name, values.dtype(), values.shape().dims());
    }

    /** A constant of the graph with these numbers. Floats are converted to the model's type. */
    public Tensor constant(Array values) {
        DType type = values.dtype().isFloat() ? graph().dtype() : values.dtype();
        return graph().constant(values.cast(type));
    }

    /** Returns a value under a name. */
    public void output(String name, Tensor value) {
        trace.output(name, value);
    }

    /** Returns a value under its position and shape. */
    public void output(Tensor value) {
        output(outputs++ + " " + value.shape(), value);
    }

    private long next() {
        return seed + 0x9e3779b97f4a7c15L * (drawn.size() + 1);
    }
}
