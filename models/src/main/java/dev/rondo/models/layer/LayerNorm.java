package dev.rondo.models.layer;

import dev.rondo.graph.Functions;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Part;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;

/** Layer normalization over the last axis: g∘(x − μ) / √(σ² + ε) + b (Ba et al. 2016, eq. 4). */
public final class LayerNorm {
    /** ε when none is given. */
    public static final double EPSILON = 1e-5;

    private final Part part;
    private final int size;
    private final Variable weight;
    private final Variable bias;
    private final double epsilon;

    /** With ε = {@value #EPSILON}. */
    public LayerNorm(Scope scope, int size) {
        this(scope, size, EPSILON);
    }

    /**
     * Declares {@code weight} g (ones) and {@code bias} b (zeros), both [size].
     *
     * @param epsilon ε, added to the variance
     * @throws IllegalArgumentException when the size is less than 1 or ε is not positive
     */
    public LayerNorm(Scope scope, int size, double epsilon) {
        if (size < 1 || !(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "layer normalisation needs a size of at least 1 and a finite epsilon above 0, got "
                            + size
                            + " and "
                            + epsilon);
        }
        part = Part.of("layer normalisation", scope);
        this.size = size;
        this.epsilon = epsilon;
        weight = scope.parameter("weight", Initializer.constant(1), size);
        bias = scope.parameter("bias", Initializer.zeros(), size);
    }

    /**
     * Normalizes each row.
     *
     * @param x [..., size]
     * @return the same shape
     * @throws dev.rondo.graph.TraceException when x is of another type or its last axis of another
     *     size
     */
    public Tensor of(Tensor x) {
        part.floats("its input", x, "...", size);
        return Functions.layerNorm(x, weight, bias, epsilon);
    }
}
