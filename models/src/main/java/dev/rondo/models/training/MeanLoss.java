package dev.rondo.models.training;

import dev.rondo.array.Array;
import dev.rondo.models.optimizer.TrainingStep;

import java.util.Map;

/**
 * The mean loss of batches, each in proportion to its weight.
 *
 * @param sum of each loss times its weight
 * @param weight of all together
 */
record MeanLoss(double sum, double weight) {
    static final MeanLoss NONE = new MeanLoss(0, 0);

    /** This with the results of a batch; without {@link TrainingStep#WEIGHT} it weighs 1. */
    MeanLoss with(Map<String, Array> results) {
        Array given = results.get(TrainingStep.WEIGHT);
        double own = given == null ? 1 : given.item();
        return new MeanLoss(sum + own * results.get(Trainer.LOSS).item(), weight + own);
    }

    /** The mean; 0 where nothing counts. */
    double mean() {
        return weight > 0 ? sum / weight : 0;
    }
}
