package dev.rondo.cli.command;

import dev.rondo.cli.UsageException;
import dev.rondo.cli.task.DataFile;
import dev.rondo.cli.task.SeriesTask;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.data.Skipping;
import dev.rondo.models.task.Limits;
import dev.rondo.models.task.SeriesModel;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/** {@code rondo train series}: a forecaster of a column of a CSV file. */
@Command(
        name = "series",
        description = {
            "Trains a recurrent network to forecast a column of a CSV file: it reads a window of rows and"
                    + " gives the next rows at once. The rows are split in the order of time; the end is"
                    + " held out, and training reports how far the forecasts of it are off, beside those"
                    + " of repeating the last value and the last season."
        },
        footer = {
            "",
            "Without a limit, training ends after 1000 steps. Ctrl-C saves and ends it.",
            "",
            "Examples:",
            "  rondo train series --csv sunspots.csv --target sunspots --time month",
            "  rondo train series --csv river.csv --target flow --features rain,snow --horizon 7",
            "  rondo train series --csv sales.csv --id store --target sold --time day \\",
            "      --known price --calendar weekday,month --loss negative-binomial",
            "  rondo train series --resume runs/series-20260522-101500 --steps 2000"
        })
final class TrainSeriesCommand extends TaskCommand {
    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = {
                "The series: a CSV file in UTF-8 with a header, a row at each step of time, the oldest"
                        + " first; - is standard input. With --resume only needed where the file has been moved."
            })
    private Path csv;

    @Mixin private SkippingOptions skipping;

    @Mixin private SeriesOptions series;
    @Mixin private LearningOptions learning;
    @Mixin private EpochOptions epochs;
    @Mixin private RunOptions run;

    TrainSeriesCommand() {
        super(SeriesModel.TASK, Limits.steps(1000));
    }

    @Override
    RunOptions run() {
        return run;
    }

    @Override
    EpochOptions epochs() {
        return epochs;
    }

    @Override
    SeriesTask create() {
        if (csv == null) {
            throw new UsageException("--csv FILE says what to train on");
        }
        SeriesTask task =
                SeriesTask.create(
                        new DataFile(csv, skipping.or(Skipping.NOTHING)),
                        series.settings(),
                        run.shared(learning.settings(0)));
        note(task.windows().toString());
        task.windows().panel().remarks().forEach(this::note);
        return task;
    }

    @Override
    SeriesTask resume(Checkpoint latest) {
        return SeriesTask.resume(latest, csv, run.shared(learning.changes()));
    }
}
