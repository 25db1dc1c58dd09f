package dev.rondo.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

class PowerLawProperties {
    /** Sizes that are doubled, beginning with a first one. */
    private static double exponent(int first, int count, DoubleUnaryOperator cost) {
        List<Double> sizes =
                IntStream.range(0, count).mapToObj(k -> (double) (first << k)).toList();
        return PowerLaw.exponent(sizes, Double::doubleValue, cost::applyAsDouble);
    }

    @Property
    void a_power_law_gives_its_exponent(
            @ForAll @IntRange(min = 1, max = 5000) int first,
            @ForAll @IntRange(min = 2, max = 17) int count,
            @ForAll @DoubleRange(min = -4, max = 4) double exponent,
            @ForAll @DoubleRange(min = 0.01, max = 1e6) double factor) {
        assertThat(exponent(first, count, x -> factor * Math.pow(x, exponent)))
                .isCloseTo(exponent, within(1e-9));
    }

    /** The normal equations: no other line has a smaller sum of squares. */
    @Property
    void no_other_slope_is_closer(
            @ForAll @IntRange(min = 3, max = 10) int count,
            @ForAll @DoubleRange(min = 0, max = 1) double bend) {
        DoubleUnaryOperator y = x -> x + bend * x * x;
        double found =
                exponent(1, count, x -> Math.pow(2, y.applyAsDouble(Math.log(x) / Math.log(2))));

        assertThat(squares(count, y, found)).isLessThan(squares(count, y, found + 1e-3));
        assertThat(squares(count, y, found)).isLessThan(squares(count, y, found - 1e-3));
    }

    /** The sum of squares around the best line of a slope over 0, 1, 2, … */
    private static double squares(int count, DoubleUnaryOperator y, double slope) {
        double[] rests =
                IntStream.range(0, count)
                        .mapToDouble(x -> y.applyAsDouble(x) - slope * x)
                        .toArray();
        double mean = IntStream.range(0, count).mapToDouble(i -> rests[i]).average().orElseThrow();
        return IntStream.range(0, count).mapToDouble(i -> Math.pow(rests[i] - mean, 2)).sum();
    }

    @Example
    void a_single_size_has_no_exponent() {
        assertThat(exponent(3, 1, x -> x)).isNaN();
        assertThat(exponent(3, 0, x -> x)).isNaN();
    }
}
