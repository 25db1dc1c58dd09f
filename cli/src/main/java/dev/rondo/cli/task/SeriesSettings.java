package dev.rondo.cli.task;

import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.Gaps;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.SeriesWindows;
import dev.rondo.models.data.TimeFormat;

import java.util.Optional;

/**
 * The form of a forecaster, and what it reads.
 *
 * @param stack its cells
 * @param loss what is minimized
 * @param columns the columns that are read from the file
 * @param window number of rows that are read for a forecast; 0 to derive it from the season
 * @param horizon number of rows that are forecast
 * @param season number of rows of a season; 0 to search for it
 * @param validation share of the rows that decides which model is best
 * @param test share of the rows at the end that is held out
 */
public record SeriesSettings(
        StackSettings stack,
        SeriesLoss loss,
        Series.Columns columns,
        int window,
        int horizon,
        int season,
        double validation,
        double test) {
    /** Checks names and sizes. */
    public SeriesSettings {
        Values.atLeast("--horizon", horizon, 1);
        checkShare("--validation", validation, 1);
        checkShare("--test", test, 1);
        checkShare("--validation and --test together", validation + test, 1);
    }

    private static void checkShare(String option, double share, double limit) {
        Values.positive(option, share);
        Values.within(option, share, 0, limit);
    }

    /** The same settings with a known window and season. */
    SeriesSettings with(int knownWindow, int knownSeason) {
        return new SeriesSettings(
                stack, loss, columns, knownWindow, horizon, knownSeason, validation, test);
    }

    /** The same settings with columns of which more is known. */
    SeriesSettings with(Series.Columns known) {
        return new SeriesSettings(stack, loss, known, window, horizon, season, validation, test);
    }

    /** How the series is divided, once the window is known. */
    SeriesWindows.Form form() {
        return new SeriesWindows.Form(window, horizon, validation, test);
    }

    Configuration toConfiguration() {
        return stack.addTo(Configuration.empty())
                .with("loss", loss.toString())
                .with("target", columns.target())
                .with("features", columns.features())
                .with("time", columns.time().map(Series.Time::column).orElse(null))
                .with("gaps", columns.time().map(t -> t.gaps().toString()).orElse(null))
                .with("time_format", columns.time().map(t -> t.format().toString()).orElse(null))
                .with("window", window)
                .with("horizon", horizon)
                .with("season", season)
                .with("validation", validation)
                .with("test", test);
    }

    private static Optional<Series.Time> time(Configuration c) {
        // a run from before this setting took its rows as they were
        return Optional.ofNullable(c.text("time", null))
                .map(
                        column ->
                                new Series.Time(
                                        column,
                                        c.has("gaps") ? c.choice("gaps", Gaps.class) : Gaps.ALLOW,
                                        format(c)));
    }

    private static TimeFormat format(Configuration c) {
        // runs from before this setting do not have it
        String format = c.text("time_format", TimeFormat.Order.RECOGNISED.toString());
        try {
            return TimeFormat.parse(format);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException("time_format: " + e.getMessage(), e);
        }
    }

    static SeriesSettings parse(Configuration c) {
        return new SeriesSettings(
                StackSettings.parse(c),
                c.choice("loss", SeriesLoss.class),
                new Series.Columns(c.text("target"), c.texts("features"), time(c)),
                c.integer("window", 1, Integer.MAX_VALUE),
                c.integer("horizon", 1, Integer.MAX_VALUE),
                c.integer("season", 0, Integer.MAX_VALUE),
                c.number("validation"),
                c.number("test"));
    }
}
