package dev.rondo.models.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Makes a series of the rows of a table. */
final class SeriesReader {
    /** What a cell of a column of holidays holds on an ordinary day. */
    private static final Set<String> ORDINARY = Set.of("", "0", "no", "false", "none", "na", "nan");

    private final CsvTable table;
    private final Series.Columns columns;

    /**
     * A reader.
     *
     * @param table its rows are those of one series
     */
    SeriesReader(CsvTable table, Series.Columns columns) {
        this.table = table;
        this.columns = columns;
    }

    Series read(String id) {
        Optional<TimeRows> times = columns.time().map(t -> TimeRows.read(table, t));
        double[][] cells = cells();
        if (times.isPresent()) {
            cells = Arrays.stream(cells).map(times.get()::merge).toArray(double[][]::new);
        }
        int length = cells[0].length;
        int rows = columns.fromFile() > 0 ? end(cells[0]) : length;
        checkNone(cells, rows, length, times);
        // rows are put in where some are missing, before values are
        Series.Times told = Series.Times.NONE;
        IntFunction<Optional<double[]>> calendar = _ -> Optional.empty();
        Series.Columns found = columns;
        if (times.isPresent()) {
            TimeRows t = times.get();
            TimeRows.Laid all = t.lay(rows);
            cells = Arrays.stream(cells).map(all::spread).toArray(double[][]::new);
            rows += all.inserted(rows);
            told = all.times(rows);
            calendar = all.calendar();
            found = columns.with(Optional.of(t.column()));
        }
        double[][] values = new double[cells.length][];
        BitSet[] missing = new BitSet[cells.length];
        int ahead = 1 + columns.features().size();
        for (int c = 0; c < cells.length; c++) {
            double[] column = c < ahead ? Arrays.copyOf(cells[c], rows) : cells[c];
            missing[c] = new BitSet();
            for (int row = 0; row < column.length; row++) {
                missing[c].set(row, Double.isNaN(column[row]));
            }
            values[c] =
                    columns.numbers().missing() == Missing.MASK
                            ? carried(column)
                            : straight(column);
        }
        return new Series(
                table.source(), found, id, statics(), rows, values, missing, told, calendar);
    }

    private double[][] cells() {
        List<double[]> cells = new ArrayList<>();
        boolean comma = columns.numbers().decimalComma();
        cells.add(table.numbers(columns.target(), comma));
        columns.features().forEach(name -> cells.add(table.numbers(name, comma)));
        columns.known().forEach(name -> cells.add(table.numbers(name, comma)));
        columns.holidays()
                .ifPresent(
                        name ->
                                cells.add(
                                        table.texts(name).stream()
                                                .mapToDouble(SeriesReader::holiday)
                                                .toArray()));
        return cells.toArray(double[][]::new);
    }

    private static double holiday(String cell) {
        return ORDINARY.contains(cell.toLowerCase(Locale.ROOT)) ? 0 : 1;
    }

    /** The row after the last that has a target: rows after it tell what is known ahead. */
    private static int end(double[] target) {
        int end = target.length;
        while (end > 0 && Double.isNaN(target[end - 1])) {
            end--;
        }
        return end;
    }

    /** Refuses cells without a value, where they are not to be. */
    private void checkNone(double[][] cells, int rows, int length, Optional<TimeRows> times) {
        for (int c = 0; c < cells.length; c++) {
            int until = c <= columns.features().size() ? rows : length;
            boolean all = true;
            for (int row = 0; row < until; row++) {
                boolean none = Double.isNaN(cells[c][row]);
                all &= none;
                if (none && columns.numbers().missing() == Missing.ERROR) {
                    refuse(columns.values().get(c), row, times);
                }
            }
            if (all) {
                throw new DataException(
                        String.format(
                                Locale.ROOT,
                                "%s: column '%s' has no value in any row",
                                table,
                                columns.values().get(c)));
            }
        }
    }

    private void refuse(String column, int row, Optional<TimeRows> times) {
        String remedy =
                "A series has no gaps: fill it in, begin the file after it, or choose --missing"
                        + " interpolate (a straight line) or --missing mask (the model is told that"
                        + " there is none)";
        if (times.isPresent() && times.get().isEmpty(row)) {
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s, column '%s': no row lies in the step of '%s'. %s",
                            table,
                            column,
                            times.get().time(row),
                            remedy));
        }
        table.refuseGap(column, times.map(t -> t.row(row)).orElse(row), remedy);
    }

    /** What the static columns say; the same in all rows. */
    private List<String> statics() {
        List<String> said = new ArrayList<>();
        for (String name : columns.statics()) {
            List<String> texts = table.texts(name);
            String first = texts.getFirst();
            for (int row = 1; row < texts.size(); row++) {
                if (!texts.get(row).equals(first)) {
                    throw table.wrong(
                            row,
                            name,
                            String.format(
                                    Locale.ROOT,
                                    "'%s', and '%s' in line %d of the same series. A static column says the"
                                            + " same in all rows of a series; name it with --features or"
                                            + " --known instead",
                                    texts.get(row),
                                    first,
                                    table.line(0)));
                }
            }
            said.add(first);
        }
        return List.copyOf(said);
    }

    /** The last value again where one is missing; before the first, the first. */
    private static double[] carried(double[] column) {
        double[] all = column.clone();
        double last = Arrays.stream(all).filter(v -> !Double.isNaN(v)).findFirst().orElse(0);
        for (int row = 0; row < all.length; row++) {
            if (Double.isNaN(all[row])) {
                all[row] = last;
            }
            last = all[row];
        }
        return all;
    }

    /** A straight line between the neighbors where values are missing. */
    static double[] straight(double[] column) {
        double[] all = carried(column);
        int[] there =
                IntStream.range(0, all.length).filter(i -> !Double.isNaN(column[i])).toArray();
        for (int i = 1; i < there.length; i++) {
            int from = there[i - 1];
            int to = there[i];
            for (int row = from + 1; row < to; row++) {
                double share = (row - from) / (double) (to - from);
                all[row] = column[from] * (1 - share) + column[to] * share;
            }
        }
        return all;
    }
}
