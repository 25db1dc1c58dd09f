package dev.rondo.models.forecast;

import dev.rondo.graph.Tensor;
import dev.rondo.models.data.Scaling;
import dev.rondo.models.loss.HuberError;

import java.util.function.UnaryOperator;

/**
 * A number alone.
 *
 * @param error of a difference between forecast and value
 */
public record PointForecast(UnaryOperator<Tensor> error) implements Likelihood {
    /** Aims at the mean of the possible values: the squared error. */
    public static PointForecast mean() {
        return new PointForecast(difference -> difference.times(difference));
    }

    /** Between mean and median: Huber's error with δ = 1 deviation of the series. */
    public static PointForecast robust() {
        HuberError huber = new HuberError(1);
        return new PointForecast(huber::of);
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public Tensor parameters(Tensor raw, Tensor anchor, Tensor scale) {
        return raw.plus(anchor);
    }

    @Override
    public Tensor loss(Tensor parameters, Tensor target, Tensor scale) {
        return error.apply(parameters.minus(target));
    }

    @Override
    public Outcome outcome(double[] parameters, Scaling scaling) {
        return Outcome.certain(scaling.invert(parameters[0]));
    }
}
