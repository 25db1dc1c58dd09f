package dev.rondo.cli.command;

import dev.rondo.cli.UsageException;
import dev.rondo.models.data.CalendarFeature;
import dev.rondo.models.data.Duplicates;
import dev.rondo.models.data.Gaps;
import dev.rondo.models.data.Repair;
import dev.rondo.models.data.Resampling;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.TimeFormat;
import dev.rondo.models.task.Values;

import picocli.CommandLine.Option;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Options for the column of times. */
final class TimeOptions {
    @Option(
            names = "--gaps",
            paramLabel = "NAME",
            description = {
                "What becomes of missing rows, where nearly all others are one step of time apart: error;"
                        + " allow, and the rows beside a gap count as neighbours; or fill, and rows are"
                        + " put in on a straight line (default: error; for a forecast, as in training)."
            })
    private String gaps;

    @Option(
            names = "--time-format",
            paramLabel = "FORM",
            description = {
                "How the times are written: day-first or month-first, where all of them could be either;"
                        + " or a pattern of java.time with English names, such as \"dd.MM.yy HH:mm\" or"
                        + " \"EEE, d MMM yyyy\" (default: found out; for a forecast, as in training)."
            })
    private String format;

    @Option(
            names = "--zone",
            paramLabel = "NAME",
            description = {
                "The time zone whose clocks count, such as Europe/Berlin: times without an offset are"
                        + " its, and others are turned to it (default: times as they are written)."
            })
    private String zone;

    @Option(
            names = "--calendar",
            paramLabel = "NAME",
            split = ",",
            description = {
                "What the model reads of the time of each row, and of each row to come: hour, weekday,"
                        + " day (of the month), month (default: nothing)."
            })
    private List<String> calendar;

    @Option(
            names = "--sort",
            description = "Sorts the rows of each series by time, instead of refusing disorder.")
    private boolean sort;

    @Option(
            names = "--duplicates",
            paramLabel = "NAME",
            description = {
                "What becomes of rows of the same time: error, first, last, mean or sum"
                        + " (default: error)."
            })
    private String duplicates;

    @Option(
            names = "--resample",
            paramLabel = "STEP",
            description = {
                "Lays the rows on an even step of time, such as 15min, 1h, 1d, 1w, 1mo or 1y, or a number"
                        + " where times are numbers. A step without rows has no values; --missing says"
                        + " what becomes of it."
            })
    private String resample;

    @Option(
            names = "--resample-by",
            paramLabel = "NAME",
            description = {
                "How the rows of a step of --resample become one: mean, sum, first or last"
                        + " (default: mean)."
            })
    private String merge;

    /** The column of times for a new model. */
    Optional<Series.Time> of(Optional<String> column) {
        given().filter(_ -> column.isEmpty())
                .ifPresent(
                        option -> {
                            throw new UsageException(
                                    option + " needs --time COLUMN, which says when each row was");
                        });
        return column.map(
                name -> with(new Series.Time(name, Gaps.ERROR, TimeFormat.Order.RECOGNISED)));
    }

    /** The columns on which a model was trained, for another file from which it goes on. */
    Series.Columns of(Series.Columns trained) {
        given().filter(_ -> trained.time().isEmpty())
                .ifPresent(
                        option -> {
                            throw new UsageException(
                                    option + ": this model was trained without a column of times");
                        });
        if (calendar != null) {
            throw new UsageException(
                    "--calendar: a model reads what it was trained to read of the calendar");
        }
        return trained.with(trained.time().map(this::with));
    }

    private Series.Time with(Series.Time otherwise) {
        Repair before = otherwise.repair();
        return new Series.Time(
                otherwise.column(),
                gaps == null ? otherwise.gaps() : Values.named("--gaps", Gaps.values(), gaps),
                format == null
                        ? otherwise.format()
                        : parsed("--time-format", format, TimeFormat::parse),
                calendar == null
                        ? otherwise.calendar()
                        : calendar.stream()
                                .map(c -> parsed("--calendar", c, CalendarFeature::named))
                                .distinct()
                                .toList(),
                zone == null ? otherwise.zone() : Optional.of(parsed("--zone", zone, ZoneId::of)),
                new Repair(
                        sort || before.sort(),
                        duplicates == null
                                ? before.duplicates()
                                : Values.named("--duplicates", Duplicates.values(), duplicates),
                        resampling(before)));
    }

    private Optional<Resampling> resampling(Repair before) {
        if (resample == null) {
            if (merge != null) {
                throw new UsageException("--resample-by needs --resample STEP");
            }
            return before.resampling();
        }
        Duplicates by =
                merge == null
                        ? Duplicates.MEAN
                        : Values.named("--resample-by", Duplicates.values(), merge);
        if (by == Duplicates.ERROR) {
            throw new UsageException("--resample-by must be mean, sum, first or last, got 'error'");
        }
        return Optional.of(parsed("--resample", resample, text -> Resampling.parse(text, by)));
    }

    /** An option that has no meaning without a column of times. */
    private Optional<String> given() {
        Map<String, Boolean> options = new LinkedHashMap<>();
        options.put("--gaps", gaps != null);
        options.put("--time-format", format != null);
        options.put("--zone", zone != null);
        options.put("--calendar", calendar != null);
        options.put("--sort", sort);
        options.put("--duplicates", duplicates != null);
        options.put("--resample", resample != null);
        return options.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static <T> T parsed(String option, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage());
        } catch (DateTimeException _) {
            throw new UsageException(
                    String.format(
                            Locale.ROOT,
                            "%s must name a time zone, such as Europe/Berlin or UTC, got '%s'",
                            option,
                            text));
        }
    }
}
