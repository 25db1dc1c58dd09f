package dev.rondo.cli.command;

import dev.rondo.cli.Console;
import dev.rondo.cli.task.DatesData;
import dev.rondo.cli.task.TrainingRun;
import dev.rondo.cli.task.TranslationTask;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.task.Limits;
import dev.rondo.models.task.Values;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * {@code rondo demo}: shows the whole framework in a few minutes. It is {@code rondo train dates}
 * with all its defaults, and ends as soon as the model is good.
 */
@Command(
        name = "demo",
        description = {
            "Trains an encoder-decoder with attention to turn dates as people write them into ISO dates,"
                    + " then shows how many of the dates it has never seen come out right, what it"
                    + " writes, and where it looks while it writes."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Training ends early when 99.8 %% of the validation dates are right. Ctrl-C saves and ends it.",
            "",
            "Examples:",
            "  rondo demo",
            "  rondo demo --backend scalar --minutes 10 --output runs/scalar",
            "  rondo demo --backend tornado:opencl:0 --steps 300 --minutes 30"
        })
final class DemoCommand implements Callable<Integer> {
    private static final double GOOD_ENOUGH = 0.998;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description =
                    "Ends training after so many steps, good enough or not (default: ${DEFAULT-VALUE}).")
    private long steps = TrainDatesCommand.STEPS;

    @Option(
            names = "--minutes",
            paramLabel = "X",
            description = "Ends training after so much time, good enough or not (default: 5).")
    private double minutes = 5;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = {
                "Seed of the first weights and of the dates to train on (default: ${DEFAULT-VALUE})."
            })
    private long seed;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "The run directory to be made (default: runs/dates- and the time).")
    private Path output;

    @Mixin private ComputeOptions compute;

    @Inject private Console console;
    @Inject private TrainingRun training;

    @Override
    public Integer call() {
        Values.atLeast("--steps", steps, 1);
        Values.positive("--minutes", minutes);
        Path path = RunPaths.checkedNew(output == null ? RunPaths.fresh(DatesData.NAME) : output);
        TranslationTask task = TrainDatesCommand.task("--seed", Long.toString(seed));
        var order =
                new TrainingRun.Order(
                        task,
                        compute.open(console),
                        new Limits(steps, minutes),
                        Optional.empty(),
                        e -> e.get(TranslationTask.ACCURACY) >= GOOD_ENOUGH,
                        false);
        return training.train(order, () -> RunDirectory.create(path));
    }
}
