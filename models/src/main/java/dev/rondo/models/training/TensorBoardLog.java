package dev.rondo.models.training;

import dev.rondo.models.checkpoint.EventFile;
import dev.rondo.models.checkpoint.TrainingState;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes metrics as events for TensorBoard, at the same steps as {@link MetricsLog}. The tags of a
 * step are {@code train/loss, train/smoothed_loss, train/learning_rate, train/gradient_norm}. The
 * tag of an evaluation is {@code evaluation/} and the metric's name. TensorBoard keeps the values
 * as float32.
 */
public final class TensorBoardLog implements TrainingListener {
    private final EventFile events;
    private final long interval;

    /**
     * Writes to a file that the caller closes.
     *
     * @param interval updates between two events; the others are not written
     */
    public TensorBoardLog(EventFile events, long interval) {
        MetricsLog.checkInterval(interval);
        this.events = events;
        this.interval = interval;
    }

    @Override
    public void step(StepReport r) {
        if (!MetricsLog.isDue(r.step(), interval)) {
            return;
        }
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("train/loss", r.loss());
        values.put("train/smoothed_loss", r.smoothedLoss());
        values.put("train/learning_rate", r.learningRate());
        if (!Double.isNaN(r.gradientNorm())) {
            values.put("train/gradient_norm", r.gradientNorm());
        }
        events.append(r.step(), values);
    }

    @Override
    public void evaluated(Evaluation e) {
        Map<String, Double> values = new LinkedHashMap<>();
        e.metrics().forEach((name, value) -> values.put("evaluation/" + name, value));
        events.append(e.step(), values);
        events.flush();
    }

    /** Puts the events of a checkpoint on the disk before the checkpoint itself. */
    @Override
    public void checkpointing(TrainingState state) {
        events.sync();
    }

    @Override
    public void finished(TrainingResult result) {
        events.sync();
    }
}
