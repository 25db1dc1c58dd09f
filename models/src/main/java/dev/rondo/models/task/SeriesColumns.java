package dev.rondo.models.task;

import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.CalendarFeature;
import dev.rondo.models.data.Duplicates;
import dev.rondo.models.data.Gaps;
import dev.rondo.models.data.Missing;
import dev.rondo.models.data.Repair;
import dev.rondo.models.data.Resampling;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.TimeFormat;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Which columns of a file are read, and how, as run directories describe it. */
final class SeriesColumns {
    private SeriesColumns() {}

    static Configuration addTo(Configuration c, Series.Columns columns) {
        Optional<Series.Time> time = columns.time();
        Repair repair = time.map(Series.Time::repair).orElse(Repair.NONE);
        return c.with("target", columns.target())
                .with("features", columns.features())
                .with("known", columns.known())
                .with("holidays", columns.holidays().orElse(null))
                .with("id", columns.id().orElse(null))
                .with("static", columns.statics())
                .with("decimal_comma", columns.numbers().decimalComma())
                .with("missing", columns.numbers().missing().toString())
                .with("time", time.map(Series.Time::column).orElse(null))
                .with("gaps", time.map(t -> t.gaps().toString()).orElse(null))
                .with("time_format", time.map(t -> t.format().toString()).orElse(null))
                .with(
                        "calendar",
                        time.map(t -> t.calendar().stream().map(Object::toString).toList())
                                .orElse(List.of()))
                .with("zone", time.flatMap(Series.Time::zone).map(ZoneId::getId).orElse(null))
                .with("sort", repair.sort())
                .with("duplicates", repair.duplicates().toString())
                .with("resample", repair.resampling().map(Resampling::step).orElse(null))
                .with(
                        "resample_by",
                        repair.resampling().map(r -> r.merge().toString()).orElse(null));
    }

    /** The columns. Runs from before a setting do not have it. */
    static Series.Columns parse(Configuration c) {
        return new Series.Columns(
                c.text("target"),
                c.texts("features"),
                texts(c, "known"),
                Optional.ofNullable(c.text("holidays", null)),
                Optional.ofNullable(c.text("id", null)),
                texts(c, "static"),
                Optional.ofNullable(c.text("time", null)).map(name -> time(c, name)),
                new Series.Numbers(
                        c.flag("decimal_comma", false),
                        c.has("missing") ? c.choice("missing", Missing.class) : Missing.ERROR));
    }

    private static List<String> texts(Configuration c, String key) {
        return c.has(key) ? c.texts(key) : List.of();
    }

    private static Series.Time time(Configuration c, String column) {
        try {
            Repair repair =
                    new Repair(
                            c.flag("sort", false),
                            c.has("duplicates")
                                    ? c.choice("duplicates", Duplicates.class)
                                    : Duplicates.ERROR,
                            c.has("resample")
                                    ? Optional.of(
                                            Resampling.parse(
                                                    c.text("resample"),
                                                    c.choice("resample_by", Duplicates.class)))
                                    : Optional.empty());
            return new Series.Time(
                    column,
                    // a run from before this setting took its rows as they were
                    c.has("gaps") ? c.choice("gaps", Gaps.class) : Gaps.ALLOW,
                    TimeFormat.parse(c.text("time_format", TimeFormat.Order.RECOGNISED.toString())),
                    texts(c, "calendar").stream().map(CalendarFeature::named).toList(),
                    c.has("zone") ? Optional.of(ZoneId.of(c.text("zone"))) : Optional.empty(),
                    repair);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new CheckpointException("the column of times: " + e.getMessage(), e);
        }
    }
}
