package dev.rondo.models.forecast;

import static dev.rondo.graph.Functions.concat;
import static dev.rondo.graph.Functions.cumulativeSum;
import static dev.rondo.graph.Functions.softplus;

import dev.rondo.array.Array;
import dev.rondo.graph.Tensor;
import dev.rondo.models.data.Scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Some quantiles, learned by the pinball loss (Koenker and Bassett 1978). The middle one is an
 * output of the last layer; each other lies beyond its neighbor by a softplus, so they never cross.
 * Twice the mean of the pinball losses approximates the continuous ranked probability score.
 *
 * @param levels probabilities, each above the one before
 */
public record Quantiles(List<Double> levels) implements Likelihood {
    /** 0.05, 0.1, 0.25, 0.5, 0.75, 0.9 and 0.95. */
    public static final Quantiles USUAL =
            new Quantiles(List.of(0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95));

    /** Checks the levels. */
    public Quantiles {
        levels = List.copyOf(levels);
        if (levels.isEmpty()) {
            throw new IllegalArgumentException("quantiles need at least one level");
        }
        for (int i = 0; i < levels.size(); i++) {
            double level = levels.get(i);
            if (!(level > 0 && level < 1) || i > 0 && level <= levels.get(i - 1)) {
                throw new IllegalArgumentException(
                        "levels of quantiles lie between 0 and 1 and increase, got " + levels);
            }
        }
    }

    @Override
    public int size() {
        return levels.size();
    }

    /** The level nearest to one half. */
    private int middle() {
        int middle = 0;
        for (int i = 1; i < levels.size(); i++) {
            if (Math.abs(levels.get(i) - 0.5) < Math.abs(levels.get(middle) - 0.5)) {
                middle = i;
            }
        }
        return middle;
    }

    @Override
    public Tensor parameters(Tensor raw, Tensor anchor, Tensor scale) {
        int m = middle();
        Tensor median = raw.slice(2, m, m + 1).plus(anchor);
        List<Tensor> all = new ArrayList<>();
        if (m > 0) {
            Tensor below = softplus(raw.slice(2, 0, m));
            all.add(median.minus(cumulativeSum(below, 2, false, true)));
        }
        all.add(median);
        if (m + 1 < size()) {
            Tensor above = softplus(raw.slice(2, m + 1, size()));
            all.add(median.plus(cumulativeSum(above, 2)));
        }
        return concat(2, all);
    }

    @Override
    public Tensor loss(Tensor parameters, Tensor target, Tensor scale) {
        Tensor level =
                parameters.graph().constant(Array.of(values(), size()).cast(parameters.dtype()));
        Tensor above = target.minus(parameters);
        Tensor pinball = above.times(level).max(above.times(level.minus(1)));
        return pinball.mean(2).expand(2).times(2);
    }

    private double[] values() {
        return levels.stream().mapToDouble(l -> l).toArray();
    }

    @Override
    public Outcome outcome(double[] parameters, Scaling scaling) {
        double[] quantiles = Arrays.stream(parameters).map(scaling::invert).toArray();
        return new Outcome() {
            @Override
            public double point() {
                return quantiles[middle()];
            }

            @Override
            public double quantile(double level) {
                return between(values(), quantiles, level);
            }
        };
    }

    /** On straight lines between known quantiles; beyond the outermost, these. */
    static double between(double[] levels, double[] quantiles, double level) {
        int at = Arrays.binarySearch(levels, level);
        if (at >= 0) {
            return quantiles[at];
        }
        int above = -at - 1;
        if (above == 0) {
            return quantiles[0];
        }
        if (above == levels.length) {
            return quantiles[levels.length - 1];
        }
        double share = (level - levels[above - 1]) / (levels[above] - levels[above - 1]);
        return quantiles[above - 1] * (1 - share) + quantiles[above] * share;
    }
}
