package dev.rondo.models.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.backend.NonFiniteException;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.SplittableRandom;

class SamplingTest {
    private static final double[] LOGITS =
            Arrays.stream(new double[] {0.125, 0.5, 0.125, 0.25}).map(Math::log).toArray();

    /** How often each symbol is drawn in 4000 draws. */
    private static int[] counts(Sampling sampling, double... logits) {
        int[] counts = new int[logits.length];
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 4000; i++) {
            counts[sampling.draw(logits, random)]++;
        }
        return counts;
    }

    @Test
    void drawsFollowTheDistribution() {
        int[] counts = counts(Sampling.at(1), Math.log(0.5), Math.log(0.25), Math.log(0.25), -1e30);
        assertThat(counts[0]).isBetween(1900, 2100);
        assertThat(counts[1]).isBetween(900, 1100);
        assertThat(counts[3]).isZero();
    }

    @Test
    void noLogitsGiveNoSymbol() {
        for (double temperature : new double[] {0, 1}) {
            assertThatThrownBy(() -> counts(Sampling.at(temperature)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at least one, got none");
        }
    }

    @Test
    void aTemperatureSharpens() {
        // squared and normalised: 4/9, 1/9, ... of 16/64, 4/64, 1/64, 1/64
        assertThat(counts(Sampling.at(0.5), LOGITS)[1]).isBetween(2800, 3020);
        assertThat(Sampling.at(0).draw(new double[] {1, 2, 2}, new SplittableRandom(1)))
                .isEqualTo(1);
    }

    @Test
    void topKDrawsFromTheLikeliestOnlyAndTakesTheLowerOfEquals() {
        int[] two = counts(Sampling.at(1).topK(2), LOGITS);
        assertThat(two[1]).isBetween(2550, 2780);
        assertThat(two[3]).isEqualTo(4000 - two[1]);
        int[] three = counts(Sampling.at(1).topK(3), LOGITS);
        assertThat(three[0]).isPositive();
        assertThat(three[2]).isZero();
        assertThat(counts(Sampling.at(1).topK(1), LOGITS)).containsExactly(0, 4000, 0, 0);
    }

    @Test
    void topPDrawsFromTheSmallestSetThatReachesTheProbability() {
        assertThat(counts(Sampling.at(1).topP(0.5), LOGITS)).containsExactly(0, 4000, 0, 0);
        int[] two = counts(Sampling.at(1).topP(0.51), LOGITS);
        assertThat(two[0] + two[2]).isZero();
        assertThat(two[3]).isBetween(1220, 1450);
        int[] three = counts(Sampling.at(1).topP(0.8), LOGITS);
        assertThat(three[0]).isPositive();
        assertThat(three[2]).isZero();
        // however small it is, the likeliest is in
        assertThat(counts(Sampling.at(1).topP(1e-9), LOGITS)).containsExactly(0, 4000, 0, 0);
    }

    @Test
    void topPIsAPartOfTopKWhereBothAreGiven() {
        // of 0.5 and 0.25 the first has two thirds
        assertThat(counts(Sampling.at(1).topK(2).topP(0.66), LOGITS))
                .containsExactly(0, 4000, 0, 0);
        assertThat(counts(Sampling.at(1).topK(2).topP(0.67), LOGITS)[3]).isPositive();
    }

    @Test
    void rulingNothingOutChangesNothing() {
        Sampling all = Sampling.at(0.9);
        assertThat(counts(all.topK(4), LOGITS)).isEqualTo(counts(all, LOGITS));
        assertThat(counts(all.topK(99), LOGITS)).isEqualTo(counts(all, LOGITS));
    }

    @Test
    void valuesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> Sampling.at(-1)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> Sampling.at(1).topK(-1)).hasMessageContaining("top-k");
        assertThatThrownBy(() -> Sampling.at(1).topP(0)).hasMessageContaining("top-p");
        assertThatThrownBy(() -> Sampling.at(1).topP(1.5)).hasMessageContaining("top-p");
        assertThatThrownBy(
                        () ->
                                Sampling.at(1)
                                        .draw(
                                                new double[] {0, Double.NaN},
                                                new SplittableRandom(1)))
                .isInstanceOf(NonFiniteException.class);
    }
}
