package dev.rondo.cli.command;

import dev.rondo.backend.Executable;
import dev.rondo.backend.NonFiniteException;
import dev.rondo.cli.Console;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.task.DataFile;
import dev.rondo.cli.task.SeriesTask;
import dev.rondo.cli.task.Weights;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.DataException;
import dev.rondo.models.data.Panel;
import dev.rondo.models.data.Series;
import dev.rondo.models.forecast.Forecast;
import dev.rondo.models.forecast.Outcome;
import dev.rondo.models.forecast.SampledOutcome;
import dev.rondo.models.task.SeriesModel;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
            "The result is CSV: a line for each row, counted from the first after the end. Columns q0.05 to",
            "q0.95 are quantiles: between these two lie 90 %% of the values, if they go on as those did on",
            "which the model was not trained. Where the times of the series follow a step, the last column",
            "says when each row will be. Rows at the end of the file that have everything but the target",
            "tell what is known of rows to come.",
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

    @Option(
            names = "--paths",
            description = {
                "Prints the sample paths of a model that was trained with --paths, instead of what they"
                        + " say together: a line for each path and row. They are not calibrated."
            })
    private boolean paths;

    @Mixin private SkippingOptions skipping;
    @Mixin private TimeOptions times;
    @Mixin private ComputeOptions compute;

    @Inject private Console console;

    @Override
    public Integer call() {
        Checkpoint checkpoint = RunPaths.model(directory, "rondo forecast", SeriesModel.TASK);
        Configuration c = checkpoint.description().model();
        SeriesModel model = SeriesModel.parse(c);
        if (paths && model.settings().paths().isEmpty()) {
            throw new UsageException(
                    directory
                            + " forecasts all rows at once and draws no paths. Train a model with"
                            + " --paths N, or leave --paths out");
        }
        DataFile file = DataFile.parse(c, csv, "--csv");
        Series.Columns columns = times.of(model.settings().columns());
        DataFile read = new DataFile(file.path(), skipping.or(file.skipping()));
        Panel panel = SeriesTask.read(read, columns);
        panel.remarks().forEach(console::note);
        panel.series().forEach(s -> checkLength(s, model.settings().window(), columns));
        panel.series().forEach(s -> model.beyond(s).forEach(console::warn));
        try (Executable executable = compute.open(console).compile(model.program())) {
            Weights.restore(checkpoint, executable, console);
            Outcome[][] next = model.next(executable, panel);
            List<Forecast> forecasts =
                    model.forecasts(next, panel, model.calibration(executable, panel));
            forecasts.forEach(ForecastCommand::check);
            if (paths) {
                printPaths(panel, next);
            } else {
                print(panel, forecasts);
            }
        }
        return 0;
    }

    /** Of several series, one may be shorter than the window: its first row is then repeated. */
    private static void checkLength(Series series, int window, Series.Columns columns) {
        if (series.rows() < window && columns.id().isEmpty()) {
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s has %d rows; this model reads the last %d. Give it a longer series",
                            series.source().name(),
                            series.rows(),
                            window));
        }
    }

    private static void check(Forecast forecast) {
        for (double value : forecast.points()) {
            if (!Float.isFinite((float) value)) {
                throw new NonFiniteException(
                        "the model forecasts " + (float) value + ", which is no value");
            }
        }
    }

    private void print(Panel panel, List<Forecast> forecasts) {
        Series.Columns columns = panel.columns();
        boolean spread = forecasts.getFirst().isProbabilistic();
        List<String> header = new ArrayList<>(List.of("step", quoted(columns.target())));
        if (spread) {
            Forecast.LEVELS.levels().forEach(l -> header.add("q" + l));
        }
        printHeader(panel, header);
        for (int i = 0; i < forecasts.size(); i++) {
            Series series = panel.series().get(i);
            Forecast forecast = forecasts.get(i);
            for (int h = 0; h < forecast.points().length; h++) {
                List<String> row = new ArrayList<>();
                row.add(Integer.toString(h + 1));
                row.add(Float.toString((float) forecast.points()[h]));
                for (double quantile : forecast.quantiles()[h]) {
                    row.add(Float.toString((float) quantile));
                }
                printRow(panel, series, h, row);
            }
        }
    }

    private void printPaths(Panel panel, Outcome[][] next) {
        printHeader(panel, List.of("path", "step", quoted(panel.columns().target())));
        for (int i = 0; i < next.length; i++) {
            double[][] drawn =
                    Arrays.stream(next[i])
                            .map(o -> ((SampledOutcome) o).drawn())
                            .toArray(double[][]::new);
            for (int path = 0; path < drawn[0].length; path++) {
                for (int h = 0; h < drawn.length; h++) {
                    List<String> row =
                            List.of(
                                    Integer.toString(path + 1),
                                    Integer.toString(h + 1),
                                    Float.toString((float) drawn[h][path]));
                    printRow(panel, panel.series().get(i), h, row);
                }
            }
        }
    }

    /** Column names, behind that of the series and before that of the time. */
    private void printHeader(Panel panel, List<String> names) {
        List<String> all = new ArrayList<>();
        panel.columns().id().ifPresent(id -> all.add(quoted(id)));
        all.addAll(names);
        if (isTimed(panel)) {
            all.add(quoted(panel.columns().time().map(Series.Time::column).orElseThrow()));
        }
        console.out().println(String.join(",", all));
    }

    /** Cells of a row, behind the name of the series and before the time of a step. */
    private void printRow(Panel panel, Series series, int step, List<String> cells) {
        List<String> all = new ArrayList<>();
        if (panel.columns().id().isPresent()) {
            all.add(quoted(series.id()));
        }
        all.addAll(cells);
        if (isTimed(panel)) {
            all.add(series.later(step + 1).map(ForecastCommand::quoted).orElse(""));
        }
        console.out().println(String.join(",", all));
    }

    private static boolean isTimed(Panel panel) {
        return panel.series().stream().anyMatch(s -> s.later(1).isPresent());
    }

    private static String quoted(String name) {
        boolean plain = name.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
        return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
