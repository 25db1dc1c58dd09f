package dev.rondo.models.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Figures of classifiers against what their definitions say, read word by word. */
class MetricsProperties {
    @Property(tries = 200)
    void figures_of_a_confusion_matrix_are_counts_over_examples(
            @ForAll long seed,
            @ForAll @IntRange(max = 60) int n,
            @ForAll @IntRange(min = 1, max = 6) int k) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] truth = IntStream.generate(() -> random.nextInt(k)).limit(n).toArray();
        int[] said = IntStream.generate(() -> random.nextInt(k)).limit(n).toArray();
        ConfusionMatrix m = ConfusionMatrix.of(truth, said, k);

        long right = IntStream.range(0, n).filter(i -> truth[i] == said[i]).count();
        assertThat(m.correct()).isEqualTo(right);
        assertThat(m.total()).isEqualTo(n);
        assertThat(m.accuracy()).isEqualTo(n == 0 ? 0 : (double) right / n);
        double sum = 0;
        int occurring = 0;
        for (int c = 0; c < k; c++) {
            int label = c;
            double hit =
                    IntStream.range(0, n)
                            .filter(i -> truth[i] == label && said[i] == label)
                            .count();
            double of = IntStream.of(truth).filter(y -> y == label).count();
            double taken = IntStream.of(said).filter(y -> y == label).count();
            double precision = taken == 0 ? 0 : hit / taken;
            double recall = of == 0 ? 0 : hit / of;
            double f1 = hit == 0 ? 0 : 2 * precision * recall / (precision + recall);
            assertThat(m.precision(c)).isEqualTo(precision);
            assertThat(m.recall(c)).isEqualTo(recall);
            assertThat(m.f1(c)).isCloseTo(f1, within(1e-12));
            assertThat(m.support(c)).isEqualTo((long) of);
            if (of + taken > 0) {
                sum += f1;
                occurring++;
            }
        }
        assertThat(m.macroF1()).isCloseTo(occurring == 0 ? 0 : sum / occurring, within(1e-12));
    }

    @Example
    void what_is_no_class_is_refused() {
        assertThatThrownBy(() -> ConfusionMatrix.of(new int[] {2}, new int[] {0}, 2))
                .hasMessageContaining("from 0 to 1, got 2");
        assertThatThrownBy(() -> ConfusionMatrix.of(new int[2], new int[1], 2))
                .hasMessageContaining("got 1 for 2");
    }

    /** The ends are the shares p for which the sample lies 1.96 standard deviations off. */
    @Property(tries = 200)
    void the_ends_of_an_interval_solve_wilsons_equation(
            @ForAll @IntRange(min = 1, max = 5000) int n, @ForAll @IntRange(max = 5000) int some) {
        int successes = some % (n + 1);
        WilsonInterval i = WilsonInterval.of(successes, n);
        double share = (double) successes / n;
        assertThat(share).isBetween(i.low() - 1e-12, i.high() + 1e-12);
        for (double p : new double[] {i.low(), i.high()}) {
            if (p > 1e-9 && p < 1 - 1e-9) {
                assertThat(Math.abs(share - p) / Math.sqrt(p * (1 - p) / n))
                        .isCloseTo(1.959963984540054, within(1e-6));
            }
        }
        if (successes == 0) {
            assertThat(i.low()).isZero();
        }
        if (successes == n) {
            assertThat(i.high()).isOne();
        }
    }

    @Property(tries = 100)
    void the_calibration_error_is_the_mean_distance_of_confidence_and_accuracy(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 80) int n) {
        SplittableRandom random = new SplittableRandom(seed);
        int k = 3;
        double[][] p = new double[n][];
        int[] truth = new int[n];
        for (int i = 0; i < n; i++) {
            p[i] = Temperature.ONE.probabilities(random.doubles(k, -3, 3).toArray());
            truth[i] = random.nextInt(k);
        }
        double error = 0;
        for (int b = 0; b < 10; b++) {
            double low = b / 10.0;
            int bin = b;
            int[] in =
                    IntStream.range(0, n)
                            .filter(
                                    i -> {
                                        double c = Arrays.stream(p[i]).max().orElseThrow();
                                        return c > low && c <= (bin + 1) / 10.0;
                                    })
                            .toArray();
            double sure = 0;
            double right = 0;
            for (int i : in) {
                sure += Arrays.stream(p[i]).max().orElseThrow();
                right += p[i][truth[i]] == Arrays.stream(p[i]).max().orElseThrow() ? 1 : 0;
            }
            error += in.length == 0 ? 0 : Math.abs(right - sure) / n;
        }
        Calibration c = Calibration.of(p, truth, 10);
        assertThat(c.expectedError()).isCloseTo(error, within(1e-9));
        assertThat(c.bins().stream().mapToLong(Calibration.Bin::count).sum()).isEqualTo(n);
    }

    @Property(tries = 100)
    void no_other_temperature_makes_the_examples_likelier(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int n) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] logits = new double[n][];
        int[] truth = new int[n];
        for (int i = 0; i < n; i++) {
            logits[i] = random.doubles(4, -6, 6).toArray();
            truth[i] = random.nextInt(4);
        }
        Temperature best = Temperature.fit(logits, truth);
        assertThat(best.value()).isBetween(1 / 50.0, 50.0);
        double least = loss(logits, truth, best);
        for (double t = 1 / 50.0; t <= 50; t *= 1.3) {
            assertThat(loss(logits, truth, new Temperature(t))).isGreaterThan(least - 1e-9);
        }
    }

    private static double loss(double[][] logits, int[] truth, Temperature t) {
        double loss = 0;
        for (int i = 0; i < truth.length; i++) {
            double[] z = logits[i];
            double top = Arrays.stream(z).max().orElseThrow();
            loss +=
                    Math.log(Arrays.stream(z).map(x -> Math.exp((x - top) / t.value())).sum())
                            - (z[truth[i]] - top) / t.value();
        }
        return loss / truth.length;
    }

    @Example
    void probabilities_of_any_logits_add_up_to_one() {
        double[] p = new Temperature(0.5).probabilities(1e300, -1e300, 0);
        assertThat(p).containsExactly(1, 0, 0);
        assertThat(new Temperature(2).probabilities(2, 0)[0])
                .isCloseTo(1 / (1 + Math.exp(-1)), within(1e-15));
    }
}
