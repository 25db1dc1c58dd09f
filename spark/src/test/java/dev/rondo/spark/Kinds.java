package dev.rondo.spark;

import dev.rondo.models.task.ModelTraining;
import dev.rondo.spark.ml.Trainings;

import org.apache.spark.TaskContext;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A small training, of which one executor may die.
 *
 * @param workers members that share each batch
 * @param blocks of a batch
 * @param death a file that the executor of rank 1 creates when it dies; empty if it lives
 * @param deathStep the update at which it dies
 */
record Kinds(int workers, int blocks, String death, long deathStep) implements TrainingTask {
    private static final long serialVersionUID = 1;

    static Kinds of(int workers, int blocks) {
        return new Kinds(workers, blocks, "", 0);
    }

    @Override
    public ModelTraining make() {
        ModelTraining training = Trainings.ofKinds(workers, blocks, 120);
        return death.isEmpty() ? training : new Mortal(training, this::step);
    }

    private void step(long step) {
        TaskContext task = TaskContext.get();
        if (step == deathStep && task != null && task.partitionId() == 1 && isFirst()) {
            Runtime.getRuntime().halt(9);
        }
    }

    private boolean isFirst() {
        try {
            Files.createFile(Path.of(death));
            return true;
        } catch (FileAlreadyExistsException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
