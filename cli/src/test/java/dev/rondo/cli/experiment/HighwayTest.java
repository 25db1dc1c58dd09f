package dev.rondo.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.backend.Backends;
import dev.rondo.models.checkpoint.Configuration;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What the experiment {@code highway} measures of the LSTM before it is trained. */
class HighwayTest {
    private static List<Double> gradients(HighwayNet kind) {
        Trial trial = new Trial(kind.row().name(), Highway.LAG, 0.01, 1);
        Plan plan = Highway.SHEET.plan(Size.QUICK).updates(1);
        Lab lab = new Lab(Backends.open("simd"), () -> false, _ -> {});
        Configuration measured = new Highway().run(trial, plan, lab);
        return measured.numbers("start");
    }

    @Test
    void without_the_cell_path_the_gradient_does_not_reach_the_first_step() {
        List<Double> open = gradients(HighwayNet.LSTM);
        List<Double> closed = gradients(HighwayNet.LSTM_CLOSED);

        assertThat(open).hasSize(Highway.LAG + 1).allMatch(norm -> norm > 0);
        assertThat(closed).hasSameSizeAs(open).allMatch(norm -> norm > 0);
        assertThat(open.getLast()).isGreaterThan(1e-2 * open.getFirst());
        assertThat(closed.getLast()).isLessThan(1e-8 * closed.getFirst());
    }
}
