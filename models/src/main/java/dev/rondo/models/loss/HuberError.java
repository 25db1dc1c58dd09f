package dev.rondo.models.loss;

import static dev.rondo.graph.Functions.abs;

import dev.rondo.array.DType;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;

/**
 * Huber's error of predictions (Huber 1964, section 4): with d = prediction − target, d² / 2 where
 * |d| ≤ δ and δ · (|d| − δ / 2) beyond, so that an outlier pulls no harder than δ.
 *
 * @param delta δ, above 0
 */
public record HuberError(double delta) {
    private static final String NAME = "Huber's error";

    /** Checks δ. */
    public HuberError {
        if (!(delta > 0 && delta < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "Huber's delta must be above 0 and finite, got " + delta);
        }
    }

    /**
     * The mean over all elements.
     *
     * @param prediction of a float type
     * @param target of the same type and shape
     * @throws TraceException when type or shape differ
     */
    public Tensor mean(Tensor prediction, Tensor target) {
        Pairs.check(NAME, prediction, target);
        return of(prediction.minus(target)).mean();
    }

    /**
     * The mean over the counted elements; 0 when none is counted.
     *
     * @param counted BOOL of the same shape
     * @throws TraceException when a type or shape differs
     */
    public Tensor mean(Tensor prediction, Tensor target, Tensor counted) {
        return CountedMean.of(of(Pairs.difference(NAME, prediction, target, counted)), counted);
    }

    /**
     * The error of each difference between prediction and target.
     *
     * @param difference of a float type and any shape
     * @return the same shape
     */
    public Tensor of(Tensor difference) {
        // with q = min(|d|, δ) both branches are q · (|d| − q / 2)
        Tensor size = abs(difference);
        Tensor near = size.min(limit(size));
        return near.times(size.minus(near.times(0.5)));
    }

    /** δ, which at infinity in F32 limits nothing; at 0 nothing would be learned. */
    private Tensor limit(Tensor size) {
        boolean beyond = size.dtype() == DType.F32 && delta > Float.MAX_VALUE;
        return beyond ? size.constant(delta) : size.positive("Huber's delta", delta);
    }
}
