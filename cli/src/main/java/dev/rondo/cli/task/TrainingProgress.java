package dev.rondo.cli.task;

import dev.rondo.cli.show.Times;
import dev.rondo.models.checkpoint.TrainingState;
import dev.rondo.models.task.Limits;
import dev.rondo.models.training.Evaluation;
import dev.rondo.models.training.StepReport;
import dev.rondo.models.training.TrainingListener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How far a training is, as names and values. */
final class TrainingProgress implements TrainingListener {
    private final Task task;
    private final Limits limits;
    private TrainingState begun;
    private long lastStep = Long.MAX_VALUE;
    private StepReport first;
    private StepReport latest;
    private Evaluation evaluation;
    private Evaluation best;

    TrainingProgress(Task task, Limits limits) {
        this.task = task;
        this.limits = limits;
    }

    @Override
    public void started(TrainingState state, long last) {
        begun = state;
        lastStep = last;
    }

    @Override
    public void step(StepReport report) {
        first = first == null ? report : first;
        latest = report;
    }

    @Override
    public void evaluated(Evaluation e) {
        evaluation = e;
        best = e.best() ? e : best;
    }

    /** What is known so far. */
    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("steps", steps()));
        if (latest != null) {
            if (latest.epoch() > 0) {
                rows.add(List.of("passes over the data", words("%.2f", latest.epoch())));
            }
            rows.add(List.of("time", clock(latest.seconds() - begun.seconds())));
            double remaining = remaining();
            if (Double.isFinite(remaining)) {
                rows.add(List.of("remaining", "about " + clock(remaining)));
            }
            if (latest.itemsPerSecond() > 0) {
                String speed = words("%,.0f", latest.itemsPerSecond());
                rows.add(List.of("speed", speed + " " + task.batches().items() + "/s"));
            }
            Task.Chart chart = task.chart();
            String loss = words("%.4g", latest.smoothedLoss() * chart.scale());
            rows.add(List.of("loss, smoothed", loss + " " + chart.unit()));
            rows.add(List.of("learning rate", words("%.3g", latest.learningRate())));
        }
        if (evaluation != null) {
            rows.add(List.of("last evaluation", inWords(evaluation)));
        }
        if (best != null && best != evaluation) {
            rows.add(List.of("best evaluation", inWords(best)));
        }
        return rows;
    }

    private String steps() {
        long done = latest == null ? begun.step() : latest.step();
        return lastStep == Long.MAX_VALUE
                ? words("%,d", done)
                : words("%,d of %,d (%.1f %%)", done, lastStep, 100.0 * done / lastStep);
    }

    /**
     * Seconds until the nearest limit, at the mean speed since the first step, in which much is
     * compiled; infinite before it is known.
     */
    private double remaining() {
        double left = Double.POSITIVE_INFINITY;
        if (lastStep < Long.MAX_VALUE && latest.step() > first.step()) {
            double each = (latest.seconds() - first.seconds()) / (latest.step() - first.step());
            left = (lastStep - latest.step()) * each;
        }
        double elapsed = latest.seconds() - begun.seconds();
        return limits.timed() ? Math.min(left, Math.max(0, limits.minutes() * 60 - elapsed)) : left;
    }

    private String inWords(Evaluation e) {
        return words("step %,d: %s", e.step(), task.inWords(e.metrics()));
    }

    private static String clock(double seconds) {
        return Times.clock(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private static String words(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
