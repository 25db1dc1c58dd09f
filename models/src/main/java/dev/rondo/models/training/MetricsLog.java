package dev.rondo.models.training;

import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.JsonLines;
import dev.rondo.models.checkpoint.TrainingState;

/**
 * Writes metrics as JSON, one object a line: for a step {@code step, epoch, loss, smoothed_loss,
 * learning_rate, gradient_norm, items_per_second} (named by the items, such as {@code
 * characters_per_second}) and {@code seconds}; for an evaluation {@code step, epoch, evaluation,
 * best} and {@code seconds}.
 */
public final class MetricsLog implements TrainingListener {
    /** Steps that are all written: where backends differ, they do so from the beginning. */
    private static final int BEGINNING = 20;

    private final JsonLines lines;
    private final long interval;
    private final String speed;

    /**
     * Writes to lines that the caller closes.
     *
     * @param interval updates from line to line after the first 20; those between are left out
     * @param items what the speed counts, see {@link Batches#items}
     */
    public MetricsLog(JsonLines lines, long interval, String items) {
        checkInterval(interval);
        this.lines = lines;
        this.interval = interval;
        this.speed = items + "_per_second";
    }

    static void checkInterval(long interval) {
        if (interval < 1) {
            throw new IllegalArgumentException(
                    "metrics are written every step or less often, got every " + interval);
        }
    }

    /** The first say how training began, the others are where a resumed run has them too. */
    static boolean isDue(long step, long interval) {
        return step % interval == 0 || step <= BEGINNING;
    }

    @Override
    public void step(StepReport r) {
        if (!isDue(r.step(), interval)) {
            return;
        }
        Configuration line =
                Configuration.empty()
                        .with("step", r.step())
                        .with("epoch", r.epoch())
                        .with("loss", r.loss())
                        .with("smoothed_loss", r.smoothedLoss())
                        .with("learning_rate", r.learningRate());
        if (!Double.isNaN(r.gradientNorm())) {
            line = line.with("gradient_norm", r.gradientNorm());
        }
        if (r.itemsPerSecond() > 0) {
            line = line.with(speed, r.itemsPerSecond());
        }
        lines.append(line.with("seconds", r.seconds()));
    }

    @Override
    public void evaluated(Evaluation e) {
        lines.append(
                Configuration.empty()
                        .with("step", e.step())
                        .with("epoch", e.epoch())
                        .with("evaluation", e.metrics())
                        .with("best", e.best())
                        .with("seconds", e.seconds()));
        lines.flush();
    }

    /** A checkpoint's metrics are on the disk before it is. */
    @Override
    public void checkpointing(TrainingState state) {
        lines.sync();
    }

    @Override
    public void finished(TrainingResult result) {
        lines.sync();
    }
}
