package dev.rondo.models.forecast;

import static dev.rondo.graph.Functions.concat;
import static dev.rondo.graph.Functions.log;
import static dev.rondo.graph.Functions.softplus;

import dev.rondo.graph.Tensor;
import dev.rondo.models.data.Scaling;

import org.apache.commons.statistics.distribution.TDistribution;

import java.util.SplittableRandom;

/**
 * Student's t distribution with a location and a scale, and more than 2 degrees of freedom, so that
 * it has a variance: what lies far out has more weight than with a {@link Gaussian}.
 */
public record StudentT() implements Likelihood {
    @Override
    public int size() {
        return 3;
    }

    @Override
    public Tensor parameters(Tensor raw, Tensor anchor, Tensor scale) {
        return concat(
                2,
                raw.slice(2, 0, 1).plus(anchor),
                softplus(raw.slice(2, 1, 2)).plus(Gaussian.LEAST),
                softplus(raw.slice(2, 2, 3)).plus(2));
    }

    /**
     * −log p: log Γ(ν/2) − log Γ((ν+1)/2) + log(πν)/2 + log σ + (ν+1)/2 · log(1 + ((y − μ)/σ)²/ν).
     */
    @Override
    public Tensor loss(Tensor parameters, Tensor target, Tensor scale) {
        Tensor deviation = parameters.slice(2, 1, 2);
        Tensor freedom = parameters.slice(2, 2, 3);
        Tensor z = target.minus(parameters.slice(2, 0, 1)).dividedBy(deviation);
        Tensor half = freedom.plus(1).times(0.5);
        Tensor tail = log(z.times(z).dividedBy(freedom).plus(1)).times(half);
        return LogGamma.of(freedom.times(0.5))
                .minus(LogGamma.of(half))
                .plus(log(freedom.times(Math.PI)).times(0.5))
                .plus(log(deviation))
                .plus(tail);
    }

    @Override
    public Outcome outcome(double[] parameters, Scaling scaling) {
        double location = scaling.invert(parameters[0]);
        double width = parameters[1] * scaling.deviation();
        TDistribution t = TDistribution.of(parameters[2]);
        return new Outcome() {
            @Override
            public double point() {
                return location;
            }

            @Override
            public double quantile(double level) {
                return location + width * t.inverseCumulativeProbability(level);
            }

            /** A normal number by the root of a chi-squared one, divided by its freedom. */
            @Override
            public double sample(SplittableRandom random) {
                double freedom = t.getDegreesOfFreedom();
                double gamma = Draws.gamma(freedom / 2, random);
                return location + width * random.nextGaussian() / Math.sqrt(2 * gamma / freedom);
            }
        };
    }
}
