package dev.rondo.cli.command;

import dev.rondo.backend.Backend;
import dev.rondo.cli.Console;
import dev.rondo.cli.task.DatesData;
import dev.rondo.cli.task.Limits;
import dev.rondo.cli.task.TrainingRun;
import dev.rondo.cli.task.TranslationReport;
import dev.rondo.cli.task.TranslationTask;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.RunDirectory;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code rondo train dates}: the encoder-decoder with attention on generated dates. */
@Command(
        name = "dates",
        description = {
            "Trains an encoder-decoder to turn dates as people write them into ISO dates. The dates are"
                    + " generated; 15 %% of all days are kept for validation and test, in all their"
                    + " written forms. Dots mean that the day comes first, slashes that the month does;"
                    + " years of two digits are 1969 to 2068."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        defaultValueProvider = DatesDefaults.class,
        footer = {
            "",
            "Without a limit, training ends after 2000 steps. Ctrl-C saves and ends it.",
            "",
            "Examples:",
            "  rondo train dates",
            "  rondo train dates --cell lstm --attention general --hidden 128 --steps 2000",
            "  rondo train dates --resume runs/dates-20260522-101500 --steps 4000"
        })
final class TrainDatesCommand implements Callable<Integer> {
    @Mixin private ModelOptions model;
    @Mixin private TranslationOptions translation;
    @Mixin private LearningOptions learning;
    @Mixin private RunOptions run;
    @Mixin private ComputeOptions compute;

    @Inject private Console console;
    @Inject private TrainingRun training;

    @Override
    public Integer call() {
        run.check();
        Backend backend = compute.open();
        Optional<Path> resumed = run.resume();
        if (resumed.isPresent()) {
            return resume(resumed.get(), backend);
        }
        Limits limits = run.limits(null, 0, DatesDefaults.limits());
        Path output = run.output(DatesData.NAME);
        TranslationTask task =
                TranslationTask.create(
                        new DatesData(),
                        model.settings(translation.attention()),
                        learning.settings(0),
                        translation.scheduledSampling());
        var order = new TrainingRun.Order(task, backend, limits, Optional.empty(), _ -> false);
        return training.train(
                order, () -> RunDirectory.create(output), new TranslationReport(console, task));
    }

    private int resume(Path path, Backend backend) {
        try (RunDirectory directory = RunDirectory.resume(path)) {
            Checkpoint latest = directory.latest();
            RunPaths.checkTask(path, latest, "rondo train dates", DatesData.NAME);
            TranslationTask task =
                    TranslationTask.resume(new DatesData(), latest, learning.changes());
            Limits limits = run.limits(null, 0, TrainingRun.rest(latest, DatesDefaults.limits()));
            var order =
                    new TrainingRun.Order(task, backend, limits, Optional.of(latest), _ -> false);
            return training.train(order, () -> directory, new TranslationReport(console, task));
        }
    }
}
