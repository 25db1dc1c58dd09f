package dev.rondo.models.forecast;

import java.util.Arrays;

/**
 * What values that were drawn say: their median and their quantiles, on straight lines between
 * neighbors (definition 7 of Hyndman and Fan 1996).
 */
public final class SampledOutcome implements Outcome {
    private final double[] drawn;
    private final double[] sorted;

    /**
     * An outcome of at least one value.
     *
     * @param drawn path by path
     */
    public SampledOutcome(double[] drawn) {
        this.drawn = drawn;
        sorted = drawn.clone();
        Arrays.sort(sorted);
    }

    /** The values, path by path. */
    public double[] drawn() {
        return drawn.clone();
    }

    @Override
    public double point() {
        return quantile(0.5);
    }

    /**
     * {@inheritDoc}
     *
     * @return NaN where any path ended in no number
     * @throws IllegalArgumentException when the level is no probability
     */
    @Override
    public double quantile(double level) {
        if (!(level >= 0 && level <= 1)) {
            throw new IllegalArgumentException("a level must be from 0 to 1, got " + level);
        }
        int last = sorted.length - 1;
        if (Double.isNaN(sorted[last])) { // NaN is sorted to the end
            return Double.NaN;
        }
        double at = level * last;
        int below = (int) at;
        double share = at - below;
        return share == 0 ? sorted[below] : sorted[below] * (1 - share) + sorted[below + 1] * share;
    }
}
