package dev.rondo.models.forecast;

import static dev.rondo.graph.Functions.concat;
import static dev.rondo.graph.Functions.log;
import static dev.rondo.graph.Functions.softplus;
import static dev.rondo.graph.Functions.sqrt;

import dev.rondo.graph.Tensor;
import dev.rondo.models.data.Scaling;

import org.apache.commons.numbers.gamma.RegularizedBeta;

import java.util.SplittableRandom;

/**
 * Counts with a mean μ and a variance μ + α μ² (Salinas, Flunkert and Gasthaus 2017, DeepAR,
 * section 3.1). The target is scaled by its mean. In F32 counts of up to about 100,000 are told
 * apart; of larger ones a {@link Gaussian} says as much.
 */
public record NegativeBinomial() implements Likelihood {
    private static final double LEAST = 1e-3;

    @Override
    public int size() {
        return 2;
    }

    @Override
    public boolean counts() {
        return true;
    }

    @Override
    public Tensor parameters(Tensor raw, Tensor anchor, Tensor scale) {
        return concat(
                2,
                softplus(raw.slice(2, 0, 1).plus(anchor)).plus(LEAST),
                softplus(raw.slice(2, 1, 2)).dividedBy(sqrt(scale)).plus(LEAST));
    }

    /**
     * −log p with r = 1/α: log Γ(r) + log Γ(y+1) − log Γ(y+r) + r log(1 + αμ) − y log(αμ / (1 +
     * αμ)).
     */
    @Override
    public Tensor loss(Tensor parameters, Tensor target, Tensor scale) {
        Tensor mean = parameters.slice(2, 0, 1).times(scale);
        Tensor alpha = parameters.slice(2, 1, 2);
        Tensor r = alpha.constant(1).dividedBy(alpha);
        Tensor y = target.times(scale);
        Tensor am = alpha.times(mean);
        Tensor rest = log(am.plus(1));
        return LogGamma.of(r)
                .plus(LogGamma.of(y.plus(1)))
                .minus(LogGamma.of(y.plus(r)))
                .plus(r.times(rest))
                .minus(y.times(log(am).minus(rest)));
    }

    @Override
    public Outcome outcome(double[] parameters, Scaling scaling) {
        double mean = parameters[0] * scaling.deviation();
        double alpha = parameters[1];
        return new Outcome() {
            @Override
            public double point() {
                return mean;
            }

            @Override
            public double quantile(double level) {
                return count(mean, alpha, level);
            }

            /** A Poisson count, whose mean is a gamma number: mean μ, variance μ + α μ². */
            @Override
            public double sample(SplittableRandom random) {
                return Draws.poisson(alpha * mean * Draws.gamma(1 / alpha, random), random);
            }
        };
    }

    /** The least count of which the probability up to it reaches a level. */
    private static double count(double mean, double alpha, double level) {
        double high = 1;
        while (cumulative(mean, alpha, high) < level && high < 1e15) {
            high *= 2;
        }
        double low = -1; // nothing lies at or below it
        while (high - low > 1) {
            double middle = Math.floor((low + high) / 2);
            if (cumulative(mean, alpha, middle) < level) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double cumulative(double mean, double alpha, double count) {
        double r = 1 / alpha;
        return RegularizedBeta.value(r / (r + mean), r, count + 1);
    }
}
