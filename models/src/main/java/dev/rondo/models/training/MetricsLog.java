package dev.rondo.models.training;

import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.JsonLines;
import dev.rondo.models.checkpoint.TrainingState;

/**
 * Writes metrics as JSON, one object per line. The line of a step has {@code step, epoch, loss,
 * smoothed_loss, learning_rate, gradient_norm}, the speed, and {@code seconds}. The name of the
 * speed is made of the items, such as {@code characters_per_second}. The line of an evaluation has
 * {@code step, epoch, evaluation, best} and {@code seconds}.
 */
public final class MetricsLog implements TrainingListener {
    /**
     * The first steps are all written, because differences between backends show from the
     * beginning.
     */
    private static final int BEGINNING = 20;

    private final JsonLines lines;
    private final long interval;
    private final String speed;

    /**
     * Writes to lines that the caller closes.
     *
     * @param interval updates between two lines after the first 20 updates; the others are not
     *     written
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

    /**
     * The first steps show how training began. A resumed run writes the other lines at the same
     * steps.
     */
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

    /** Puts the metrics of a checkpoint on the disk before the checkpoint itself. */
    @Override
    public void checkpointing(TrainingState state) {
        lines.sync();
    }

    @Override
    public void finished(TrainingResult result) {
        lines.sync();
    }
}
