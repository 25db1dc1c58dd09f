package dev.rondo.models.task;

import dev.rondo.models.training.LearningRate;
import dev.rondo.models.training.StepReport;
import dev.rondo.models.training.TrainingListener;

/**
 * The learning rate over a training run. A cosine ends at the run's last step. When only the time
 * is limited, that step is estimated once, from the speed of the first seconds, and then belongs to
 * the run.
 */
public final class Plan implements LearningRate, TrainingListener {
    /** The setting of a run directory that has {@link #horizon}. */
    public static final String HORIZON = "horizon";

    /** Seconds until the speed is steady enough to estimate how many steps the time allows. */
    private static final double TRIAL = 15;

    /**
     * The part of the time that is left for training; the rest is for evaluations and checkpoints.
     */
    private static final double TRAINED_PART = 0.95;

    private final ScheduleSettings settings;
    private final double seconds;
    private LearningRate schedule;
    private long horizon;
    private double begun = Double.NaN;
    private long measuredFrom;
    private double measuredSince = Double.NaN;

    /**
     * A plan.
     *
     * @param horizon the step at which a cosine ends; 0 when it must be estimated
     * @param seconds time for training; 0 for no limit, and then a cosine with a horizon of 0 is
     *     constant
     */
    public Plan(ScheduleSettings settings, long horizon, double seconds) {
        this.settings = settings;
        this.seconds = seconds;
        aimAt(horizon);
    }

    /** The plan as far as it is known before the first step. */
    public static Plan of(ScheduleSettings settings, Limits limits, long horizonBefore, long step) {
        boolean open = horizonBefore == 0 || step >= horizonBefore;
        long horizon = limits.steps() > 0 ? limits.steps() : open ? 0 : horizonBefore;
        return new Plan(settings, horizon, limits.timed() ? limits.time().toMillis() / 1e3 : 0);
    }

    private void aimAt(long step) {
        horizon = step;
        schedule = settings.toHorizon(step);
    }

    /** The step at which a cosine ends; 0 when it is not known yet. */
    public long horizon() {
        return horizon;
    }

    @Override
    public double at(long step) {
        return schedule.at(step);
    }

    /**
     * Measures the speed over the second half of the trial, because the JVM compiles during the
     * first half.
     */
    @Override
    public void step(StepReport report) {
        if (horizon > 0 || seconds == 0 || !settings.endsAtHorizon()) {
            return;
        }
        if (Double.isNaN(begun)) {
            begun = report.seconds();
        }
        double trial = Math.min(TRIAL, seconds / 4);
        double elapsed = report.seconds() - begun;
        if (Double.isNaN(measuredSince) && elapsed >= trial / 2) {
            measuredSince = report.seconds();
            measuredFrom = report.step();
        } else if (elapsed >= trial && report.step() > measuredFrom) {
            double speed = (report.step() - measuredFrom) / (report.seconds() - measuredSince);
            aimAt(report.step() + (long) ((seconds - elapsed) * TRAINED_PART * speed));
        }
    }
}
