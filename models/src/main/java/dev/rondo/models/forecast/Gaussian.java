package dev.rondo.models.forecast;

import static dev.rondo.graph.Functions.concat;
import static dev.rondo.graph.Functions.log;
import static dev.rondo.graph.Functions.softplus;

import dev.rondo.graph.Tensor;
import dev.rondo.models.data.Scaling;

import org.apache.commons.statistics.distribution.NormalDistribution;

import java.util.SplittableRandom;

/** A normal distribution: a mean, and a deviation by a softplus. */
public record Gaussian() implements Likelihood {
    /** The least deviation, as a part of that of the series: a density must not grow endlessly. */
    static final double LEAST = 1e-3;

    @Override
    public int size() {
        return 2;
    }

    @Override
    public Tensor parameters(Tensor raw, Tensor anchor, Tensor scale) {
        return concat(2, raw.slice(2, 0, 1).plus(anchor), softplus(raw.slice(2, 1, 2)).plus(LEAST));
    }

    /** −log p: log σ + ((y − μ) / σ)² / 2 + log(2π) / 2. */
    @Override
    public Tensor loss(Tensor parameters, Tensor target, Tensor scale) {
        Tensor deviation = parameters.slice(2, 1, 2);
        Tensor z = target.minus(parameters.slice(2, 0, 1)).dividedBy(deviation);
        return log(deviation).plus(z.times(z).times(0.5)).plus(0.5 * Math.log(2 * Math.PI));
    }

    @Override
    public Outcome outcome(double[] parameters, Scaling scaling) {
        return continuous(
                NormalDistribution.of(
                        scaling.invert(parameters[0]), parameters[1] * scaling.deviation()));
    }

    private static Outcome continuous(NormalDistribution normal) {
        return new Outcome() {
            @Override
            public double point() {
                return normal.getMean();
            }

            @Override
            public double quantile(double level) {
                return normal.inverseCumulativeProbability(level);
            }

            @Override
            public double sample(SplittableRandom random) {
                return random.nextGaussian(normal.getMean(), normal.getStandardDeviation());
            }
        };
    }
}
