package dev.rondo.models.loss;

import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;

/** The squared error of predictions: (prediction − target)². */
public final class SquaredError {
    private static final String NAME = "the squared error";

    private SquaredError() {}

    /**
     * The mean over all elements.
     *
     * @param prediction of a float type
     * @param target of the same type and shape
     * @throws TraceException when type or shape differ
     */
    public static Tensor mean(Tensor prediction, Tensor target) {
        Pairs.check(NAME, prediction, target);
        return prediction.minus(target).squared().mean();
    }

    /**
     * The mean over the counted elements; 0 when none is counted.
     *
     * @param counted BOOL of the same shape
     * @throws TraceException when a type or shape differs
     */
    public static Tensor mean(Tensor prediction, Tensor target, Tensor counted) {
        Tensor d = Pairs.difference(NAME, prediction, target, counted);
        return CountedMean.of(d.squared(), counted);
    }
}
