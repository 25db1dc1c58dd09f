package dev.rondo.cli.command;

import dev.rondo.cli.UsageException;
import dev.rondo.cli.task.Values;
import dev.rondo.models.data.Gaps;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.TimeFormat;

import picocli.CommandLine.Option;

import java.util.Optional;

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

    /** The column of times for a new model. */
    Optional<Series.Time> of(Optional<String> column) {
        given().filter(_ -> column.isEmpty())
                .ifPresent(
                        option -> {
                            throw new UsageException(
                                    option + " needs --time COLUMN, which says when each row was");
                        });
        return column.map(
                name ->
                        new Series.Time(
                                name, gaps(Gaps.ERROR), format(TimeFormat.Order.RECOGNISED)));
    }

    /** The columns on which a model was trained, for another file from which it goes on. */
    Series.Columns of(Series.Columns trained) {
        given().filter(_ -> trained.time().isEmpty())
                .ifPresent(
                        option -> {
                            throw new UsageException(
                                    option + ": this model was trained without a column of times");
                        });
        return new Series.Columns(
                trained.target(),
                trained.features(),
                trained.time()
                        .map(t -> new Series.Time(t.column(), gaps(t.gaps()), format(t.format()))));
    }

    /** An option that has no meaning without a column of times. */
    private Optional<String> given() {
        return gaps != null
                ? Optional.of("--gaps")
                : Optional.ofNullable(format).map(_ -> "--time-format");
    }

    private TimeFormat format(TimeFormat otherwise) {
        try {
            return format == null ? otherwise : TimeFormat.parse(format);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--time-format: " + e.getMessage());
        }
    }

    private Gaps gaps(Gaps otherwise) {
        return gaps == null ? otherwise : Values.named("--gaps", Gaps.values(), gaps);
    }
}
