package dev.rondo.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class HistoryTest {
    private static History of(Double... checks) {
        return new History(List.of(checks), Goal.MINIMIZE);
    }

    @Test
    void patienceCountsFromTheBest() {
        assertThat(of().sinceBest()).isZero();
        assertThat(of(3.0).sinceBest()).isZero();
        assertThat(of(3.0, 2.0, 2.0, 4.0).sinceBest()).isEqualTo(2);
        assertThat(of(3.0, Double.NaN, 2.0).sinceBest()).isZero();
        assertThat(of(Double.NaN, Double.NaN).sinceBest()).isEqualTo(2);
        assertThat(new History(List.of(1.0, 3.0, 2.0), Goal.MAXIMIZE).sinceBest()).isEqualTo(1);
    }

    @Test
    void aPlateauIsCountedAnewAfterEachReduction() {
        assertThat(of(3.0, 4.0, 4.0).plateaus(3)).isZero();
        assertThat(of(3.0, 4.0, 4.0, 4.0).plateaus(3)).isEqualTo(1);
        assertThat(of(3.0, 4.0, 4.0, 4.0, 3.5, 3.5, 2.0, 2.0, 2.0, 2.0).plateaus(3)).isEqualTo(2);
        assertThat(of(3.0, 4.0, 4.0, 4.0, 3.5, 3.5, 3.5).plateaus(3)).isEqualTo(2);
    }

    @Test
    void averagingBeginsWhenAnEvaluationIsWorseThanOneLongBefore() {
        assertThat(of(3.0).fellBehind(0)).isFalse();
        assertThat(of(3.0, 4.0).fellBehind(0)).isTrue();
        assertThat(of(3.0, 4.0).fellBehind(1)).isFalse();
        // worse than the best of all, but not than any more than two evaluations before
        assertThat(of(5.0, 4.0, 3.0, 4.5).fellBehind(2)).isFalse();
        assertThat(of(5.0, 4.0, 3.0, 4.5, 4.6).fellBehind(2)).isTrue();
        assertThat(of(5.0, 4.0, 3.0, Double.NaN).fellBehind(2)).isTrue();
    }
}
