package dev.rondo.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

class SeasonalityTest {
    @Property(tries = 200)
    void theTransformGivesTheSumsOfProducts(
            @ForAll @IntRange(min = 1, max = 70) int rows,
            @ForAll @IntRange(min = 0, max = 80) int lags,
            @ForAll long seed) {
        double[] x = new SplittableRandom(seed).doubles(rows, -9, 9).toArray();
        double[] sums = Autocorrelation.of(x, lags);
        assertThat(sums).hasSize(lags + 1);
        for (int k = 0; k <= lags; k++) {
            int lag = k;
            double expected =
                    IntStream.range(k, x.length).mapToDouble(i -> x[i] * x[i - lag]).sum();
            assertThat(sums[k]).isCloseTo(expected, within(1e-10 * (1 + sums[0])));
        }
    }

    @Property(tries = 50)
    void aRepeatedPatternHasItsPeriod(
            @ForAll @IntRange(min = 3, max = 60) int period,
            @ForAll @IntRange(min = 4, max = 12) int times,
            @ForAll @DoubleRange(min = -1, max = 1) double slope) {
        double[] y =
                IntStream.range(0, period * times)
                        .mapToDouble(i -> Math.sin(2 * Math.PI * i / period) + slope * i)
                        .toArray();
        assertThat(Seasonality.find(y)).hasValue(period);
    }

    /** A search by the definition would take 3e11 multiplications, and minutes. */
    @Test
    @Timeout(30)
    void aMillionRowsAreSearchedInNoTime() {
        double[] y =
                IntStream.range(0, 1_000_000)
                        .mapToDouble(i -> Math.sin(2 * Math.PI * i / 1440) + 1e-6 * i)
                        .toArray();
        assertThat(Seasonality.find(y)).hasValue(1440);
    }
}
