package dev.rondo.cli.sweep;

import dev.rondo.models.checkpoint.TrainingState;

import java.nio.file.Path;
import java.util.List;

/** The command lines that train trials, without the name of the program. */
public interface TrainLines {
    /** Begins a trial in a run directory that does not exist. */
    List<String> begin(Trial trial, Path directory);

    /**
     * Goes on with a trial to where it would have ended.
     *
     * @param state how far it is
     */
    List<String> resume(Trial trial, Path directory, TrainingState state);
}
