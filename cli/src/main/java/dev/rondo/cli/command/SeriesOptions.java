package dev.rondo.cli.command;

import dev.rondo.cli.UsageException;
import dev.rondo.models.data.Missing;
import dev.rondo.models.data.Series;
import dev.rondo.models.forecast.FirstGuess;
import dev.rondo.models.task.SeriesLoss;
import dev.rondo.models.task.SeriesSettings;
import dev.rondo.models.task.Values;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.Optional;

/** Options for which columns of a CSV file are read, and what is forecast. */
final class SeriesOptions {
    @Option(names = "--target", paramLabel = "COLUMN", description = "The column to forecast.")
    private String target;

    @Option(
            names = "--features",
            paramLabel = "COLUMN",
            split = ",",
            description = {
                "Further columns that the model reads, separated by commas (default: the target alone)."
            })
    private List<String> features = List.of();

    @Option(
            names = "--known",
            paramLabel = "COLUMN",
            split = ",",
            description = {
                "Columns that are known of rows to come too, such as a price that is set. A forecast"
                        + " after the end needs rows that have them and no target."
            })
    private List<String> known = List.of();

    @Option(
            names = "--holidays",
            paramLabel = "COLUMN",
            description = {
                "The column that names a holiday, and is empty, 0 or no on other days; known of rows to"
                        + " come too."
            })
    private String holidays;

    @Option(
            names = "--id",
            paramLabel = "COLUMN",
            description = {
                "The column that tells several series apart. One model is learned of all of them; each"
                        + " is scaled by itself."
            })
    private String id;

    @Option(
            names = "--static",
            paramLabel = "COLUMN",
            split = ",",
            description = {
                "Columns that say the same in all rows of a series: numbers, or categories, which are"
                        + " embedded."
            })
    private List<String> statics = List.of();

    @Option(
            names = "--decimal",
            paramLabel = "NAME",
            defaultValue = "point",
            description = {
                "What stands before the decimals of numbers: point or comma (default:"
                        + " ${DEFAULT-VALUE})."
            })
    private String decimal;

    @Option(
            names = "--missing",
            paramLabel = "NAME",
            defaultValue = "error",
            description = {
                "What becomes of cells without a value: error; interpolate, and they lie on a straight"
                        + " line; or mask, and the model is told that there is none (default:"
                        + " ${DEFAULT-VALUE})."
            })
    private String missing;

    @Option(
            names = "--time",
            paramLabel = "COLUMN",
            description = {
                "The column that says when each row was, as a number or a date such as 1984-03,"
                        + " 1984-03-28T09:30:00+01:00, 31.12.1984, Mar-1984 or 1984Q1: it must increase, and stands in pictures; the"
                        + " model reads of it what --calendar says."
            })
    private String time;

    @Mixin private TimeOptions times;

    @Option(
            names = "--horizon",
            paramLabel = "ROWS",
            defaultValue = "12",
            description = "Rows to forecast (default: ${DEFAULT-VALUE}).")
    private int horizon;

    @Option(
            names = "--window",
            paramLabel = "ROWS",
            description = {
                "Rows that are read for a forecast (default: two seasons, or what the horizon asks for;"
                        + " at most a third of the rows to train on)."
            })
    private Integer window;

    @Option(
            names = "--season",
            paramLabel = "ROWS",
            description = {
                "Rows after which the series repeats itself, for the seasonal naive forecast that is"
                        + " shown beside the model's (default: found in the rows to train on)."
            })
    private Integer season;

    @Option(
            names = "--validation",
            paramLabel = "SHARE",
            defaultValue = "0.15",
            description = {
                "Share of the rows, before those of the test, that tells the best model"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private double validation;

    @Option(
            names = "--test",
            paramLabel = "SHARE",
            defaultValue = "0.15",
            description = {
                "Share of the rows, at the end, that is held out; 0 for none"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private double test;

    @Option(
            names = "--loss",
            paramLabel = "NAME",
            defaultValue = "squared",
            description = {
                "What is minimised: squared; huber, in which outliers pull less; pinball, which learns"
                        + " quantiles; or the likelihood of a distribution: gaussian, student-t, or"
                        + " negative-binomial for counts (default: ${DEFAULT-VALUE})."
            })
    private String loss;

    @Option(
            names = "--paths",
            paramLabel = "N",
            description = {
                "Forecasts row by row, as DeepAR does: N sample paths are drawn, each row from the"
                        + " distribution that --loss names, after the rows before it (default: all rows"
                        + " at once)."
            })
    private Integer paths;

    @Mixin private CellOptions cells;
    @Mixin private StackOptions stack;

    SeriesSettings settings() {
        if (target == null) {
            throw new UsageException("--target COLUMN says what to forecast");
        }
        if (window != null) {
            Values.atLeast("--window", window, 1);
        }
        if (season != null) {
            Values.atLeast("--season", season, 1);
        }
        return new SeriesSettings(
                cells.settings(stack),
                SeriesLoss.named(loss),
                Optional.ofNullable(paths),
                new Series.Columns(
                        target,
                        features,
                        known,
                        Optional.ofNullable(holidays),
                        Optional.ofNullable(id),
                        statics,
                        times.of(Optional.ofNullable(time)),
                        numbers()),
                window == null ? 0 : window,
                horizon,
                season == null ? 0 : season,
                FirstGuess.LAST,
                validation,
                test);
    }

    private Series.Numbers numbers() {
        if (!decimal.equals("point") && !decimal.equals("comma")) {
            throw new UsageException("--decimal must be point or comma, got '" + decimal + "'");
        }
        return new Series.Numbers(
                decimal.equals("comma"), Values.named("--missing", Missing.values(), missing));
    }
}
