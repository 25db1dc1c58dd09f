package dev.rondo.spark;

import dev.rondo.collective.AllReduce;
import dev.rondo.collective.LocalGroup;
import dev.rondo.models.task.ModelTraining;

import org.apache.spark.TaskContext;

import java.io.Serializable;
import java.time.Duration;

/**
 * Trains a model in an ordinary task of Spark, which needs no others. Many such tasks train many
 * models, each with the cores of its task. What fails is tried again by Spark, from the beginning.
 *
 * @param backend what trains: {@code name}, {@code name:device} or {@code auto}
 * @param application what the program is called in the run directory
 */
public record LoneTraining(String backend, String application) implements Serializable {
    private static final long serialVersionUID = 1;

    /**
     * Trains in the task that runs on this thread.
     *
     * @param training has one worker in its sharing
     * @param steps updates
     * @return the run directory with the best model
     */
    public RunFiles train(ModelTraining training, long steps) {
        TaskContext context = TaskContext.get();
        try (AllReduce alone = LocalGroup.of(1, Duration.ofMinutes(1)).getFirst()) {
            Member member = new Member(alone, context.attemptNumber(), context.cpus(), backend);
            Vectors.check(ModuleLayer.boot(), backend, "this executor");
            return new MemberTraining(
                            () -> training, steps, new CheckpointPlace.Nowhere(), application)
                    .run(member);
        }
    }
}
