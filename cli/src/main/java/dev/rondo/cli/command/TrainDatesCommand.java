package dev.rondo.cli.command;

import dev.rondo.cli.Console;
import dev.rondo.cli.task.DatesData;
import dev.rondo.cli.task.Limits;
import dev.rondo.cli.task.TrainingRun;
import dev.rondo.cli.task.TranslationReport;
import dev.rondo.cli.task.TranslationTask;
import dev.rondo.models.checkpoint.Checkpoint;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
final class TrainDatesCommand implements TaskCommand<TranslationTask> {
    @Mixin private ModelOptions model;
    @Mixin private TranslationOptions translation;
    @Mixin private LearningOptions learning;
    @Mixin private RunOptions run;
    @Mixin private ComputeOptions compute;

    @Inject private Console console;
    @Inject private TaskRunner runner;

    @Override
    public Integer call() {
        return runner.run(this, run, compute);
    }

    @Override
    public String task() {
        return DatesData.NAME;
    }

    @Override
    public Limits limits() {
        return DatesDefaults.limits();
    }

    @Override
    public long steps(TranslationTask task) {
        return 0; // generated dates have no end
    }

    @Override
    public TranslationTask create() {
        return TranslationTask.create(
                new DatesData(),
                model.settings(translation.attention()),
                learning.settings(0),
                translation.scheduledSampling());
    }

    @Override
    public TranslationTask resume(Checkpoint latest) {
        return TranslationTask.resume(new DatesData(), latest, learning.changes());
    }

    @Override
    public TrainingRun.Report report(TranslationTask task) {
        return new TranslationReport(console, task);
    }
}
