package dev.rondo.cli.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The power law cost ~ size^exponent that lies closest to a list of measurements. */
final class PowerLaw {
    private PowerLaw() {}

    /**
     * The slope of the straight line through log cost over log size, by least squares. NaN for
     * fewer than two sizes.
     */
    static <P> double exponent(List<P> points, ToDoubleFunction<P> size, ToDoubleFunction<P> cost) {
        double[] x = points.stream().mapToDouble(size).map(PowerLaw::log2).toArray();
        double[] y = points.stream().mapToDouble(cost).map(PowerLaw::log2).toArray();
        double middleX = mean(x);
        double middleY = mean(y);
        double both = 0;
        double square = 0;
        for (int i = 0; i < x.length; i++) {
            both += (x[i] - middleX) * (y[i] - middleY);
            square += (x[i] - middleX) * (x[i] - middleX);
        }
        return both / square;
    }

    private static double mean(double[] values) {
        return DoubleStream.of(values).average().orElse(Double.NaN);
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
