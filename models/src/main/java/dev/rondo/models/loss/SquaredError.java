package dev.rondo.models.loss;

import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;

/** The squared error of predictions. */
public final class SquaredError {
    private SquaredError() {}

    /**
     * The mean of (prediction − target)² over all elements.
     *
     * @param prediction of a float type
     * @param target of the same type and shape; nothing is stretched, since a stretched target is
     *     nearly always a mistake
     * @throws TraceException when type or shape differ
     */
    public static Tensor mean(Tensor prediction, Tensor target) {
        if (!prediction.type().equals(target.type()) || !prediction.dtype().isFloat()) {
            throw new TraceException(
                    "the squared error needs a prediction and a target of one float type and"
                            + " shape; got "
                            + prediction.type()
                            + " and "
                            + target.type());
        }
        return prediction.minus(target).squared().mean();
    }
}
