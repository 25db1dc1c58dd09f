package dev.rondo.cli.command;

import dev.rondo.backend.Backend;
import dev.rondo.cli.Console;
import dev.rondo.cli.Interrupt;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.task.Backtest;
import dev.rondo.cli.task.DataFile;
import dev.rondo.cli.task.SeriesTask;
import dev.rondo.models.data.Skipping;
import dev.rondo.models.task.Values;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code rondo backtest}: how good forecasts would have been in the past. */
@Command(
        name = BacktestCommand.NAME,
        description = {
            "Measures how good forecasts would have been in the past: from each of several origins the"
                    + " next rows are forecast, knowing only what came before. The model is trained on the"
                    + " rows before the first origin, or again before each (--refit), and stands beside"
                    + " the last value, the last season and the drift."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        defaultValueProvider = TrainingDefaults.class,
        footer = {
            "",
            "The options of 'rondo train series' say what is read and how the model is trained.",
            "",
            "Examples:",
            "  rondo backtest --csv sunspots.csv --target sunspots --time month",
            "  rondo backtest --csv sales.csv --id store --target sold --time day --refit --page b.html"
        })
final class BacktestCommand implements Callable<Integer> {
    static final String NAME = "backtest";

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "The series, as for 'rondo train series'; - is standard input.")
    private Path csv;

    @Option(
            names = "--origins",
            paramLabel = "N",
            defaultValue = "8",
            description = "How many forecasts of each series (default: ${DEFAULT-VALUE}).")
    private int origins;

    @Option(
            names = "--stride",
            paramLabel = "ROWS",
            description = "Rows from one origin to the next (default: the horizon).")
    private Integer stride;

    @Option(
            names = "--refit",
            description = "Trains again before each origin, on all rows before it.")
    private boolean refit;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Updates of each training (default: ${DEFAULT-VALUE}).")
    private long steps;

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description = "Writes a page with the table and a chart.")
    private Path page;

    @Mixin private SkippingOptions skipping;
    @Mixin private SeriesOptions series;
    @Mixin private LearningOptions learning;
    @Mixin private ComputeOptions compute;

    @Inject private Console console;
    @Inject private Interrupt interrupt;

    @Override
    public Integer call() {
        if (csv == null) {
            throw new UsageException("--csv FILE says what to forecast");
        }
        Values.atLeast("--origins", origins, 1);
        Values.atLeast("--steps", steps, 1);
        if (stride != null) {
            Values.atLeast("--stride", stride, 1);
        }
        Backend backend = compute.open(console);
        interrupt.catchSignals(console::note);
        interrupt.waitForNothing("ended; a backtest keeps nothing");
        DataFile file = new DataFile(csv, skipping.or(Skipping.NOTHING));
        Backtest.Order order =
                new Backtest.Order(
                        file,
                        series.settings(),
                        learning.settings(0),
                        origins,
                        Optional.ofNullable(stride),
                        refit,
                        steps);
        Backtest.Result result =
                new Backtest(console, backend, order)
                        .run(SeriesTask.read(file, order.model().columns()));
        result.print(console);
        if (page != null) {
            result.write(page, console);
        }
        return 0;
    }
}
