package dev.rondo.models.optimizer;

import static dev.rondo.graph.Functions.sqrt;

import dev.rondo.array.DType;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * Gradients that are shortened together when they are too long (Pascanu et al. 2013, algorithm 1).
 * Their direction does not change.
 *
 * @param gradients the gradients, each scaled by the same factor
 * @param norm the length ‖g‖ of all of them together before clipping, a scalar
 */
public record GradientClipping(List<Tensor> gradients, Tensor norm) {
    /** Copies the list. */
    public GradientClipping {
        gradients = List.copyOf(gradients);
    }

    /**
     * g ← g · limit / ‖g‖ where ‖g‖ is above the limit.
     *
     * @param gradients at least one
     * @param limit the largest length; {@link Double#POSITIVE_INFINITY} only measures
     * @throws IllegalArgumentException when there is no gradient or the limit is not above 0
     */
    public static GradientClipping byGlobalNorm(List<Tensor> gradients, double limit) {
        if (gradients.isEmpty()) {
            throw new IllegalArgumentException("there are no gradients to clip");
        }
        if (!(limit > 0)) {
            throw new IllegalArgumentException(
                    "the limit of the gradient norm must be above 0, got " + limit);
        }
        boolean single = gradients.getFirst().dtype() == DType.F32;
        Tensor square = null;
        for (Tensor g : gradients) {
            Tensor part = g.squared().sum();
            square = square == null ? part : square.plus(part);
        }
        Tensor norm = sqrt(square);
        if (Double.isInfinite(single ? (float) limit : limit)) {
            return new GradientClipping(gradients, norm);
        }
        // the limit over max(norm, limit), so that a norm of 0 is no division by 0
        Tensor most = norm.positive("the limit of the gradient norm", limit);
        Tensor factor = most.dividedBy(norm.max(most));
        List<Tensor> clipped = new ArrayList<>();
        for (Tensor g : gradients) {
            clipped.add(g.times(factor));
        }
        return new GradientClipping(clipped, norm);
    }
}
