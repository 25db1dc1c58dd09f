package dev.rondo.models.training;

import dev.rondo.models.checkpoint.TrainingState;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How training ended.
 *
 * @param reason why
 * @param state how far it came
 * @param checkpoint the last checkpoint written; empty where none was
 * @param batchesGivenUp batches of an update that was given up before it was done
 * @param evaluationGivenUp whether an evaluation was given up, so that it has no result
 */
public record TrainingResult(
        StopReason reason,
        TrainingState state,
        Optional<Path> checkpoint,
        int batchesGivenUp,
        boolean evaluationGivenUp) {
    /** Decaying mean of the losses at the end; NaN where no update was done. */
    public double smoothedLoss() {
        return state.lossSum() / state.lossWeight();
    }
}
