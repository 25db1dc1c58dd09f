package dev.rondo.cli.task;

import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.data.DataException;
import dev.rondo.models.data.TextFile;

import java.nio.file.Path;
import java.util.Locale;

/** Checks that a run goes on with the data with which it began. */
final class SameData {
    private SameData() {}

    /**
     * Compares a file with the data of a run.
     *
     * @throws DataException when they differ
     */
    static void check(Checkpoint checkpoint, Path file, DataSource now) {
        DataSource before =
                checkpoint.description().provenance().stream()
                        .flatMap(p -> p.data().stream())
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new CheckpointException(
                                                checkpoint.directory()
                                                        + " does not say what it was trained on"));
        if (!before.sha256().equals(now.sha256())) {
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s is not the file that the run was trained on (%s, %d bytes, SHA-256 %s)",
                            TextFile.name(file),
                            before.name(),
                            before.bytes(),
                            before.sha256()));
        }
    }
}
