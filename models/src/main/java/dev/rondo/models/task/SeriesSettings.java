package dev.rondo.models.task;

import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.SeriesWindows;
import dev.rondo.models.forecast.FirstGuess;

import java.util.Optional;

/**
 * The form of a forecaster, and what it reads.
 *
 * @param stack its cells
 * @param loss what is minimized
 * @param paths how many sample paths a forecast draws, row by row; empty to say all rows at once
 * @param columns the columns that are read from the file
 * @param window number of rows that are read for a forecast; 0 to derive it from the season
 * @param horizon number of rows that are forecast
 * @param season number of rows of a season; 0 to search for it
 * @param guess what the forecast is the difference from; it is chosen once the season is known
 * @param validation share of the rows that decides which model is best
 * @param test share of the rows at the end that is held out; 0 for none
 */
public record SeriesSettings(
        StackSettings stack,
        SeriesLoss loss,
        Optional<Integer> paths,
        Series.Columns columns,
        int window,
        int horizon,
        int season,
        FirstGuess guess,
        double validation,
        double test) {
    private static final int MOST_PATHS = 10_000;

    /** Checks names and sizes. */
    public SeriesSettings {
        Values.atLeast("--horizon", horizon, 1);
        Values.positive("--validation", validation);
        Values.within("--validation", validation, 0, 1);
        Values.within("--test", test, 0, 1);
        Values.within(
                "--validation " + validation + " and --test " + test + " together",
                validation + test,
                0,
                1);
        if (paths.isPresent()) {
            checkPaths(paths.get(), loss, columns);
        }
    }

    private static void checkPaths(int paths, SeriesLoss loss, Series.Columns columns) {
        if (paths < 2 || paths > MOST_PATHS) {
            throw new SettingException(
                    "--paths must be from 2 to " + MOST_PATHS + ", got " + paths);
        }
        if (!loss.isDistribution()) {
            throw new SettingException(
                    "--paths draws from a distribution. Choose --loss gaussian, student-t or"
                            + " negative-binomial; got "
                            + loss);
        }
        if (!columns.features().isEmpty()) {
            throw new SettingException(
                    "--paths goes on row by row, and nothing says what comes of --features "
                            + String.join(",", columns.features())
                            + ". Give what is known of rows to come with --known, leave the others"
                            + " out, or forecast all rows at once, without --paths");
        }
    }

    /** The same settings with a known window, season and first guess. */
    SeriesSettings with(int knownWindow, int knownSeason, FirstGuess knownGuess) {
        return new SeriesSettings(
                stack,
                loss,
                paths,
                columns,
                knownWindow,
                horizon,
                knownSeason,
                knownGuess,
                validation,
                test);
    }

    /** The same settings with columns of which more is known. */
    SeriesSettings with(Series.Columns known) {
        return new SeriesSettings(
                stack, loss, paths, known, window, horizon, season, guess, validation, test);
    }

    /** The same settings with another part held out. */
    public SeriesSettings holdingOut(double share) {
        return new SeriesSettings(
                stack, loss, paths, columns, window, horizon, season, guess, validation, share);
    }

    /** How the series is divided, once the window is known. */
    public SeriesWindows.Form form() {
        return new SeriesWindows.Form(window, horizon, validation, test);
    }

    Configuration toConfiguration() {
        return SeriesColumns.addTo(stack.addTo(Configuration.empty()), columns)
                .with("loss", loss.toString())
                .with("paths", paths.orElse(null))
                .with("window", window)
                .with("horizon", horizon)
                .with("season", season)
                .with("guess", guess.season())
                .with("growth", guess.growth())
                .with("validation", validation)
                .with("test", test);
    }

    static SeriesSettings parse(Configuration c) {
        return new SeriesSettings(
                StackSettings.parse(c),
                c.choice("loss", SeriesLoss.class),
                c.has("paths") ? Optional.of(c.integer("paths", 2, MOST_PATHS)) : Optional.empty(),
                SeriesColumns.parse(c),
                c.integer("window", 1, Integer.MAX_VALUE),
                c.integer("horizon", 1, Integer.MAX_VALUE),
                c.integer("season", 0, Integer.MAX_VALUE),
                // runs from before this setting forecast the difference from the last value
                c.has("guess")
                        ? new FirstGuess(
                                c.integer("guess", 1, Integer.MAX_VALUE), c.flag("growth", false))
                        : FirstGuess.LAST,
                c.number("validation"),
                c.number("test"));
    }
}
