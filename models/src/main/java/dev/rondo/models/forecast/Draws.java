package dev.rondo.models.forecast;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.PoissonSampler;

import java.util.SplittableRandom;

/** Random numbers that the JDK does not draw. */
final class Draws {
    private Draws() {}

    /** A number of a gamma distribution of that shape and the scale 1. */
    static double gamma(double shape, SplittableRandom random) {
        UniformRandomProvider bits = random::nextLong;
        return AhrensDieterMarsagliaTsangGammaSampler.of(bits, shape, 1).sample();
    }

    /** A Poisson count. */
    static double poisson(double mean, SplittableRandom random) {
        UniformRandomProvider bits = random::nextLong;
        return mean > 0 ? PoissonSampler.of(bits, mean).sample() : 0;
    }
}
