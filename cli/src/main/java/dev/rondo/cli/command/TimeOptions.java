package dev.rondo.cli.command;

import dev.rondo.cli.UsageException;
import dev.rondo.cli.task.Values;
import dev.rondo.models.data.Gaps;
import dev.rondo.models.data.Series;

import picocli.CommandLine.Option;

import java.util.Optional;

/** Options that say how the column of times is taken. */
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

    /** The column of a model that is to be trained. */
    Optional<Series.Time> of(Optional<String> column) {
        if (column.isEmpty() && gaps != null) {
            throw new UsageException("--gaps needs --time COLUMN, which says when each row was");
        }
        return column.map(name -> new Series.Time(name, gaps(Gaps.ERROR)));
    }

    /** The columns that a model was trained on, of a file that it is to go on from. */
    Series.Columns of(Series.Columns trained) {
        if (trained.time().isEmpty() && gaps != null) {
            throw new UsageException("--gaps: this model was trained without a column of times");
        }
        return new Series.Columns(
                trained.target(),
                trained.features(),
                trained.time().map(t -> new Series.Time(t.column(), gaps(t.gaps()))));
    }

    private Gaps gaps(Gaps otherwise) {
        return gaps == null ? otherwise : Values.named("--gaps", Gaps.values(), gaps);
    }
}
