package dev.rondo.models.data;

import dev.rondo.models.checkpoint.DataSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * One series or several with the same columns, of which one model is learned. They may be of
 * unequal length. Immutable.
 */
public final class Panel {
    /** Remarks on single series that are said; the others are counted. */
    private static final int SAID = 5;

    private final List<Series> series;
    private final List<String> remarks;

    private Panel(List<Series> series) {
        this.series = List.copyOf(series);
        this.remarks = remarks(series);
    }

    /** A panel of one series. */
    public static Panel of(Series series) {
        return new Panel(List.of(series));
    }

    /**
     * Takes the series of a table: with {@link Series.Columns#id}, the rows of each value of that
     * column, wherever they stand, in the order of their first rows.
     *
     * @throws DataException as {@link Series#of}, and when a row does not say which series it
     *     belongs to
     */
    public static Panel of(CsvTable table, Series.Columns columns) {
        if (columns.id().isEmpty()) {
            return of(Series.of(table, columns));
        }
        columns.names().forEach(table::texts);
        String id = columns.id().get();
        List<String> ids = table.texts(id);
        Map<String, List<Integer>> rows = new LinkedHashMap<>();
        for (int row = 0; row < ids.size(); row++) {
            String name = ids.get(row);
            if (name.isEmpty()) {
                throw table.wrong(
                        row, id, "the cell is empty. Say which series the row belongs to");
            }
            rows.computeIfAbsent(name, _ -> new ArrayList<>()).add(row);
        }
        List<Series> all = new ArrayList<>();
        rows.forEach(
                (name, of) -> {
                    int[] which = of.stream().mapToInt(i -> i).toArray();
                    all.add(new SeriesReader(table.rows(which), columns).read(name));
                });
        return new Panel(all);
    }

    private static List<String> remarks(List<Series> series) {
        if (series.size() == 1) {
            return series.getFirst().remarks();
        }
        List<String> all = new ArrayList<>();
        for (Series s : series) {
            s.remarks().forEach(r -> all.add("series '" + s.id() + "': " + r));
        }
        if (all.size() <= SAID) {
            return List.copyOf(all);
        }
        List<String> some = new ArrayList<>(all.subList(0, SAID));
        some.add(String.format(Locale.ROOT, "… and %,d more of this kind", all.size() - SAID));
        return List.copyOf(some);
    }

    /** The series, in the order of the file. */
    public List<Series> series() {
        return series;
    }

    /** What its columns are, and how its times turned out to be written. */
    public Series.Columns columns() {
        return series.getFirst().columns();
    }

    /** Where it came from. */
    public DataSource source() {
        return series.getFirst().source();
    }

    /** Rows of all series. */
    public long rows() {
        return series.stream().mapToLong(Series::rows).sum();
    }

    /** What the user should know of its times, in sentences. */
    public List<String> remarks() {
        return remarks;
    }

    /** One origin in each series. */
    public Origins origins(ToIntFunction<Series> row) {
        return new Origins(
                IntStream.range(0, series.size()).toArray(),
                series.stream().mapToInt(row).toArray());
    }

    /**
     * The origins from a row of each series on whose forecasts can be measured: no row of them, and
     * none right before, was put in.
     *
     * @param from at least 0
     */
    public Origins measured(ToIntFunction<Series> from, int horizon) {
        List<int[]> rows =
                series.stream()
                        .map(s -> s.measured(from.applyAsInt(s), s.rows(), horizon))
                        .toList();
        int[] which =
                IntStream.range(0, rows.size())
                        .flatMap(i -> Arrays.stream(rows.get(i)).map(_ -> i))
                        .toArray();
        return new Origins(which, rows.stream().flatMapToInt(Arrays::stream).toArray());
    }

    /**
     * The values that came after each origin [origin][step].
     *
     * @return NaN where nothing was measured. All are NaN after a row that was put in: it lies on a
     *     line to a later row, so a forecast from there would know what came.
     */
    public double[][] after(Origins origins, int horizon) {
        double[][] came = new double[origins.size()][];
        for (int i = 0; i < came.length; i++) {
            Series s = series.get(origins.series()[i]);
            int row = origins.rows()[i];
            came[i] = s.measured(row, row + horizon);
            if (row > 0 && s.isFilled(row - 1)) {
                Arrays.fill(came[i], Double.NaN);
            }
        }
        return came;
    }

    /** The panel of other series of these columns, such as the same until some row of each. */
    public Panel with(List<Series> other) {
        return new Panel(other);
    }
}
