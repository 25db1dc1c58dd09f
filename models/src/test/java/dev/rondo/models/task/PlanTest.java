package dev.rondo.models.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.models.training.StepReport;

import org.junit.jupiter.api.Test;

class PlanTest {
    private static final ScheduleSettings SETTINGS = ScheduleSettings.cosine(0.01, 10);

    private static StepReport report(long step, double seconds) {
        return new StepReport(step, 0, 1, 1, 0.01, 1, 0, seconds);
    }

    @Test
    void with_a_last_step_the_rate_rises_and_then_falls_to_a_twentieth() {
        Plan plan = Plan.of(SETTINGS, new Limits(1000, 0), 0, 0);

        assertThat(plan.at(0)).isCloseTo(0.001, within(1e-5));
        assertThat(plan.at(10)).isCloseTo(0.01, within(1e-5));
        assertThat(plan.at(500)).isCloseTo(0.00525, within(1e-5));
        assertThat(plan.at(1000)).isCloseTo(0.0005, within(1e-9));
    }

    @Test
    void with_a_time_the_last_step_is_estimated_once_from_the_speed() {
        Plan plan = Plan.of(SETTINGS, new Limits(0, 10), 0, 0);
        assertThat(plan.horizon()).isZero();
        assertThat(plan.at(400)).isEqualTo(0.01);

        // ten steps a second while the JVM warms up, then a hundred
        for (int i = 0; i <= 75; i++) {
            plan.step(report(i, i / 10.0));
        }
        long step = 75;
        for (double s = 7.51; s < 30; s += 0.01) {
            plan.step(report(++step, s));
        }

        assertThat(plan.horizon()).isBetween(55_000L, 59_000L);
        assertThat(plan.at(plan.horizon())).isCloseTo(0.0005, within(1e-9));
    }

    @Test
    void a_resumed_run_keeps_its_plan_until_it_is_fulfilled() {
        assertThat(Plan.of(SETTINGS, new Limits(0, 10), 1000, 400).horizon()).isEqualTo(1000);
        assertThat(Plan.of(SETTINGS, new Limits(0, 10), 1000, 1000).horizon()).isZero();
        assertThat(Plan.of(SETTINGS, new Limits(2000, 0), 1000, 400).horizon()).isEqualTo(2000);
    }
}
