package dev.rondo.models.training;

import dev.rondo.models.checkpoint.TrainingState;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How training ended.
 *
 * @param reason why it ended
 * @param state how far it came
 * @param checkpoint the last checkpoint written; empty when there is none
 * @param batchesGivenUp batches done of an update that was abandoned
 * @param evaluationGivenUp whether an evaluation was abandoned and so has no result
 */
public record TrainingResult(
        StopReason reason,
        TrainingState state,
        Optional<Path> checkpoint,
        int batchesGivenUp,
        boolean evaluationGivenUp) {
    /** Decaying mean of the losses at the end; NaN when no update was done. */
    public double smoothedLoss() {
        return state.lossSum() / state.lossWeight();
    }
}
