package dev.rondo.models.forecast;

import dev.rondo.graph.Tensor;
import dev.rondo.models.data.Scaling;

/**
 * What a forecaster says of a value to come: a number alone, some quantiles, or a distribution. It
 * turns the last layer's outputs into parameters, tells how badly they fit what came, and says what
 * they mean. A class outside of Rondo may be one.
 */
public interface Likelihood {
    /** Numbers P that the last layer has for each value. */
    int size();

    /**
     * The parameters, such as a mean and a deviation.
     *
     * @param raw the last layer's outputs [B, H, P]
     * @param anchor a first guess of each value, scaled [B, H, 1]; what locates the value is added
     *     to it
     * @param scale of each row, what became 1 when the target was scaled [B, 1, 1]
     * @return [B, H, P], scaled as the target is
     */
    Tensor parameters(Tensor raw, Tensor anchor, Tensor scale);

    /**
     * How badly parameters fit each value: what training minimizes the mean of.
     *
     * @param parameters [B, H, P]
     * @param target what came, scaled [B, H, 1]
     * @param scale as above
     * @return [B, H, 1]
     */
    Tensor loss(Tensor parameters, Tensor target, Tensor scale);

    /**
     * What parameters say of a value, in the units of the series.
     *
     * @param parameters P numbers
     * @param scaling how the target was scaled
     */
    Outcome outcome(double[] parameters, Scaling scaling);

    /**
     * Whether the target are counts. They are scaled by their mean alone, so that 0 stays 0, and
     * {@code scale} is given.
     */
    default boolean counts() {
        return false;
    }
}
