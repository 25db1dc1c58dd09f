package dev.rondo.cli.command;

import dev.rondo.cli.Shell;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.experiment.ExperimentDirectory;
import dev.rondo.cli.sweep.SweepDirectory;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.RunDirectory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Run directories on the command line. */
final class RunPaths {
    private static final Path RUNS = Path.of("runs");
    private static final Path SWEEPS = Path.of("sweeps");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private RunPaths() {}

    /** A path for a run that does not exist, named after the time. */
    static Path fresh(String task) {
        return fresh(RUNS, task);
    }

    /** A path for a sweep that does not exist, named after the time. */
    static Path freshSweep(String task) {
        return fresh(SWEEPS, task);
    }

    private static Path fresh(Path parent, String task) {
        String name = task + "-" + LocalDateTime.now().format(TIME);
        Path path = parent.resolve(name);
        for (int i = 2; Files.exists(path); i++) {
            path = parent.resolve(name + "-" + i);
        }
        return path;
    }

    /** Refuses an unusable directory for a new run early, before anything is computed. */
    static Path checkedNew(Path path) {
        if (Files.exists(path.resolve("run.json"))
                || Files.exists(path.resolve(ExperimentDirectory.MARKER))
                || Files.exists(path.resolve(SweepDirectory.MARKER))) {
            throw new UsageException(
                    path
                            + " holds a run already; choose another --output, or --resume "
                            + Shell.quoted(path));
        }
        return path;
    }

    /** The best model of a run directory. Its task must be one of those given. */
    static Checkpoint model(Path directory, String command, String... tasks) {
        Checkpoint checkpoint = RunDirectory.model(directory);
        checkTask(directory, checkpoint, command, tasks);
        return checkpoint;
    }

    /** Refuses the model of another task. */
    static void checkTask(Path directory, Checkpoint checkpoint, String command, String... tasks) {
        String found = checkpoint.description().model().text("task");
        if (!List.of(tasks).contains(found)) {
            throw new UsageException(
                    String.format(
                            Locale.ROOT,
                            "%s holds a model of %s; '%s' is for models of %s",
                            directory,
                            found,
                            command,
                            String.join(" or ", tasks)));
        }
    }
}
