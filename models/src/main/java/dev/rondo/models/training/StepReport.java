package dev.rondo.models.training;

/**
 * One update.
 *
 * @param step updates done, this one included
 * @param epoch passes over the data, with a fraction; 0 where the data have no end
 * @param loss of this update's batch, before the update
 * @param smoothedLoss exponentially decaying mean of the losses
 * @param learningRate of this update
 * @param gradientNorm before clipping; NaN where the entry does not return it
 * @param itemsPerSecond speed of training over the last second or so, evaluations and checkpoints
 *     not counted; 0 where unknown
 * @param seconds spent in training so far, over all stretches
 */
public record StepReport(
        long step,
        double epoch,
        double loss,
        double smoothedLoss,
        double learningRate,
        double gradientNorm,
        double itemsPerSecond,
        double seconds) {}
