package dev.rondo.models.loss;

import static dev.rondo.graph.Functions.softplus;
import static dev.rondo.graph.Functions.where;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;

/**
 * Cross-entropy between logits x and probabilities y, one yes-or-no question per element: −w·y·ln
 * σ(x) − (1 − y)·ln(1 − σ(x)), as w·y·ln(1 + e⁻ˣ) + (1 − y)·ln(1 + eˣ), which neither overflows nor
 * takes the logarithm of 0.
 *
 * @param total the sum over all counted elements, a scalar
 * @param count how many elements are counted, an I32 scalar
 */
public record BinaryCrossEntropy(Tensor total, Tensor count) {
    private static final String NAME = "binary cross-entropy";

    /**
     * Every element counts, and a yes counts as much as a no.
     *
     * @param logits of a float type and any shape
     * @param targets of the same type and shape, each from 0 to 1
     * @throws TraceException when type or shape differ
     */
    public static BinaryCrossEntropy of(Tensor logits, Tensor targets) {
        Pairs.check(NAME, logits, targets);
        Tensor yes = logits.graph().constant(Array.of(new boolean[] {true}));
        return of(logits, targets, yes.broadcastTo(logits.shape()), 1);
    }

    /**
     * Traces the loss.
     *
     * @param logits of a float type and any shape
     * @param targets of the same type and shape, each from 0 to 1
     * @param counted BOOL of the same shape; the other elements do not count, neither in values nor
     *     in gradients, and may hold anything
     * @param positiveWeight w, the weight of a yes relative to a no; above 0
     * @throws TraceException when a type or shape differs
     * @throws IllegalArgumentException when the weight is not above 0
     */
    public static BinaryCrossEntropy of(
            Tensor logits, Tensor targets, Tensor counted, double positiveWeight) {
        Pairs.check(NAME, logits, targets);
        Pairs.checkCounted(NAME, logits, counted);
        if (!(positiveWeight > 0 && positiveWeight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the weight of a yes must be above 0 and finite, got " + positiveWeight);
        }
        Tensor zeros = logits.graph().zeros(logits.type());
        Tensor x = where(counted, logits, zeros);
        Tensor y = where(counted, targets, zeros);
        Tensor each =
                y.times(logits.finite("the weight of a yes", positiveWeight))
                        .times(softplus(x.negated()))
                        .plus(y.subtractedFrom(1).times(softplus(x)));
        return new BinaryCrossEntropy(
                where(counted, each, zeros).sum(), counted.cast(DType.I32).sum());
    }

    /** The mean over the counted elements; 0 when none is counted. */
    public Tensor mean() {
        return total.dividedBy(count.max(1).cast(total.dtype()));
    }
}
