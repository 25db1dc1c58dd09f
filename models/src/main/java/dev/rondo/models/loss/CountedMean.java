package dev.rondo.models.loss;

import static dev.rondo.graph.Functions.where;

import dev.rondo.array.DType;
import dev.rondo.graph.Tensor;

/** The mean of the elements that count. */
public final class CountedMean {
    private CountedMean() {}

    /**
     * The mean over the counted elements, whatever stands at the others; 0 when none is counted.
     *
     * @param each of a float type
     * @param counted BOOL of the same shape
     * @throws dev.rondo.graph.TraceException when a type or shape differs
     */
    public static Tensor of(Tensor each, Tensor counted) {
        Pairs.checkCounted("a mean", each, counted);
        Tensor kept = where(counted, each, each.graph().zeros(each.type()));
        Tensor count = counted.cast(DType.I32).sum().max(1);
        return kept.sum().dividedBy(count.cast(each.dtype()));
    }
}
