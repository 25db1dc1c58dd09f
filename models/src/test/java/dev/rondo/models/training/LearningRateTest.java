package dev.rondo.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.List;

class LearningRateTest {
    @Test
    void aCosineFallsFromTheRateToItsFloor() {
        LearningRate r = LearningRate.cosine(1, 0.2, 100);
        assertThat(r.at(0)).isEqualTo(1);
        assertThat(r.at(50)).isCloseTo(0.6, within(1e-12));
        assertThat(r.at(100)).isCloseTo(0.2, within(1e-12));
        assertThat(r.at(Long.MAX_VALUE)).isCloseTo(0.2, within(1e-12));
    }

    @Test
    void exponentialDecayIsMultipliedByItsFactorOverItsLength() {
        LearningRate r = LearningRate.exponential(0.5, 0.1, 10);
        assertThat(r.at(0)).isEqualTo(0.5);
        assertThat(r.at(10)).isCloseTo(0.05, within(1e-12));
        assertThat(r.at(5)).isCloseTo(0.5 * Math.sqrt(0.1), within(1e-12));
    }

    @Test
    void stepsMultiplyAtEachMilestone() {
        LearningRate r = LearningRate.stepped(1, 0.5, List.of(20L, 10L));
        assertThat(r.at(9)).isEqualTo(1);
        assertThat(r.at(10)).isEqualTo(0.5);
        assertThat(r.at(19)).isEqualTo(0.5);
        assertThat(r.at(20)).isEqualTo(0.25);
    }

    @Test
    void warmUpRisesToTheScheduleAndIsThenGone() {
        LearningRate r = LearningRate.constant(0.8).warmedUp(4);
        assertThat(List.of(r.at(0), r.at(1), r.at(2), r.at(3), r.at(4)))
                .containsExactly(0.2, 0.4, 0.8 * 3 / 4.0, 0.8, 0.8);
        LearningRate constant = LearningRate.constant(1);
        assertThat(constant.warmedUp(0)).isSameAs(constant);
    }

    @Test
    void aScheduleSaysWhatItDoes() {
        assertThat(LearningRate.cosine(1e-3, 1e-5, 10).warmedUp(2).toString())
                .contains("WarmedUp", "Cosine", "0.001", "1.0E-5", "10", "2");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> LearningRate.constant(rate))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("above 0");
        }
        assertThatThrownBy(() -> LearningRate.cosine(1, 2, 10)).hasMessageContaining("floor");
        assertThatThrownBy(() -> LearningRate.cosine(1, 0, 0)).hasMessageContaining("one step");
        assertThatThrownBy(() -> LearningRate.exponential(1, 1.5, 1))
                .hasMessageContaining("factor");
        assertThatThrownBy(() -> LearningRate.constant(1).warmedUp(-1))
                .hasMessageContaining("one step");
    }

    @Test
    void decayBeginsAtAStepAndComesAgainAtEvenDistances() {
        LearningRate rate = LearningRate.decayedFrom(6, 0.8, 0.5, 2);
        assertThat(rate.at(0)).isEqualTo(0.8);
        assertThat(rate.at(5)).isEqualTo(0.8);
        assertThat(rate.at(6)).isEqualTo(0.4);
        assertThat(rate.at(7)).isEqualTo(0.4);
        assertThat(rate.at(8)).isEqualTo(0.2);
        assertThat(rate.at(10)).isEqualTo(0.1);
        assertThatThrownBy(() -> LearningRate.decayedFrom(-1, 1, 0.5, 2))
                .hasMessageContaining("before step 0");
        assertThatThrownBy(() -> LearningRate.decayedFrom(0, 1, 0.5, 0))
                .hasMessageContaining("at least one step");
    }
}
