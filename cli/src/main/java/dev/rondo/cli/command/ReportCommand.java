package dev.rondo.cli.command;

import dev.rondo.cli.Console;
import dev.rondo.cli.Shell;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.task.ClassesTask;
import dev.rondo.cli.task.DatesData;
import dev.rondo.cli.task.PairsData;
import dev.rondo.cli.task.SeriesTask;
import dev.rondo.cli.task.Task;
import dev.rondo.cli.task.TextTask;
import dev.rondo.cli.task.TrainingRun;
import dev.rondo.cli.task.TranslationTask;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.task.ClassesModel;
import dev.rondo.models.task.SeriesModel;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

/** {@code rondo report}: shows again what was shown at the end of a training. */
@Command(
        name = "report",
        description = {
            "Makes the report of a training once more: how good the best model of the run is, the page"
                    + " report.html and the pictures. Where a training was stopped, or ended while it made"
                    + " them, this makes them for as far as it came; nothing is trained."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Examples:",
            "  rondo report runs/book",
            "  rondo report runs/river --data moved/river.csv"
        })
final class ReportCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "The run directory of any 'rondo train'.")
    private Path directory;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "The file it was trained on, where that has been moved.")
    private Path data;

    @Mixin private ComputeOptions compute;

    @Inject private Console console;
    @Inject private TrainingRun training;

    @Override
    public Integer call() {
        try (RunDirectory run = RunDirectory.open(directory)) {
            Checkpoint latest = run.latest();
            Configuration model = latest.description().model();
            check(latest, model);
            String kind = model.text("task");
            switch (kind) {
                case TextTask.NAME -> {
                    checkData(model);
                    TextTask task = TextTask.resume(latest, data, UnaryOperator.identity());
                    report(run, task);
                }
                case SeriesModel.TASK -> {
                    checkData(model);
                    SeriesTask task = SeriesTask.resume(latest, data, UnaryOperator.identity());
                    report(run, task);
                }
                case ClassesModel.TASK -> {
                    checkData(model);
                    ClassesTask task =
                            ClassesTask.resume(
                                    latest, data, Optional.empty(), UnaryOperator.identity());
                    report(run, task);
                }
                case PairsData.NAME -> {
                    checkData(model.section("data"));
                    TranslationTask task =
                            TranslationTask.resume(
                                    PairsData.resume(latest, data),
                                    latest,
                                    UnaryOperator.identity());
                    report(run, task);
                }
                case DatesData.NAME -> {
                    if (data != null) {
                        throw new UsageException(
                                "--data: dates are generated; " + directory + " needs no file");
                    }
                    TranslationTask task =
                            TranslationTask.resume(
                                    new DatesData(), latest, UnaryOperator.identity());
                    report(run, task);
                }
                default ->
                        throw new UsageException(
                                directory + " holds a model of " + kind + "; there is no report");
            }
        }
        return 0;
    }

    private void check(Checkpoint latest, Configuration model) {
        if (!model.has("training")) {
            throw new UsageException(
                    directory + " was imported, not trained here: there is no training to report");
        }
        if (latest.step() == 0) {
            throw new UsageException(
                    String.format(
                            Locale.ROOT,
                            "%s was stopped before its first step: there is nothing to report; go on"
                                    + " with: rondo train %s --resume %s",
                            directory,
                            model.text("task"),
                            Shell.quoted(directory)));
        }
    }

    private void checkData(Configuration trained) {
        Path file = data == null ? Path.of(trained.text("file")) : data;
        if (!Files.exists(file)) {
            throw new UsageException(
                    data == null
                            ? String.format(
                                    Locale.ROOT,
                                    "%s was trained on %s, which is not there; --data FILE says where it"
                                            + " is now",
                                    directory,
                                    file)
                            : "--data: there is no file " + file);
        }
    }

    private void report(RunDirectory run, Task task) {
        training.report(task, compute.open(console), run);
    }
}
