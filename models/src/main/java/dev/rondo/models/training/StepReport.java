package dev.rondo.models.training;

/**
 * One update.
 *
 * @param step updates done, this one included
 * @param epoch passes over the data, with a fraction; 0 when the data have no end
 * @param loss loss of this update's batch, before the update
 * @param smoothedLoss exponentially decaying mean of the losses
 * @param learningRate learning rate of this update
 * @param gradientNorm norm of the gradient before clipping; NaN when the entry does not return it
 * @param itemsPerSecond speed of training over about the last second, without evaluations and
 *     checkpoints; 0 when unknown
 * @param seconds time spent in training so far, over all stretches
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
