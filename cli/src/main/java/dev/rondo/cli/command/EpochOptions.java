package dev.rondo.cli.command;

import dev.rondo.cli.task.Task;
import dev.rondo.models.task.Values;

import picocli.CommandLine.Option;

/** The limit in passes over the data, for data that have an end. */
final class EpochOptions {
    @Option(
            names = "--epochs",
            paramLabel = "X",
            description = "Ends training after so many passes over the data.")
    private Double epochs;

    /** Refuses impossible values, before anything is read. */
    void check() {
        if (epochs != null) {
            Values.positive("--epochs", epochs);
        }
    }

    /** The limit in steps; 0 when it is not given. */
    long steps(Task task) {
        return epochs == null ? 0 : Math.max(1, Math.round(epochs * task.updatesPerEpoch()));
    }
}
