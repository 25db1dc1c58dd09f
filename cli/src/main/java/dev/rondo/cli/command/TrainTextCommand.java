package dev.rondo.cli.command;

import dev.rondo.backend.Backend;
import dev.rondo.cli.Console;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.task.Limits;
import dev.rondo.cli.task.TextReport;
import dev.rondo.cli.task.TextTask;
import dev.rondo.cli.task.TrainingRun;
import dev.rondo.cli.task.Values;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.RunDirectory;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code rondo train text}: a character language model of a text. */
@Command(
        name = "text",
        description = {
            "Trains a language model on the characters of a text. The last 5 %% are held out; training"
                    + " reports how many bits per character the model needs to predict them."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        defaultValueProvider = TextDefaults.class,
        footer = {
            "",
            "Without a limit, training ends after 10 minutes. Ctrl-C saves and ends it.",
            "",
            "Examples:",
            "  rondo train text --text book.txt --output runs/book",
            "  rondo train text --text book.txt --cell gru --layers 2 --hidden 512 --epochs 5",
            "  rondo train text --text book.txt --layers 3 --residual --dropout 0.2 --recurrent-dropout 0.2",
            "  rondo train text --resume runs/book --minutes 10"
        })
final class TrainTextCommand implements Callable<Integer> {
    @Option(
            names = "--text",
            paramLabel = "FILE",
            description = {
                "The text, in UTF-8. With --resume only needed where the file has been moved."
            })
    private Path text;

    @Mixin private ModelOptions model;

    @Option(
            names = "--recurrent-dropout",
            paramLabel = "P",
            description = {
                "Share of a state that training drops on its way into the products of the next step; the"
                        + " same part at every step of a sequence (default: ${DEFAULT-VALUE})."
            })
    private double recurrentDropout;

    @Option(
            names = "--residual",
            description = "Adds the input of each layer but the first to its output.")
    private boolean residual;

    @Option(
            names = "--tie-weights",
            description = {
                "Scores symbols with their own vectors instead of with weights of their own; with a"
                        + " projection between, where --hidden and --embedding differ."
            })
    private boolean tied;

    @Mixin private LearningOptions learning;

    @Option(
            names = "--sequence",
            paramLabel = "N",
            description = {
                "Characters through which the gradient flows back; the state goes on from step to step"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private int sequence;

    @Option(
            names = "--epochs",
            paramLabel = "X",
            description = "Ends training after so many passes over the text.")
    private Double epochs;

    @Mixin private RunOptions run;
    @Mixin private ComputeOptions compute;

    @Inject private Console console;
    @Inject private TrainingRun training;

    @Override
    public Integer call() {
        run.check();
        if (epochs != null) {
            Values.positive("--epochs", epochs);
        }
        Backend backend = compute.open();
        Optional<Path> resumed = run.resume();
        if (resumed.isPresent()) {
            return resume(resumed.get(), backend);
        }
        if (text == null) {
            throw new UsageException("--text FILE says what to train on");
        }
        Path output = run.output(TextTask.NAME);
        TextTask task =
                TextTask.create(
                        text,
                        model.settings(recurrentDropout, residual, tied),
                        learning.settings(sequence));
        var order =
                new TrainingRun.Order(
                        task,
                        backend,
                        limits(task, TextDefaults.LIMITS),
                        Optional.empty(),
                        _ -> false);
        console.note(task.corpus().toString());
        return training.train(
                order, () -> RunDirectory.create(output), new TextReport(console, task));
    }

    private int resume(Path path, Backend backend) {
        try (RunDirectory directory = RunDirectory.resume(path)) {
            Checkpoint latest = directory.latest();
            RunPaths.checkTask(path, latest, "rondo train text", TextTask.NAME);
            TextTask task = TextTask.resume(latest, text, learning.changes());
            Limits limits = limits(task, TrainingRun.rest(latest, TextDefaults.LIMITS));
            var order =
                    new TrainingRun.Order(task, backend, limits, Optional.of(latest), _ -> false);
            return training.train(order, () -> directory, new TextReport(console, task));
        }
    }

    private Limits limits(TextTask task, Limits otherwise) {
        return run.limits(epochs, task.updatesPerEpoch(), otherwise);
    }
}
