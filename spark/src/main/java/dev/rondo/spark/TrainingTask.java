package dev.rondo.spark;

import dev.rondo.models.task.ModelTraining;

import java.io.Serializable;

/**
 * Makes a training. Spark sends it to the executors, where each member of a group makes the same
 * training of the same data, which best lie in a {@link org.apache.spark.broadcast.Broadcast}.
 */
@FunctionalInterface
public interface TrainingTask extends Serializable {
    /** Makes the training: every time the same program, batches and first weights. */
    ModelTraining make();
}
