package dev.rondo.models.layer;

import dev.rondo.graph.Bounds;
import dev.rondo.graph.Part;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;
import dev.rondo.models.init.Initializers;

/** A learned vector for each symbol of a vocabulary. */
public final class Embedding {
    private final Part part;
    private final Variable weight;

    /**
     * Declares the table {@code weight} [V, D], drawn from N(0, 1/D): a looked-up vector has length
     * 1 on average.
     *
     * @param vocabulary number of symbols V
     * @param size size D of a vector
     * @throws IllegalArgumentException when a size is less than 1
     */
    public Embedding(Scope scope, int vocabulary, int size) {
        if (vocabulary < 1 || size < 1) {
            throw new IllegalArgumentException(
                    "an embedding needs a vocabulary and a size of at least 1, got "
                            + vocabulary
                            + " and "
                            + size);
        }
        part = Part.of("embedding", scope);
        weight =
                scope.parameter(
                        "weight", Initializers.normal(1 / Math.sqrt(size)), vocabulary, size);
    }

    /** The table [V, D], for a layer that shares it: {@link Dense#sharing}. */
    public Variable weight() {
        return weight;
    }

    /**
     * The vectors of symbols.
     *
     * @param symbols I32 of any shape, each from 0 to V−1; a run fails at others
     * @return [symbols…, D]
     * @throws dev.rondo.graph.TraceException when they are not I32
     */
    public Tensor of(Tensor symbols) {
        part.wholes("symbols", symbols, "...");
        symbols.within(new Bounds(0, weight.shape().dim(0) - 1));
        return weight.in(symbols.graph()).gather(symbols);
    }
}
