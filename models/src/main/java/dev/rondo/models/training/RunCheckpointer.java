package dev.rondo.models.training;

import dev.rondo.array.Array;
import dev.rondo.backend.Executable;
import dev.rondo.models.checkpoint.CheckpointStore;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.Description;
import dev.rondo.models.checkpoint.Provenance;
import dev.rondo.models.checkpoint.TrainingState;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Saves checkpoints of a run.
 *
 * @param store the checkpoints
 * @param model what is needed to build the model again
 * @param provenance the stretches of training, oldest first; the last is the present one
 */
public record RunCheckpointer(
        CheckpointStore store, Configuration model, List<Provenance> provenance)
        implements Checkpointer {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException when there is no present stretch
     */
    public RunCheckpointer {
        provenance = List.copyOf(provenance);
        if (provenance.isEmpty()) {
            throw new IllegalArgumentException("the provenance of the present training is needed");
        }
    }

    @Override
    public Path save(Executable executable, Map<String, Array> carried, TrainingState state) {
        List<Provenance> stretches = new ArrayList<>(provenance);
        stretches.add(stretches.removeLast().untilNow());
        return store.save(
                executable.variables(), carried, new Description(model, state, stretches));
    }
}
