package dev.rondo.models.training;

import dev.rondo.models.checkpoint.TrainingState;

import java.nio.file.Path;

/**
 * Is told how training goes, on the thread that trains. What a listener throws ends the training.
 */
public interface TrainingListener {
    /**
     * Before the first update.
     *
     * @param state where training begins
     * @param lastStep updates after which it ends; {@link Long#MAX_VALUE} without a limit
     */
    default void started(TrainingState state, long lastStep) {}

    /** After every update; must be quick. */
    default void step(StepReport report) {}

    /** After an evaluation. */
    default void evaluated(Evaluation evaluation) {}

    /** Before a checkpoint is written: what belongs to it must be on the disk by then. */
    default void checkpointing(TrainingState state) {}

    /** After a checkpoint was committed. */
    default void checkpointed(TrainingState state, Path checkpoint) {}

    /** At the end, unless training failed. */
    default void finished(TrainingResult result) {}
}
