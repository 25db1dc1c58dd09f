package dev.rondo.models.training;

import dev.rondo.array.Array;
import dev.rondo.backend.Executable;
import dev.rondo.models.checkpoint.TrainingState;

import java.nio.file.Path;
import java.util.Map;

/** Saves a model and how far its training has come. */
@FunctionalInterface
public interface Checkpointer {
    /**
     * Saves a checkpoint.
     *
     * @param carried what this update carries into the next, by input names
     * @return where the checkpoint is
     * @throws dev.rondo.models.checkpoint.CheckpointException when it cannot be saved
     */
    Path save(Executable executable, Map<String, Array> carried, TrainingState state);
}
