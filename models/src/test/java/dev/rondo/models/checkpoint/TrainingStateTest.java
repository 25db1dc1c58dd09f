package dev.rondo.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

class TrainingStateTest {
    @Test
    void checksAreKeptAndOlderStatesHaveNone() {
        TrainingState state = Fixtures.description(5, 5).training();
        assertThat(TrainingState.parse(state.toJson()).checks()).containsExactly(0.25, 0.5);

        Configuration older = state.toJson().with("checks", null);
        assertThat(TrainingState.parse(older).checks()).isEmpty();

        Configuration odd =
                state.toJson().with("checks", List.of(1, Double.NaN, Double.POSITIVE_INFINITY));
        assertThat(TrainingState.parse(odd).checks())
                .containsExactly(1.0, Double.NaN, Double.POSITIVE_INFINITY);
        assertThatThrownBy(() -> TrainingState.parse(odd.with("checks", List.of(1, "many"))))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("'checks'", "a list of numbers");
    }
}
