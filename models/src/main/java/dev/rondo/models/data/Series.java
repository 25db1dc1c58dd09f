package dev.rondo.models.data;

import dev.rondo.models.checkpoint.DataSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * A time series: a column to forecast and others that may help, a row at each step of time. Its
 * rows are split in the order of time; the end is for the test. Immutable.
 */
public final class Series {
    /**
     * The column that says when each row was.
     *
     * @param column its name
     * @param gaps what becomes of rows that are missing
     * @param format how its times are written
     */
    public record Time(String column, Gaps gaps, TimeFormat format) {
        /** Times that are written in one of the ways that are recognized. */
        public Time(String column, Gaps gaps) {
            this(column, gaps, TimeFormat.Order.RECOGNISED);
        }
    }

    /**
     * Which columns of a table are read.
     *
     * @param target what is forecast
     * @param features what is read beside it
     * @param time says when each row was; read for order, gaps and labels alone
     */
    public record Columns(String target, List<String> features, Optional<Time> time) {
        /**
         * Checks the names.
         *
         * @throws DataException when a column is named twice
         */
        public Columns {
            features = List.copyOf(features);
            List<String> all = new ArrayList<>(features);
            all.add(target);
            time.map(Time::column).ifPresent(all::add);
            for (String name : all) {
                if (all.indexOf(name) != all.lastIndexOf(name)) {
                    throw new DataException(
                            String.format(
                                    Locale.ROOT,
                                    "column '%s' is named twice; the target is read without being a feature, the time is none",
                                    name));
                }
            }
        }

        private Columns at(Time read) {
            return new Columns(target, features, Optional.of(read));
        }

        /** The columns of numbers: the target, then the features. */
        public List<String> numbers() {
            List<String> names = new ArrayList<>(List.of(target));
            names.addAll(features);
            return List.copyOf(names);
        }
    }

    private final DataSource source;
    private final Columns columns;
    private final double[][] values;
    private final List<String> times;
    private final BitSet filled;
    private final List<String> remarks;
    private final Optional<Pace> pace;
    private final IntFunction<Optional<String>> later;

    private Series(
            DataSource source,
            Columns columns,
            double[][] values,
            List<String> times,
            BitSet filled,
            List<String> remarks,
            Optional<Pace> pace,
            IntFunction<Optional<String>> later) {
        this.source = source;
        this.columns = columns;
        this.values = values;
        this.times = times;
        this.filled = filled;
        this.remarks = remarks;
        this.pace = pace;
        this.later = later;
    }

    /**
     * Takes columns of a table.
     *
     * @throws DataException when one is missing or holds what is no finite number, or time does not
     *     increase from row to row, or has gaps that are not to be
     */
    public static Series of(CsvTable table, Columns columns) {
        columns.time()
                .map(Time::column)
                .ifPresent(table::texts); // all columns are there, before any is looked into
        columns.numbers().forEach(table::texts);
        List<String> names = columns.numbers();
        double[][] values = new double[names.size()][];
        for (int c = 0; c < values.length; c++) {
            values[c] = table.numbers(names.get(c));
        }
        return columns.time()
                .map(time -> timed(table, columns, values, time))
                .orElseGet(() -> withoutStep(table, columns, values, List.of()));
    }

    /** A series of whose times nothing follows: there are none, or only one. */
    private static Series withoutStep(
            CsvTable table, Columns columns, double[][] values, List<String> times) {
        return new Series(
                table.source(),
                columns,
                values,
                times,
                new BitSet(),
                List.of(),
                Optional.empty(),
                _ -> Optional.empty());
    }

    private static Series timed(CsvTable table, Columns columns, double[][] values, Time time) {
        List<String> texts = table.texts(time.column());
        TimeColumn.Read read = TimeColumn.read(table, time);
        Columns found = columns.at(new Time(time.column(), time.gaps(), read.format()));
        if (texts.size() < 2) {
            return withoutStep(table, found, values, texts);
        }
        TimeGaps gaps = TimeGaps.find(read.times());
        List<String> remarks = new GapReport(table, time.column(), gaps).judge(time.gaps());
        Optional<Pace> pace = gaps.rhythm().pace(read.times());
        IntFunction<Optional<String>> later = row -> gaps.afterEnd(row).map(read.writer());
        if (time.gaps() != Gaps.FILL) {
            return new Series(
                    table.source(), found, values, texts, new BitSet(), remarks, pace, later);
        }
        double[][] all = Arrays.stream(values).map(gaps::fill).toArray(double[][]::new);
        List<String> names = gaps.fill(texts, read.writer());
        return new Series(table.source(), found, all, names, gaps.filled(), remarks, pace, later);
    }

    /** Where it came from. */
    public DataSource source() {
        return source;
    }

    /** What its columns are, and how its times turned out to be written. */
    public Columns columns() {
        return columns;
    }

    /** How many rows it has. */
    public int rows() {
        return values[0].length;
    }

    /** A copy of the column that is forecast. */
    public double[] target() {
        return values[0].clone();
    }

    /**
     * A value.
     *
     * @param column 0 for the target, then the features
     */
    public double value(int column, int row) {
        return values[column][row];
    }

    /** Whether a row is not in the file and was put in where one was missing. */
    public boolean isFilled(int row) {
        return filled.get(row);
    }

    /** What the user should know of its times, in sentences; nothing where all is as it should. */
    public List<String> remarks() {
        return remarks;
    }

    /**
     * When a row was, as the file writes it; the row's number, from 1, where it does not. Of a row
     * that was put in, when it should have been.
     */
    public String time(int row) {
        return times.isEmpty() ? Integer.toString(row + 1) : times.get(row);
    }

    /** How far apart its rows are; nothing where its times do not say it. */
    public Optional<Pace> pace() {
        return pace;
    }

    /**
     * When a row after the end will be, as the file would write it; nothing where its rows follow
     * no step that goes on.
     *
     * @param row 1 for the first
     */
    public Optional<String> later(int row) {
        return later.apply(row);
    }

    /**
     * Mean and deviation of each column over its first rows.
     *
     * @param rows the rows that count; what comes after them is not read
     * @throws DataException when a column is constant there
     */
    public List<Scaling> scaling(int rows) {
        List<Scaling> scaling = new ArrayList<>();
        for (int c = 0; c < values.length; c++) {
            String name = columns.numbers().get(c);
            double[] part = Arrays.copyOf(values[c], rows);
            double first = part[0];
            if (Arrays.stream(part).allMatch(v -> v == first)) {
                throw new DataException(
                        String.format(
                                Locale.ROOT,
                                "%s: column '%s' is %s in all of the %d rows to train on, so nothing can be learned from it. %s",
                                source.name(),
                                name,
                                first,
                                rows,
                                c == 0 ? "Choose another target" : "Leave it out of the features"));
            }
            try {
                scaling.add(Scaling.fit(part, rows));
            } catch (IllegalArgumentException e) {
                throw new DataException(
                        String.format(
                                Locale.ROOT,
                                "%s: the numbers of column '%s' are too large or too small to be squared. Choose another unit",
                                source.name(),
                                name),
                        e);
            }
        }
        return List.copyOf(scaling);
    }
}
