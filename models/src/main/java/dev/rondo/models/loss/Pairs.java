package dev.rondo.models.loss;

import static dev.rondo.graph.Functions.where;

import dev.rondo.array.DType;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;

/** Predictions beside their targets, element by element. */
final class Pairs {
    private Pairs() {}

    /**
     * Fails unless both are of one float type and shape; nothing is stretched, since a stretched
     * target is nearly always a mistake.
     */
    static void check(String loss, Tensor prediction, Tensor target) {
        if (!prediction.type().equals(target.type()) || !prediction.dtype().isFloat()) {
            throw new TraceException(
                    loss
                            + " needs a prediction and a target of one float type and shape; got "
                            + prediction.type()
                            + " and "
                            + target.type());
        }
    }

    /** Fails unless there is a truth value for each prediction. */
    static void checkCounted(String loss, Tensor prediction, Tensor counted) {
        if (counted.dtype() != DType.BOOL || !counted.shape().equals(prediction.shape())) {
            throw new TraceException(
                    loss
                            + " counts the positions that BOOL"
                            + prediction.shape()
                            + " says; got "
                            + counted.type());
        }
    }

    /** prediction − target, and 0 where a position does not count, whatever stands there. */
    static Tensor difference(String loss, Tensor prediction, Tensor target, Tensor counted) {
        check(loss, prediction, target);
        checkCounted(loss, prediction, counted);
        Tensor difference = prediction.minus(target);
        return where(counted, difference, difference.graph().zeros(difference.type()));
    }
}
