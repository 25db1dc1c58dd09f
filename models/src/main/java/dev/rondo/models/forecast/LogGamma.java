package dev.rondo.models.forecast;

import static dev.rondo.graph.Functions.log;

import dev.rondo.graph.Tensor;

/**
 * The logarithm of the gamma function: Stirling's series of x + 6, less the logarithms of the six
 * factors between (Abramowitz and Stegun 1964, 6.1.15 and 6.1.41).
 */
final class LogGamma {
    private LogGamma() {}

    /**
     * log Γ(x).
     *
     * @param x above 0
     */
    static Tensor of(Tensor x) {
        // two products of three factors: one of six would overflow in F32 near 2.6e6
        Tensor low = x.times(x.plus(1)).times(x.plus(2));
        Tensor high = x.plus(3).times(x.plus(4)).times(x.plus(5));
        Tensor z = x.plus(6);
        Tensor inverse = z.constant(1).dividedBy(z);
        Tensor square = inverse.times(inverse);
        Tensor series =
                square.times(1.0 / 1260)
                        .minus(1.0 / 360)
                        .times(square)
                        .plus(1.0 / 12)
                        .times(inverse);
        return z.minus(0.5)
                .times(log(z))
                .minus(z)
                .plus(0.5 * Math.log(2 * Math.PI))
                .plus(series)
                .minus(log(low))
                .minus(log(high));
    }
}
