package dev.rondo.cli.command;

import dev.rondo.cli.task.DatesData;
import dev.rondo.cli.task.TranslationTask;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.task.Limits;

import picocli.CommandLine;
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
        footer = {
            "",
            "Without a limit, training ends after 2000 steps. Ctrl-C saves and ends it.",
            "",
            "Examples:",
            "  rondo train dates",
            "  rondo train dates --cell lstm --attention general --hidden 128 --steps 2000",
            "  rondo train dates --resume runs/dates-20260522-101500 --steps 4000"
        })
final class TrainDatesCommand extends TaskCommand {
    /**
     * The number of steps after which training ends, enough to get at least 99 % of the dates
     * right.
     */
    static final long STEPS = 2000;

    @Mixin private ModelOptions model;
    @Mixin private TranslationOptions translation;
    @Mixin private LearningOptions learning;
    @Mixin private RunOptions run;

    TrainDatesCommand() {
        super(DatesData.NAME, Limits.steps(STEPS));
    }

    /** The task of a new run with these options. */
    static TranslationTask task(String... options) {
        TrainDatesCommand dates = new TrainDatesCommand();
        new CommandLine(dates).parseArgs(options);
        return dates.create();
    }

    @Override
    RunOptions run() {
        return run;
    }

    @Override
    TranslationTask create() {
        return TranslationTask.create(
                new DatesData(),
                model.settings(translation.attention()),
                run.shared(learning.settings(0)),
                translation.scheduledSampling());
    }

    @Override
    TranslationTask resume(Checkpoint latest) {
        return TranslationTask.resume(new DatesData(), latest, run.shared(learning.changes()));
    }
}
