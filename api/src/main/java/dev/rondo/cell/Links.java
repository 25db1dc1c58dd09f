package dev.rondo.cell;

import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;

import java.util.function.UnaryOperator;

/**
 * How each layer of a stack but the first is joined to the one below.
 *
 * @param between what values pass through on their way up
 * @param residual whether a layer's output is added to what the layer below gave, before {@code
 *     between}
 */
record Links(UnaryOperator<Tensor> between, boolean residual) {
    static final Links PLAIN = new Links(UnaryOperator.identity(), false);

    /** What a layer reads. */
    Tensor into(int layer, Tensor below) {
        return layer == 0 ? below : between.apply(below);
    }

    /** What a layer hands on. */
    Tensor outOf(int layer, Tensor below, Tensor output) {
        if (!residual || layer == 0) {
            return output;
        }
        if (!output.type().equals(below.type())) {
            throw new TraceException(
                    "a residual connection adds a layer's input to its output, so both must be"
                            + " equally large; layer "
                            + layer
                            + " reads "
                            + below.type()
                            + " and gives "
                            + output.type());
        }
        return output.plus(below);
    }
}
