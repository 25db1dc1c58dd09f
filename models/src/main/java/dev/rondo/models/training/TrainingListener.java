package dev.rondo.models.training;

import dev.rondo.models.checkpoint.TrainingState;

import java.nio.file.Path;

/**
 * Follows training, on the thread that trains. An exception that a listener throws ends the
 * training.
 */
public interface TrainingListener {
    /**
     * Called before the first update.
     *
     * @param state where training begins
     * @param lastStep number of updates after which training ends; {@link Long#MAX_VALUE} for no
     *     limit
     */
    default void started(TrainingState state, long lastStep) {}

    /** Called after every update; must be quick. */
    default void step(StepReport report) {}

    /** Called after an evaluation. */
    default void evaluated(Evaluation evaluation) {}

    /**
     * Called before a checkpoint is written. Data that belong to it must be on the disk on return.
     */
    default void checkpointing(TrainingState state) {}

    /** Called after a checkpoint was committed. */
    default void checkpointed(TrainingState state, Path checkpoint) {}

    /** Called at the end, unless training failed. */
    default void finished(TrainingResult result) {}
}
