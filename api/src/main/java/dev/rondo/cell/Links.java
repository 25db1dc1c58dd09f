package dev.rondo.cell;

import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;

import java.util.function.UnaryOperator;

/**
 * How each layer of a stack, except the first, is joined to the layer below.
 *
 * @param between an operator that values pass through on the way to the next layer
 * @param residual whether the output of the layer below, before {@code between}, is added to a
 *     layer's output
 */
record Links(UnaryOperator<Tensor> between, boolean residual) {
    static final Links PLAIN = new Links(UnaryOperator.identity(), false);

    /** The input of a layer. */
    Tensor into(int layer, Tensor below) {
        return layer == 0 ? below : between.apply(below);
    }

    /** The value that a layer hands on. */
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
