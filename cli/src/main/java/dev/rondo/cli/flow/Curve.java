package dev.rondo.cli.flow;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/**
 * The size of a gradient by steps back from the loss, over seeds. The mean is geometric: of numbers
 * over many powers of ten, the largest alone would make the arithmetic one.
 *
 * @param seeds for each seed the mean over its rows; NaN where no row is so long or finite
 * @param mean over the seeds
 * @param rows gradients of one row that were measured
 * @param notFinite those of them that are infinite or NaN at a step; they count nowhere else
 */
public record Curve(double[][] seeds, double[] mean, int rows, int notFinite) {
    /** What stands in place of steps that a row does not have. */
    static final double ABSENT = -1;

    /**
     * The curve of some norms.
     *
     * @param norms the norms by seed, row and steps back, {@link #ABSENT} beyond a row's beginning
     */
    static Curve of(double[][][] norms) {
        double[][] seeds = new double[norms.length][];
        int steps = norms[0][0].length;
        int rows = 0;
        int notFinite = 0;
        for (int s = 0; s < norms.length; s++) {
            double[][] finite =
                    Arrays.stream(norms[s]).filter(Curve::isFinite).toArray(double[][]::new);
            rows += norms[s].length;
            notFinite += norms[s].length - finite.length;
            seeds[s] = mean(finite, steps);
        }
        return new Curve(seeds, mean(seeds, steps), rows, notFinite);
    }

    private static boolean isFinite(double[] row) {
        return Arrays.stream(row).allMatch(Double::isFinite);
    }

    /** The geometric mean of those that have a value, step by step; NaN where there is none. */
    private static double[] mean(double[][] curves, int steps) {
        double[] mean = new double[steps];
        for (int k = 0; k < steps; k++) {
            int at = k;
            mean[k] =
                    Math.exp(
                            Arrays.stream(curves)
                                    .mapToDouble(c -> c[at])
                                    .filter(v -> v >= 0)
                                    .map(Math::log)
                                    .average()
                                    .orElse(Double.NaN));
        }
        return mean;
    }

    /** The lowest of the seeds' means, step by step. */
    public double[] lowest() {
        return extreme(Math::min);
    }

    /** The highest of the seeds' means, step by step. */
    public double[] highest() {
        return extreme(Math::max);
    }

    private double[] extreme(DoubleBinaryOperator of) {
        return IntStream.range(0, mean.length)
                .mapToDouble(
                        k ->
                                Arrays.stream(seeds)
                                        .mapToDouble(s -> s[k])
                                        .filter(v -> v >= 0)
                                        .reduce(of)
                                        .orElse(Double.NaN))
                .toArray();
    }

    /** The exponential that fits the mean best. */
    public Decay decay() {
        return Decay.of(mean);
    }

    /** The factors per step of the seeds, each fitted by itself; none where nothing can be. */
    public DoubleSummaryStatistics factors() {
        return Arrays.stream(seeds)
                .mapToDouble(s -> Decay.of(s).factor())
                .filter(Double::isFinite)
                .summaryStatistics();
    }

    /** When the mean has fallen to a part of what it was. */
    public Reach reach(double part) {
        return Reach.of(mean, part);
    }

    /** The farthest step back with a value above zero; −1 where there is none. */
    int farthest() {
        int k = mean.length - 1;
        while (k >= 0 && !(mean[k] > 0)) {
            k--;
        }
        return k;
    }

    /** Whether anything arrives at a step before that of the loss. */
    boolean flows() {
        return IntStream.range(1, mean.length).anyMatch(k -> mean[k] != 0);
    }
}
