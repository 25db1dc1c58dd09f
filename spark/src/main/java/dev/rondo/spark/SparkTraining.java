package dev.rondo.spark;

import dev.rondo.models.task.ModelTraining;
import dev.rondo.models.task.Sharing;

import org.apache.spark.util.SerializableConfiguration;

import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Trains a model on a Spark cluster. The members of a group share the rows of each batch, as in
 * {@link dev.rondo.models.training.Trainer#together}. When an executor dies, the group is tried
 * again, and goes on from the last checkpoint. The result has the same bits as without that.
 *
 * <pre>{@code
 * RunFiles run =
 *         SparkTraining.of(SparkGroup.of(session.sparkContext(), 4))
 *                 .withCheckpoints("hdfs:///runs/speech")
 *                 .train(task, 10_000);
 * }</pre>
 *
 * @param group the members that train
 * @param checkpoints URI of a directory that all executors see, where the checkpoints are kept;
 *     empty to begin anew when an executor dies
 */
public record SparkTraining(SparkGroup group, Optional<String> checkpoints) {
    /** A training without checkpoints. */
    public static SparkTraining of(SparkGroup group) {
        return new SparkTraining(group, Optional.empty());
    }

    /**
     * The same training with checkpoints. When the directory holds some already, training goes on
     * from them.
     *
     * @param uri a directory of HDFS, of an object store, or of a file system that all machines
     *     share
     */
    public SparkTraining withCheckpoints(String uri) {
        return new SparkTraining(group, Optional.of(uri));
    }

    /**
     * Trains.
     *
     * @param task makes the training; its sharing has as many workers as the group has members
     * @param steps updates in all, including those before the checkpoint from which it goes on
     * @return the run directory with the best model
     * @throws SparkGroupException as {@link SparkGroup#run}
     * @throws IllegalArgumentException when the sharing does not fit the group
     */
    public RunFiles train(TrainingTask task, long steps) {
        return train(task, _ -> steps);
    }

    /**
     * Trains for a number of updates that depends on the training, such as those of some epochs.
     *
     * @throws SparkGroupException as {@link SparkGroup#run}
     * @throws IllegalArgumentException when the sharing does not fit the group
     */
    public RunFiles train(TrainingTask task, ToLongFunction<ModelTraining> steps) {
        ModelTraining training = task.make(); // what is wrong is said before a job is begun
        Sharing sharing = training.settings().sharing();
        if (sharing.workers() != group.size()) {
            throw new IllegalArgumentException(
                    "the group has "
                            + group.size()
                            + " members, so the sharing of the training must have as many workers;"
                            + " got "
                            + sharing.workers());
        }
        var hadoop = new SerializableConfiguration(group.context().hadoopConfiguration());
        CheckpointPlace place =
                checkpoints
                        .<CheckpointPlace>map(uri -> new CheckpointPlace.Remote(uri, hadoop))
                        .orElseGet(CheckpointPlace.Nowhere::new);
        String application = group.context().appName() + " " + group.context().applicationId();
        long last = steps.applyAsLong(training);
        return group.run(new MemberTraining(task, last, place, application)).stream()
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }
}
