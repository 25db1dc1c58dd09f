package dev.rondo.models.data;

import dev.rondo.models.checkpoint.DataSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A time series: a column to forecast and others that may help, a row at each step of time. Its
 * rows are split in the order of time; the end is for the test. Immutable.
 */
public final class Series {
    /**
     * Which columns of a table are read.
     *
     * @param target what is forecast
     * @param features what is read beside it
     * @param time says when each row was; read for order and labels alone
     */
    public record Columns(String target, List<String> features, Optional<String> time) {
        /**
         * Checks the names.
         *
         * @throws DataException when a column is named twice
         */
        public Columns {
            features = List.copyOf(features);
            List<String> all = new ArrayList<>(features);
            all.add(target);
            time.ifPresent(all::add);
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

    private Series(DataSource source, Columns columns, double[][] values, List<String> times) {
        this.source = source;
        this.columns = columns;
        this.values = values;
        this.times = times;
    }

    /**
     * Takes columns of a table.
     *
     * @throws DataException when one is missing or holds what is no finite number, or time does not
     *     increase from row to row
     */
    public static Series of(CsvTable table, Columns columns) {
        columns.time().ifPresent(table::texts); // all columns are there, before any is looked into
        columns.numbers().forEach(table::texts);
        List<String> names = columns.numbers();
        double[][] values = new double[names.size()][];
        for (int c = 0; c < values.length; c++) {
            values[c] = table.numbers(names.get(c));
        }
        List<String> times = List.of();
        if (columns.time().isPresent()) {
            times = table.texts(columns.time().get());
            TimeColumn.read(table, columns.time().get());
        }
        return new Series(table.source(), columns, values, times);
    }

    /** Where it came from. */
    public DataSource source() {
        return source;
    }

    /** What its columns are. */
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

    /** When a row was, as the file writes it; the row's number, from 1, where it does not. */
    public String time(int row) {
        return times.isEmpty() ? Integer.toString(row + 1) : times.get(row);
    }

    /**
     * Mean and deviation of each column over its first rows.
     *
     * @param rows the rows that count; what comes behind is not looked at
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
