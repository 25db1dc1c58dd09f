package dev.rondo.models.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.graph.Scope;
import dev.rondo.models.Run;
import dev.rondo.models.data.Scaling;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

class LikelihoodProperties {
    private static final Scaling UNIT = new Scaling(0, 1);

    /** Parameters and loss of one value. */
    private record Said(double[] parameters, double loss) {}

    private static Said said(
            Likelihood likelihood, double anchor, double target, double scale, double... raw) {
        Map<String, Array> got =
                Run.once(
                        Scope.root(),
                        Map.of(
                                "raw", Array.of(raw, 1, 1, raw.length),
                                "anchor", Array.of(new double[] {anchor}, 1, 1, 1),
                                "target", Array.of(new double[] {target}, 1, 1, 1),
                                "scale", Array.of(new double[] {scale}, 1, 1, 1)),
                        t -> {
                            var s = t.input("scale", 1, 1, 1);
                            var p =
                                    likelihood.parameters(
                                            t.input("raw", 1, 1, raw.length),
                                            t.input("anchor", 1, 1, 1),
                                            s);
                            t.output("parameters", p);
                            t.output("loss", likelihood.loss(p, t.input("target", 1, 1, 1), s));
                        });
        double[] parameters = new double[likelihood.size()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = got.get("parameters").get(i);
        }
        return new Said(parameters, got.get("loss").get(0));
    }

    /** Of 20,000 numbers a share is below a quantile, but for five of its deviations of 0.0035. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void drawnNumbersAreBelowAQuantileAsOftenAsItSays(int which) {
        double[][] parameters = {
            {1, 0.5}, {1, 0.5, 2.1}, {1, 0.5, 30}, {2, 3}, {0.02, 0.3}, {40, 0.01}
        };
        Likelihood likelihood =
                which == 0 ? new Gaussian() : which < 3 ? new StudentT() : new NegativeBinomial();
        Outcome outcome = likelihood.outcome(parameters[which], new Scaling(0, 3));
        SplittableRandom random = new SplittableRandom(which);
        double[] drawn = new double[20_000];
        Arrays.setAll(drawn, _ -> outcome.sample(random));
        for (double level : new double[] {0.05, 0.3, 0.5, 0.9, 0.99}) {
            double quantile = outcome.quantile(level);
            double below =
                    (double) Arrays.stream(drawn).filter(y -> y < quantile).count() / drawn.length;
            double within =
                    (double) Arrays.stream(drawn).filter(y -> y <= quantile).count() / drawn.length;
            // of counts, many are the quantile itself
            assertThat(below).as("%s %s", likelihood, level).isLessThan(level + 0.0175);
            assertThat(within).as("%s %s", likelihood, level).isGreaterThan(level - 0.0175);
        }
    }

    @Property(tries = 60)
    void aNormalLossIsThatOfTheDensity(
            @ForAll @DoubleRange(min = -5, max = 5) double m,
            @ForAll @DoubleRange(min = -5, max = 5) double d,
            @ForAll @DoubleRange(min = -5, max = 5) double y,
            @ForAll @DoubleRange(min = -5, max = 5) double anchor) {
        Said s = said(new Gaussian(), anchor, y, 1, m, d);
        NormalDistribution normal = NormalDistribution.of(s.parameters()[0], s.parameters()[1]);
        assertThat(s.parameters()[0]).isCloseTo(m + anchor, within(1e-12));
        assertThat(s.loss())
                .isCloseTo(-normal.logDensity(y), within(1e-9 * (1 + Math.abs(s.loss()))));
        Outcome outcome = new Gaussian().outcome(s.parameters(), new Scaling(3, 2));
        assertThat(outcome.quantile(0.9))
                .isCloseTo(3 + 2 * normal.inverseCumulativeProbability(0.9), within(1e-9));
    }

    @Property(tries = 60)
    void aTLossIsThatOfTheDensity(
            @ForAll @DoubleRange(min = -5, max = 5) double m,
            @ForAll @DoubleRange(min = -5, max = 5) double d,
            @ForAll @DoubleRange(min = -5, max = 60) double freedom,
            @ForAll @DoubleRange(min = -50, max = 50) double y) {
        Said s = said(new StudentT(), 0, y, 1, m, d, freedom);
        double z = (y - s.parameters()[0]) / s.parameters()[1];
        double expected =
                -TDistribution.of(s.parameters()[2]).logDensity(z) + Math.log(s.parameters()[1]);
        assertThat(s.loss()).isCloseTo(expected, within(1e-7 * (1 + Math.abs(expected))));
        assertThat(s.parameters()[2]).isGreaterThan(2);
    }

    @Property(tries = 60)
    void aCountsLossIsThatOfItsProbability(
            @ForAll @DoubleRange(min = -4, max = 4) double m,
            @ForAll @DoubleRange(min = -4, max = 4) double a,
            @ForAll @IntRange(min = 0, max = 300) int count,
            @ForAll @DoubleRange(min = 1, max = 80) double scale) {
        Said s = said(new NegativeBinomial(), 0, count / scale, scale, m, a);
        double mean = s.parameters()[0] * scale;
        double r = 1 / s.parameters()[1];
        double log =
                LogGamma.value(count + r)
                        - LogGamma.value(count + 1)
                        - LogGamma.value(r)
                        + r * Math.log(r / (r + mean))
                        + count * Math.log(mean / (r + mean));
        assertThat(s.loss()).isCloseTo(-log, within(1e-6 * (1 + Math.abs(log))));
    }

    /** By adding up probabilities, one after the other. */
    @Property(tries = 60)
    void aQuantileOfCountsIsTheFirstThatReachesItsLevel(
            @ForAll @DoubleRange(min = 0.1, max = 60) double mean,
            @ForAll @DoubleRange(min = 0.01, max = 3) double alpha,
            @ForAll @DoubleRange(min = 0.02, max = 0.98) double level) {
        double r = 1 / alpha;
        double probability = Math.pow(r / (r + mean), r);
        double sum = probability;
        int count = 0;
        while (sum < level - 1e-9) {
            probability *= (count + r) / (count + 1) * mean / (r + mean);
            count++;
            sum += probability;
        }
        Outcome outcome = new NegativeBinomial().outcome(new double[] {mean, alpha}, UNIT);
        assertThat(outcome.quantile(level)).isBetween(count - 1e-9, count + 1.0);
        assertThat(outcome.point()).isEqualTo(mean);
    }

    @Property(tries = 60)
    void quantilesNeverCrossAndTheirLossIsThePinballs(
            @ForAll List<@DoubleRange(min = -20, max = 20) Double> drawn,
            @ForAll @DoubleRange(min = -5, max = 5) double anchor,
            @ForAll @DoubleRange(min = -30, max = 30) double y) {
        Quantiles likelihood = Quantiles.USUAL;
        double[] raw = new double[likelihood.size()];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = i < drawn.size() ? drawn.get(i) : -i;
        }
        Said s = said(likelihood, anchor, y, 1, raw);
        double sum = 0;
        for (int i = 0; i < raw.length; i++) {
            double above = y - s.parameters()[i];
            double level = likelihood.levels().get(i);
            sum += above > 0 ? level * above : (level - 1) * above;
            if (i > 0) {
                assertThat(s.parameters()[i]).isGreaterThanOrEqualTo(s.parameters()[i - 1]);
            }
        }
        assertThat(s.parameters()[3]).isCloseTo(raw[3] + anchor, within(1e-12));
        assertThat(s.loss()).isCloseTo(2 * sum / raw.length, within(1e-9 * (1 + s.loss())));
    }

    @Property(tries = 100)
    void betweenKnownQuantilesLiesAStraightLine(@ForAll @DoubleRange(min = 0, max = 1) double at) {
        double[] levels = {0.1, 0.5, 0.9};
        double[] quantiles = {-1, 0, 4};
        double expected =
                at < 0.1 ? -1 : at < 0.5 ? (at - 0.5) / 0.4 : at < 0.9 ? (at - 0.5) * 10 : 4;
        assertThat(Quantiles.between(levels, quantiles, at)).isCloseTo(expected, within(1e-12));
    }
}
