package dev.rondo.cli.sweep;

import dev.rondo.cli.Console;
import dev.rondo.cli.InnerCommands;
import dev.rondo.cli.InnerCommands.Ended;
import dev.rondo.cli.Interrupt;
import dev.rondo.cli.ResultWriter;
import dev.rondo.cli.Shell;
import dev.rondo.cli.task.TrainingRun;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.checkpoint.TrainingState;

import jakarta.inject.Inject;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Trains a trial by {@code rondo train}, from its beginning or from where it was stopped. */
final class TrialRun {
    /** The file by which a run directory is recognized. */
    private static final String RUN = "run.json";

    private final InnerCommands commands;
    private final Interrupt interrupt;

    @Inject
    TrialRun(InnerCommands commands, Interrupt interrupt) {
        this.commands = commands;
        this.interrupt = interrupt;
    }

    /**
     * Trains it.
     *
     * @param sweep the directory of the sweep
     * @return empty when the training was asked to stop before its end
     */
    Optional<TrialResult> run(Path sweep, Trial trial, TrainLines lines) {
        Path run = sweep.resolve(trial.directory());
        Optional<TrainingState> before = state(run);
        List<String> words =
                before.map(s -> lines.resume(trial, run, s))
                        .orElseGet(
                                () -> {
                                    delete(run);
                                    return lines.begin(trial, run);
                                });
        Ended ended = logged(sweep.resolve(trial.log()), words);
        if (ended.code() == TrainingRun.INTERRUPTED && interrupt.requested()) {
            return Optional.empty();
        }
        return Optional.of(TrialResult.of(trial, ended.code(), ended.reason(), state(run)));
    }

    private Ended logged(Path log, List<String> words) {
        try (OutputStream out =
                Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            var err = new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
            ResultWriter results = ResultWriter.to(out, StandardCharsets.UTF_8);
            Console console = new Console(results, err, false, true);
            console.note("$ rondo " + String.join(" ", words.stream().map(Shell::quoted).toList()));
            return commands.run(console, words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How far a run is; empty when it has no checkpoint yet. */
    private static Optional<TrainingState> state(Path run) {
        if (!Files.exists(run.resolve(RUN))) {
            return Optional.empty();
        }
        try (RunDirectory directory = RunDirectory.open(run)) {
            return directory.checkpoints().latest().map(c -> c.description().training());
        }
    }

    /** Removes what a process left that ended before the first checkpoint. */
    private static void delete(Path run) {
        if (!Files.exists(run)) {
            return;
        }
        try (Stream<Path> all = Files.walk(run)) {
            for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(p);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
