package dev.rondo.models.data;

import dev.rondo.models.checkpoint.DataSource;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
     * @param calendar what the model reads of the calendar
     * @param zone the zone whose clocks count; empty to take times as they are written
     * @param repair what is done to rows that are not one after the other
     */
    public record Time(
            String column,
            Gaps gaps,
            TimeFormat format,
            List<CalendarFeature> calendar,
            Optional<ZoneId> zone,
            Repair repair) {
        /** Copies the list. */
        public Time {
            calendar = List.copyOf(calendar);
        }

        /** Times of rows that are in order, of which the model reads nothing. */
        public Time(String column, Gaps gaps, TimeFormat format) {
            this(column, gaps, format, List.of(), Optional.empty(), Repair.NONE);
        }

        /** Times that are written in one of the ways that are recognized. */
        public Time(String column, Gaps gaps) {
            this(column, gaps, TimeFormat.Order.RECOGNISED);
        }

        /** The same column, of which it is known how its times are written. */
        public Time written(TimeFormat found) {
            return new Time(column, gaps, found, calendar, zone, repair);
        }
    }

    /**
     * How numbers are written.
     *
     * @param decimalComma whether a comma stands before the decimals, instead of a point
     * @param missing what becomes of cells without a value
     */
    public record Numbers(boolean decimalComma, Missing missing) {
        /** With a decimal point, and none missing. */
        public static final Numbers PLAIN = new Numbers(false, Missing.ERROR);
    }

    /**
     * Which columns of a table are read.
     *
     * @param target what is forecast
     * @param features what is read beside it and known of the past alone
     * @param known what is read beside it and known of rows to come
     * @param holidays the column that is empty, 0, no or false on ordinary days and names a holiday
     *     on others; known of rows to come
     * @param id the column that tells several series apart
     * @param statics columns that say the same in all rows of a series
     * @param time says when each row was; read for order, gaps, labels and the calendar
     * @param numbers how numbers are written
     */
    public record Columns(
            String target,
            List<String> features,
            List<String> known,
            Optional<String> holidays,
            Optional<String> id,
            List<String> statics,
            Optional<Time> time,
            Numbers numbers) {
        /**
         * Checks the names.
         *
         * @throws DataException when a column is named twice; the column that tells series apart
         *     may also be a static one
         */
        public Columns {
            features = List.copyOf(features);
            known = List.copyOf(known);
            statics = List.copyOf(statics);
            List<String> all = new ArrayList<>(features);
            all.add(target);
            all.addAll(known);
            all.addAll(statics);
            holidays.ifPresent(all::add);
            boolean isStatic = id.isPresent() && statics.contains(id.get());
            id.filter(_ -> !isStatic).ifPresent(all::add);
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

        /** One series with a target and what is known of the past beside it. */
        public Columns(String target, List<String> features, Optional<Time> time) {
            this(
                    target,
                    features,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    time,
                    Numbers.PLAIN);
        }

        /** The same columns with times of which more is known. */
        public Columns with(Optional<Time> other) {
            return new Columns(target, features, known, holidays, id, statics, other, numbers);
        }

        /** The columns of numbers: target, features, and what is known of rows to come. */
        public List<String> values() {
            List<String> names = new ArrayList<>(List.of(target));
            names.addAll(features);
            names.addAll(ahead());
            return List.copyOf(names);
        }

        /** What is known of rows to come: columns of the file, holidays, and the calendar's. */
        public List<String> ahead() {
            List<String> names = new ArrayList<>(known);
            holidays.ifPresent(names::add);
            time.ifPresent(t -> t.calendar().forEach(feature -> names.addAll(feature.columns())));
            return List.copyOf(names);
        }

        /** Columns of the file that are read of rows to come, without the calendar's. */
        int fromFile() {
            return known.size() + (holidays.isPresent() ? 1 : 0);
        }

        /** The columns of the file whose cells are numbers. */
        public List<String> numeric() {
            return Stream.of(List.of(target), features, known).flatMap(List::stream).toList();
        }

        /** All columns of the file that are read. */
        public List<String> names() {
            return Stream.of(
                            List.of(target),
                            features,
                            known,
                            statics,
                            holidays.stream().toList(),
                            id.stream().toList(),
                            time.stream().map(Time::column).toList())
                    .flatMap(List::stream)
                    .distinct()
                    .toList();
        }
    }

    /**
     * What times tell.
     *
     * @param texts when each row was, as the file writes it; none where the file does not say it
     * @param remarks what the user should know, in sentences
     * @param pace how far apart rows are, where it is known
     * @param later when a row after the end will be, 1 for the first; empty where that is not known
     */
    record Times(
            List<String> texts,
            List<String> remarks,
            Optional<Pace> pace,
            IntFunction<Optional<String>> later) {
        static final Times NONE =
                new Times(List.of(), List.of(), Optional.empty(), _ -> Optional.empty());
    }

    private final DataSource source;
    private final Columns columns;
    private final String id;
    private final List<String> statics;
    private final int rows;
    private final double[][] values;
    private final BitSet[] missing;
    private final Times times;
    private final IntFunction<Optional<double[]>> calendar;
    private final int width;

    /**
     * A series.
     *
     * @param id what its rows have in the column that tells series apart; else empty
     * @param statics what its static columns say
     * @param rows how many rows it has
     * @param values [columns of the file][rows; of what is known ahead, as many more as are known]
     * @param missing of each of these columns, the rows without a value
     * @param calendar what the calendar says of a row, also of rows to come; empty where the time
     *     of the row is not known
     */
    Series(
            DataSource source,
            Columns columns,
            String id,
            List<String> statics,
            int rows,
            double[][] values,
            BitSet[] missing,
            Times times,
            IntFunction<Optional<double[]>> calendar) {
        this.source = source;
        this.columns = columns;
        this.id = id;
        this.statics = statics;
        this.rows = rows;
        this.values = values;
        this.missing = missing;
        this.times = times;
        this.calendar = calendar;
        this.width = columns.values().size();
    }

    /**
     * Takes columns of a table that holds one series.
     *
     * @throws DataException when one is missing or holds what is no finite number, or time does not
     *     increase from row to row, or has gaps that are not to be
     */
    public static Series of(CsvTable table, Columns columns) {
        columns.names().forEach(table::texts); // all are there, before any is looked into
        return new SeriesReader(table, columns).read("");
    }

    /**
     * The series without its last rows, as if it had been recorded until then. What is known ahead
     * stays known.
     *
     * @param end the row after the last that is kept; above 0
     */
    public Series until(int end) {
        IntFunction<Optional<String>> later =
                row ->
                        end + row <= rows
                                ? Optional.of(time(end + row - 1))
                                : times.later().apply(end + row - rows);
        return new Series(
                source,
                columns,
                id,
                statics,
                end,
                values,
                missing,
                new Times(times.texts(), times.remarks(), times.pace(), later),
                calendar);
    }

    /** Where it came from. */
    public DataSource source() {
        return source;
    }

    /** What its columns are, and how its times turned out to be written. */
    public Columns columns() {
        return columns;
    }

    /** What tells it from the other series of its file; empty where it is the only one. */
    public String id() {
        return id;
    }

    /** What its static columns say, as the file writes it. */
    public List<String> statics() {
        return statics;
    }

    /** How messages name it: its file, and which of several series it is. */
    String name() {
        return id.isEmpty() ? source.name() : source.name() + ", series '" + id + "'";
    }

    /** How many rows it has. */
    public int rows() {
        return rows;
    }

    /** A copy of the column that is forecast. */
    public double[] target() {
        return Arrays.copyOf(values[0], rows);
    }

    /**
     * The measured values of the target in some rows.
     *
     * @param begin the first row
     * @param end the row after the last
     * @return NaN where the value was put in
     */
    public double[] measured(int begin, int end) {
        double[] measured = Arrays.copyOfRange(values[0], begin, end);
        for (int row = begin; row < end; row++) {
            if (isFilled(row)) {
                measured[row - begin] = Double.NaN;
            }
        }
        return measured;
    }

    /**
     * Where forecasts begin of which nothing was put in, nor the row before them.
     *
     * @param from the first row that is forecast
     * @param end the row after the last
     */
    int[] measured(int from, int end, int horizon) {
        return IntStream.rangeClosed(from, end - horizon)
                .filter(
                        origin ->
                                IntStream.range(Math.max(0, origin - 1), origin + horizon)
                                        .noneMatch(this::isFilled))
                .toArray();
    }

    /** How many numbers a row has. */
    int width() {
        return width;
    }

    /**
     * A value.
     *
     * @param column as in {@link Columns#values}
     * @param row of what is known ahead, also one after the end
     * @throws DataException when the row is after the end and nothing is known of it
     */
    public double value(int column, int row) {
        if (column < values.length) {
            if (row >= values[column].length) {
                throw unknown(columns.values().get(column), row);
            }
            return values[column][row];
        }
        return calendar.apply(row)
                .orElseThrow(() -> unknown(columns.values().get(column), row))[
                column - values.length];
    }

    private DataException unknown(String column, int row) {
        return new DataException(
                String.format(
                        Locale.ROOT,
                        "%s: '%s' is not known %d rows after the end, where a forecast needs it."
                                + " Add rows to the file that have everything but '%s'",
                        name(),
                        column,
                        row - rows + 1,
                        columns.target()));
    }

    /** Whether nothing was measured there, and the value was put in. */
    boolean isMissing(int column, int row) {
        return column < missing.length && missing[column].get(row);
    }

    /** Whether the target of a row is no measurement, and was put in. */
    public boolean isFilled(int row) {
        return missing[0].get(row);
    }

    /** What the user should know of its times, in sentences; nothing where all is as it should. */
    public List<String> remarks() {
        return times.remarks();
    }

    /**
     * When a row was, as the file writes it; the row's number, from 1, where it does not. Of a row
     * that was put in, when it should have been.
     */
    public String time(int row) {
        return times.texts().isEmpty() ? Integer.toString(row + 1) : times.texts().get(row);
    }

    /** How far apart its rows are; nothing where its times do not say it. */
    public Optional<Pace> pace() {
        return times.pace();
    }

    /**
     * When a row after the end will be, as the file would write it; nothing where its rows follow
     * no step that goes on.
     *
     * @param row 1 for the first
     */
    public Optional<String> later(int row) {
        return times.later().apply(row);
    }

    /**
     * Mean and deviation of each column over its first rows; what was put in where a value is
     * missing does not count, and the calendar's columns stay as they are.
     *
     * @param until the rows that count; what comes after them is not read
     * @param constant whether a column may be constant; its deviation is then 1
     * @param counts whether the target are counts: they are divided by 1 + their mean, so that 0
     *     stays 0
     * @throws DataException when a column is constant there and must not be, or a count is negative
     *     or no whole number
     */
    public List<Scaling> scaling(int until, boolean constant, boolean counts) {
        List<Scaling> scaling = new ArrayList<>();
        for (int c = 0; c < width(); c++) {
            scaling.add(
                    c == 0 && counts
                            ? scalingOfCounts(until)
                            : c < values.length ? scaling(c, until, constant) : Scaling.IDENTITY);
        }
        return List.copyOf(scaling);
    }

    private Scaling scalingOfCounts(int until) {
        double sum = 0;
        double most = 0;
        for (int row = 0; row < rows; row++) {
            double value = values[0][row];
            if (!missing[0].get(row) && !(value >= 0 && value == Math.rint(value))) {
                throw new DataException(
                        String.format(
                                Locale.ROOT,
                                "%s: '%s' is %s in row %s, which is no count. The negative binomial"
                                        + " distribution is of whole numbers from 0 on; choose another --loss",
                                name(),
                                columns.target(),
                                value,
                                time(row)));
            }
            if (row < until) {
                sum += value;
                most = Math.max(most, value);
            }
        }
        return new Scaling(0, 1 + sum / Math.min(until, rows), 0, most);
    }

    private Scaling scaling(int c, int until, boolean mayBeConstant) {
        String name = columns.values().get(c);
        double[] column = values[c];
        int length = Math.min(until, column.length);
        double[] part = new double[length];
        int count = 0;
        for (int row = 0; row < length; row++) {
            if (!missing[c].get(row)) {
                part[count++] = column[row];
            }
        }
        if (count == 0) {
            return Scaling.IDENTITY;
        }
        double first = part[0];
        if (Arrays.stream(part, 0, count).allMatch(v -> v == first)) {
            if (mayBeConstant) {
                return new Scaling(first, 1, first, first);
            }
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s: column '%s' is %s in all of the %d rows to train on, so nothing can be learned from it. %s",
                            name(),
                            name,
                            first,
                            until,
                            c == 0 ? "Choose another target" : "Leave it out of the features"));
        }
        try {
            return Scaling.fit(part, count);
        } catch (IllegalArgumentException e) {
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s: the numbers of column '%s' are too large or too small to be squared. Choose another unit",
                            name(),
                            name),
                    e);
        }
    }
}
