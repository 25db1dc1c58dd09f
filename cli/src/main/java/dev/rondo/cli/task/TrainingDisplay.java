package dev.rondo.cli.task;

import dev.rondo.cli.show.Progress;
import dev.rondo.cli.show.ProgressDisplay;
import dev.rondo.models.checkpoint.TrainingState;
import dev.rondo.models.task.Limits;
import dev.rondo.models.training.Evaluation;
import dev.rondo.models.training.StepReport;
import dev.rondo.models.training.TrainingListener;

import java.util.Locale;

/** Shows the progress of training: the step, the loss, the speed, and every evaluation. */
final class TrainingDisplay implements TrainingListener, AutoCloseable {
    private final ProgressDisplay display;
    private final Task task;
    private final Limits limits;
    private Progress progress;
    private boolean bySteps;
    private double begun;

    TrainingDisplay(ProgressDisplay display, Task task, Limits limits) {
        this.display = display;
        this.task = task;
        this.limits = limits;
    }

    @Override
    public void started(TrainingState state, long lastStep) {
        bySteps = limits.steps() > 0;
        begun = state.seconds();
        progress =
                bySteps
                        ? display.open("training", "steps", limits.steps())
                        : display.open("training", "s", Math.round(limits.minutes() * 60));
    }

    @Override
    public void step(StepReport r) {
        progress.to(bySteps ? r.step() : Math.round(r.seconds() - begun), () -> inWords(r));
    }

    private String inWords(StepReport r) {
        String words =
                String.format(
                        Locale.ROOT,
                        "%.3f %s",
                        r.smoothedLoss() * task.chart().scale(),
                        task.chart().unit());
        if (!bySteps) {
            words += String.format(Locale.ROOT, "  step %,d", r.step());
        }
        if (r.itemsPerSecond() > 0) {
            words +=
                    String.format(
                            Locale.ROOT,
                            "  %,.0f %s/s",
                            r.itemsPerSecond(),
                            task.batches().items());
        }
        return words;
    }

    @Override
    public void evaluated(Evaluation e) {
        progress.line(
                String.format(
                        Locale.ROOT,
                        "step %,d: %s%s",
                        e.step(),
                        task.inWords(e.metrics()),
                        e.best() ? "" : " (not the best)"));
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
        }
    }
}
