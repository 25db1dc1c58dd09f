package dev.rondo.cli.command;

import dev.rondo.backend.Executable;
import dev.rondo.backend.NonFiniteException;
import dev.rondo.cli.Console;
import dev.rondo.cli.task.DataFile;
import dev.rondo.cli.task.SeriesModel;
import dev.rondo.cli.task.SeriesTask;
import dev.rondo.cli.task.Weights;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.CsvTable;
import dev.rondo.models.data.DataException;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.TextFile;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code rondo forecast}: what comes after the end of a series. */
@Command(
        name = "forecast",
        description =
                "Forecasts the rows after the end of a CSV file, with a model that was trained.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "The result is CSV: a line for each row, counted from the first after the end. Where the",
            "times of the series follow a step, the last column says when each row will be.",
            "",
            "Examples:",
            "  rondo forecast runs/series-20260522-101500",
            "  rondo forecast runs/series-20260522-101500 --csv sunspots-2026.csv > next.csv"
        })
final class ForecastCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "The run directory of 'rondo train series'.")
    private Path directory;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = {
                "The series to go on from, with the columns of the one that was trained on; - is standard"
                        + " input (default: that one)."
            })
    private Path csv;

    @Mixin private SkippingOptions skipping;
    @Mixin private TimeOptions times;
    @Mixin private ComputeOptions compute;

    @Inject private Console console;

    @Override
    public Integer call() {
        Checkpoint checkpoint = RunPaths.model(directory, "rondo forecast", SeriesTask.NAME);
        Configuration c = checkpoint.description().model();
        SeriesModel model = SeriesModel.parse(c);
        DataFile file = DataFile.parse(c, csv, "--csv");
        Series series =
                Series.of(
                        CsvTable.read(file.path(), skipping.or(file.skipping())),
                        times.of(model.settings().columns()));
        series.remarks().forEach(console::note);
        int window = model.settings().window();
        if (series.rows() < window) {
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s has %d rows; this model reads the last %d. Give it a longer series",
                            TextFile.name(file.path()),
                            series.rows(),
                            window));
        }
        model.beyond(series).forEach(console::warn);
        try (Executable executable = compute.open(console).compile(model.program(1))) {
            Weights.restore(checkpoint, executable, console);
            double[] forecast = model.forecast(executable, 1, series, () -> {}, series.rows())[0];
            for (double value : forecast) {
                if (!Float.isFinite((float) value)) {
                    throw new NonFiniteException(
                            "the model forecasts " + (float) value + ", which is no value");
                }
            }
            console.out()
                    .println(
                            "step,"
                                    + quoted(series.columns().target())
                                    + series.later(1).map(_ -> "," + time(series)).orElse(""));
            for (int h = 0; h < forecast.length; h++) {
                String when = series.later(h + 1).map(t -> "," + quoted(t)).orElse("");
                console.out().println((h + 1) + "," + (float) forecast[h] + when);
            }
        }
        return 0;
    }

    private static String time(Series series) {
        return quoted(series.columns().time().map(Series.Time::column).orElseThrow());
    }

    private static String quoted(String name) {
        boolean plain = name.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
        return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
