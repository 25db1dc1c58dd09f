package dev.rondo.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.models.task.SettingException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Optional;

class GrowthLimitsTest {
    private static final long PLENTY = 1L << 50;

    /** A step of the middle takes 10 ms, and holds a mebibyte. */
    private static final SyntheticGrowth GROWTH =
            new SyntheticGrowth(
                    w -> 10 * w.operations() / SyntheticGrowth.MIDDLE.operations(),
                    w -> 0x1p20 * w.operations() / SyntheticGrowth.MIDDLE.operations());

    private static Optional<String> end(GrowthLimits limits, GrowthAxis axis, int points) {
        List<GrowthPoint> soFar = GROWTH.points(axis, points);
        return limits.end(axis, SyntheticGrowth.MIDDLE, soFar);
    }

    @Test
    void the_first_point_is_always_timed() {
        assertThat(end(new GrowthLimits(1, 1e-9, 1), GrowthAxis.ROWS, 0)).isEmpty();
    }

    @Test
    void a_size_is_doubled_as_often_as_asked_for() {
        GrowthLimits limits = new GrowthLimits(2, 1000, PLENTY);

        assertThat(end(limits, GrowthAxis.ROWS, 2)).isEmpty();
        assertThat(end(limits, GrowthAxis.ROWS, 3)).contains("2 doublings were asked for");
    }

    @ParameterizedTest
    @EnumSource
    void no_size_is_larger_than_the_largest_that_is_tried(GrowthAxis axis) {
        GrowthLimits limits = new GrowthLimits(30, 1e9, PLENTY);
        int points = 1;
        while (end(limits, axis, points).isEmpty()) {
            points++;
        }
        int last = GROWTH.points(axis, points).getLast().size();

        assertThat(last).isBetween(axis.most() / 2 + 1, axis.most());
        assertThat(end(limits, axis, points).orElseThrow())
                .matches("larger than [\\d,]+ is not tried");
    }

    /** Twice the rows take twice as long, twice the units four times. */
    @Test
    void a_step_that_could_take_too_long_is_not_tried() {
        assertThat(end(new GrowthLimits(9, 0.021, PLENTY), GrowthAxis.ROWS, 1)).isEmpty();
        assertThat(end(new GrowthLimits(9, 0.019, PLENTY), GrowthAxis.ROWS, 1))
                .contains("a step with 8 could take 0.0200 s, and --longest-step is 0.019 s");
        assertThat(end(new GrowthLimits(9, 0.041, PLENTY), GrowthAxis.UNITS, 1)).isEmpty();
        assertThat(end(new GrowthLimits(9, 0.039, PLENTY), GrowthAxis.UNITS, 1)).isPresent();
    }

    @Test
    void what_could_need_more_than_the_heap_is_not_tried() {
        long heap = 4 << 20;

        assertThat(end(new GrowthLimits(9, 1000, heap), GrowthAxis.ROWS, 1)).isEmpty();
        assertThat(end(new GrowthLimits(9, 1000, heap), GrowthAxis.ROWS, 2).orElseThrow())
                .matches("16 could need [45] MiB, and 4 MiB of the heap may be used; .*-Xmx.*");
    }

    /** Inputs are not part of what the executable holds. */
    @Test
    void the_inputs_need_memory_too() {
        GrowthLimits limits = new GrowthLimits(9, 1000, (2 << 20) + 10_000);

        assertThat(end(limits, GrowthAxis.ROWS, 1)).isPresent();
    }

    @Test
    void limits_are_checked() {
        assertThatThrownBy(() -> new GrowthLimits(0, 1, 1))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("doublings must be at least 1");
        assertThatThrownBy(() -> new GrowthLimits(1, Double.NaN, 1))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("longest-step must be above 0");
    }
}
