package dev.rondo.models.loss;

import static dev.rondo.graph.Functions.abs;

import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;

/** The absolute error of predictions: |prediction − target|; its gradient where both agree is 0. */
public final class AbsoluteError {
    private static final String NAME = "the absolute error";

    private AbsoluteError() {}

    /**
     * The mean over all elements.
     *
     * @param prediction of a float type
     * @param target of the same type and shape
     * @throws TraceException when type or shape differ
     */
    public static Tensor mean(Tensor prediction, Tensor target) {
        Pairs.check(NAME, prediction, target);
        return abs(prediction.minus(target)).mean();
    }

    /**
     * The mean over the counted elements; 0 when none is counted.
     *
     * @param counted BOOL of the same shape
     * @throws TraceException when a type or shape differs
     */
    public static Tensor mean(Tensor prediction, Tensor target, Tensor counted) {
        Tensor d = Pairs.difference(NAME, prediction, target, counted);
        return CountedMean.of(abs(d), counted);
    }
}
