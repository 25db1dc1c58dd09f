package dev.rondo.spark;

import dev.rondo.array.Array;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.task.ModelTraining;
import dev.rondo.models.task.TrainingSettings;
import dev.rondo.models.training.Batches;
import dev.rondo.models.training.Evaluator;
import dev.rondo.models.training.Goal;

import java.util.Map;
import java.util.function.LongConsumer;

/**
 * A training with something to do before each update.
 *
 * @param training the training
 * @param before is told the number of the update
 */
record Mortal(ModelTraining training, LongConsumer before) implements ModelTraining {
    @Override
    public TrainingSettings settings() {
        return training.settings();
    }

    @Override
    public DataSource data() {
        return training.data();
    }

    @Override
    public Batches batches() {
        Batches all = training.batches();
        return new Batches() {
            @Override
            public Map<String, Array> batch(long step) {
                before.accept(step);
                return all.batch(step);
            }

            @Override
            public long stepsPerEpoch() {
                return all.stepsPerEpoch();
            }

            @Override
            public long seed() {
                return all.seed();
            }
        };
    }

    @Override
    public Program program() {
        return training.program();
    }

    @Override
    public Configuration description() {
        return training.description();
    }

    @Override
    public Evaluator evaluator(Executable executable, Runnable beforeEach) {
        return training.evaluator(executable, beforeEach);
    }

    @Override
    public String metric() {
        return training.metric();
    }

    @Override
    public Goal goal() {
        return training.goal();
    }
}
