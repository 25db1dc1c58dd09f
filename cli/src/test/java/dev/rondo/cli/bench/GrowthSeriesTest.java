package dev.rondo.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.models.checkpoint.Configuration;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import java.util.List;

class GrowthSeriesTest {
    private static final Offset<Double> ROUNDING = within(1e-9);

    private static GrowthSeries series(SyntheticGrowth growth, GrowthAxis axis) {
        return new GrowthSeries(axis, growth.points(axis, 6), "enough");
    }

    @Test
    void what_takes_as_long_as_its_operations_has_the_exponents_that_are_expected() {
        var growth = new SyntheticGrowth(Workload::operations, w -> 1 << 20);

        for (GrowthAxis axis : GrowthAxis.values()) {
            GrowthSeries.Exponents time = series(growth, axis).time();
            double exponent = axis == GrowthAxis.UNITS ? 2 : 1;
            assertThat(time.expected().orElseThrow()).as("%s", axis).isCloseTo(exponent, ROUNDING);
            assertThat(time.all()).as("%s", axis).isCloseTo(exponent, ROUNDING);
            assertThat(time.last()).as("%s", axis).isCloseTo(exponent, ROUNDING);
        }
    }

    @Test
    void the_last_three_do_not_know_the_overhead_of_the_first() {
        int overhead = 1 << 4;
        var growth =
                new SyntheticGrowth(w -> Math.max(w.batch(), overhead), w -> 1024.0 * w.batch());

        GrowthSeries rows = series(growth, GrowthAxis.ROWS);

        assertThat(rows.time().last()).isCloseTo(1, ROUNDING);
        assertThat(rows.time().all()).isLessThan(0.9);
        assertThat(rows.memory().all()).isCloseTo(1, ROUNDING);
    }

    @Test
    void ratios_are_to_half_the_size() {
        var growth = new SyntheticGrowth(w -> w.hidden() * w.hidden(), w -> w.hidden());

        List<GrowthPoint> points = growth.points(GrowthAxis.UNITS, 3);

        assertThat(points.getFirst().timeRatio()).isNaN();
        assertThat(points.getLast().timeRatio()).isCloseTo(4, ROUNDING);
        assertThat(points.getLast().memoryRatio()).isCloseTo(2, ROUNDING);
        assertThat(points.getLast().size()).isEqualTo(32);
        assertThat(points.getLast().result().workload().input()).isEqualTo(32);
    }

    /** √T, where T alone would be 1. */
    @Test
    void memory_is_expected_where_it_follows_from_what_is_kept() {
        var growth = new SyntheticGrowth(w -> 1, w -> 1e6 * w.recomputation().keptSteps(w.seq()));

        for (GrowthAxis axis : List.of(GrowthAxis.STEPS, GrowthAxis.RECOMPUTED_STEPS)) {
            GrowthSeries.Exponents memory = series(growth, axis).memory();
            assertThat(memory.all()).isCloseTo(memory.expected().orElseThrow(), within(1e-6));
        }
        assertThat(series(growth, GrowthAxis.UNITS).memory().expected()).isEmpty();
    }

    @Test
    void its_json_has_the_exponents_and_why_it_ended() {
        var growth = new SyntheticGrowth(Workload::operations, w -> 4.0 * w.hidden());

        Configuration json = series(growth, GrowthAxis.UNITS).json();

        assertThat(json.keys())
                .containsExactly("axis", "sizes", "ended", "time_exponent", "memory_exponent");
        assertThat(json.text("axis")).isEqualTo("H");
        assertThat(json.numbers("sizes")).containsExactly(8.0, 16.0, 32.0, 64.0, 128.0, 256.0);
        assertThat(json.section("time_exponent").number("expected")).isCloseTo(2, ROUNDING);
        assertThat(json.section("memory_exponent").number("all")).isCloseTo(1, ROUNDING);
        assertThat(json.section("memory_exponent").has("expected")).isFalse();
        assertThat(json.text("ended")).isEqualTo("enough");
    }

    @Test
    void a_single_point_has_no_exponents() {
        var growth = new SyntheticGrowth(Workload::operations, w -> 4.0 * w.hidden());
        var points = growth.points(GrowthAxis.UNITS, 1);

        Configuration json = new GrowthSeries(GrowthAxis.UNITS, points, "enough").json();

        assertThat(json.keys()).containsExactly("axis", "sizes", "ended");
    }
}
