package dev.rondo.models.data;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The rows of a table in the order of time: sorted, merged and laid on even steps as it was chosen.
 */
final class TimeRows {
    /** Steps without rows that are put in, for each row that there is. */
    private static final int MOST_EMPTY = 100;

    private final CsvTable table;
    private final Series.Time column;
    private final TimeColumn.Read read;

    /** Of each row in the order of time, the rows of the table that it is made of. */
    private final int[][] sources;

    private final List<TimeStamp> times;

    private TimeRows(
            CsvTable table,
            Series.Time column,
            TimeColumn.Read read,
            int[][] sources,
            List<TimeStamp> times) {
        this.table = table;
        this.column = column.written(read.format());
        this.read = read;
        this.sources = sources;
        this.times = times;
    }

    /**
     * Reads the times of a table.
     *
     * @throws DataException when they cannot be read, or do not increase and are not to be sorted
     */
    static TimeRows read(CsvTable table, Series.Time column) {
        TimeColumn.Read read = TimeColumn.read(table, column);
        Repair repair = column.repair();
        int[] order = IntStream.range(0, table.rows()).toArray();
        if (repair.sort()) {
            Comparator<Integer> byTime =
                    Comparator.comparing(row -> read.times().get(row).position());
            order = IntStream.of(order).boxed().sorted(byTime).mapToInt(i -> i).toArray();
        }
        List<TimeStamp> times = zoned(table, column, read, order);
        if (repair.resampling().isPresent()) {
            return resampled(table, column, read, order, times, repair.resampling().get());
        }
        if (repair.duplicates() != Duplicates.ERROR) {
            return merged(table, column, read, order, times);
        }
        TimeColumn.checkOrder(table.rows(order), column.column(), times);
        int[][] sources = IntStream.of(order).mapToObj(r -> new int[] {r}).toArray(int[][]::new);
        return new TimeRows(table, column, read, sources, times);
    }

    private static List<TimeStamp> zoned(
            CsvTable table, Series.Time column, TimeColumn.Read read, int[] order) {
        List<TimeStamp> times = new ArrayList<>(order.length);
        Optional<TimeStamp.Clock> before = Optional.empty();
        for (int row : order) {
            TimeStamp time = read.times().get(row);
            if (column.zone().isPresent()) {
                ZoneId zone = column.zone().get();
                if (!(time instanceof TimeStamp.Clock clock)) {
                    throw table.wrong(
                            row, column.column(), "a number has no time zone. Leave out --zone");
                }
                before = TimeZones.in(zone, clock, before);
                time =
                        before.orElseThrow(
                                () ->
                                        table.wrong(
                                                row,
                                                column.column(),
                                                String.format(
                                                        Locale.ROOT,
                                                        "'%s' never was in %s, where clocks were set"
                                                                + " forward. Correct it, or choose the"
                                                                + " zone of the file",
                                                        table.texts(column.column()).get(row),
                                                        zone)));
            }
            times.add(time);
        }
        return times;
    }

    private static TimeRows merged(
            CsvTable table,
            Series.Time column,
            TimeColumn.Read read,
            int[] order,
            List<TimeStamp> times) {
        List<int[]> sources = new ArrayList<>();
        List<TimeStamp> different = new ArrayList<>();
        int begin = 0;
        for (int i = 1; i <= order.length; i++) {
            if (i == order.length
                    || times.get(i).position().compareTo(times.get(begin).position()) != 0) {
                sources.add(Arrays.copyOfRange(order, begin, i));
                different.add(times.get(begin));
                begin = i;
            }
        }
        int[] first = sources.stream().mapToInt(s -> s[0]).toArray();
        TimeColumn.checkOrder(table.rows(first), column.column(), different);
        return new TimeRows(table, column, read, sources.toArray(int[][]::new), different);
    }

    private static TimeRows resampled(
            CsvTable table,
            Series.Time column,
            TimeColumn.Read read,
            int[] order,
            List<TimeStamp> times,
            Resampling resampling) {
        if (!resampling.suits(times.getFirst())) {
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s, column '%s': a step of %s does not suit times such as '%s'",
                            table,
                            column.column(),
                            resampling.step(),
                            times.getFirst()));
        }
        List<TimeStamp> begins = new ArrayList<>(order.length);
        times.forEach(t -> begins.add(onTheClock(column, resampling, resampling.floor(t))));
        List<int[]> sources = new ArrayList<>();
        List<TimeStamp> steps = new ArrayList<>();
        int i = 0;
        TimeStamp at = begins.getFirst();
        while (i < order.length) {
            int from = i;
            while (i < order.length && !begins.get(i).isAfter(at)) {
                if (at.isAfter(begins.get(i))) {
                    throw table.wrong(
                            order[i],
                            column.column(),
                            String.format(
                                    Locale.ROOT,
                                    "'%s' runs back in time. --sort sorts the rows",
                                    table.texts(column.column()).get(order[i])));
                }
                i++;
            }
            sources.add(Arrays.copyOfRange(order, from, i));
            steps.add(at);
            if (steps.size() > (long) MOST_EMPTY * order.length + MOST_EMPTY) {
                throw new DataException(
                        String.format(
                                Locale.ROOT,
                                "%s, column '%s': a step of %s makes more than %d empty rows of each that"
                                        + " there is. Choose a longer step",
                                table,
                                column.column(),
                                resampling.step(),
                                MOST_EMPTY));
            }
            at = onTheClock(column, resampling, resampling.next(at));
        }
        return new TimeRows(table, column, read, sources.toArray(int[][]::new), steps);
    }

    /** The beginning of a step on the clocks of the column's zone. */
    private static TimeStamp onTheClock(
            Series.Time column, Resampling resampling, TimeStamp begin) {
        if (column.zone().isEmpty() || !(begin instanceof TimeStamp.Clock clock)) {
            return begin;
        }
        ZoneId zone = column.zone().get();
        return resampling.isOfDays() ? TimeZones.shown(zone, clock) : TimeZones.turned(zone, clock);
    }

    /** The column, and how its times are written. */
    Series.Time column() {
        return column;
    }

    /** Whether a row is a step in which no row of the table lies. */
    boolean isEmpty(int row) {
        return sources[row].length == 0;
    }

    /** The time of a row. */
    TimeStamp time(int row) {
        return times.get(row);
    }

    /** The row of the table that a row begins with, which is not empty. */
    int row(int row) {
        return sources[row][0];
    }

    /** A column in the order of time, one value for each row; NaN where there is none. */
    double[] merge(double[] cells) {
        Repair repair = column.repair();
        Duplicates how = repair.resampling().map(Resampling::merge).orElse(repair.duplicates());
        return Arrays.stream(sources)
                .mapToDouble(s -> s.length == 0 ? Double.NaN : how.merge(cells, s))
                .toArray();
    }

    /**
     * Looks for missing rows.
     *
     * @param rows rows of the series; those after them are of times to come
     */
    Laid lay(int rows) {
        if (times.size() < 2) {
            return new Laid(Optional.empty(), List.of());
        }
        TimeGaps gaps = TimeGaps.find(times);
        if (isResampled()) {
            return new Laid(Optional.of(gaps), List.of(remark()));
        }
        CsvTable firsts = table.rows(IntStream.range(0, sources.length).map(this::row).toArray());
        return new Laid(
                Optional.of(gaps),
                new GapReport(firsts, column.column(), gaps).judge(column.gaps()));
    }

    private boolean isResampled() {
        return column.repair().resampling().isPresent();
    }

    private String remark() {
        long empty = IntStream.range(0, sources.length).filter(this::isEmpty).count();
        return String.format(
                Locale.ROOT,
                "column '%s': %,d rows were laid on %,d steps of %s, of which %,d are empty",
                column.column(),
                table.rows(),
                sources.length,
                column.repair().resampling().orElseThrow().step(),
                empty);
    }

    /** The rows with those that were missing. */
    final class Laid {
        private final Optional<TimeGaps> gaps;
        private final List<String> remarks;
        private final boolean fills;

        private Laid(Optional<TimeGaps> gaps, List<String> remarks) {
            this.gaps = gaps;
            this.remarks = remarks;
            this.fills = gaps.isPresent() && column.gaps() == Gaps.FILL;
        }

        /** How many rows were put in before a row. */
        int inserted(int row) {
            return fills ? gaps.get().insertedBefore(row) : 0;
        }

        /** A column with NaN in rows that were put in. */
        double[] spread(double[] cells) {
            return fills ? gaps.get().spread(cells) : cells;
        }

        /** What the times tell of a series of so many rows. */
        Series.Times times(int rows) {
            List<String> names = names();
            if (gaps.isEmpty()) {
                return new Series.Times(names, remarks, Optional.empty(), _ -> Optional.empty());
            }
            IntFunction<Optional<String>> later =
                    row ->
                            rows + row <= names.size()
                                    ? Optional.of(names.get(rows + row - 1))
                                    : after(rows + row - names.size()).map(read.writer());
            return new Series.Times(names, remarks, gaps.get().rhythm().pace(times), later);
        }

        private List<String> names() {
            List<String> texts = table.texts(column.column());
            List<String> names = new ArrayList<>(sources.length);
            for (int i = 0; i < sources.length; i++) {
                names.add(
                        isResampled()
                                ? read.writer().apply(times.get(i))
                                : texts.get(sources[i][0]));
            }
            return fills ? gaps.get().fill(names, read.writer()) : List.copyOf(names);
        }

        /** When a row after the last will be, 1 for the first. */
        private Optional<TimeStamp> after(int row) {
            return gaps.flatMap(g -> g.afterEnd(row)).map(this::onTheClock);
        }

        private TimeStamp onTheClock(TimeStamp later) {
            return column.zone().isPresent()
                    ? TimeZones.later(
                            column.zone().get(),
                            (TimeStamp.Clock) times.getLast(),
                            (TimeStamp.Clock) later)
                    : later;
        }

        /** What the calendar says of each row and of those to come. */
        IntFunction<Optional<double[]>> calendar() {
            if (column.calendar().isEmpty()) {
                return _ -> Optional.empty();
            }
            if (!(times.getFirst() instanceof TimeStamp.Clock)) {
                throw new DataException(
                        String.format(
                                Locale.ROOT,
                                "%s, column '%s': the calendar says nothing of '%s'. Leave out --calendar,"
                                        + " or write dates",
                                table,
                                column.column(),
                                times.getFirst()));
            }
            List<TimeStamp> all = fills ? gaps.get().stamps() : times;
            double[][] known = all.stream().map(this::features).toArray(double[][]::new);
            return row ->
                    row < known.length
                            ? Optional.of(known[row])
                            : after(row - known.length + 1).map(this::features);
        }

        private double[] features(TimeStamp time) {
            return column.calendar().stream()
                    .flatMapToDouble(f -> Arrays.stream(f.of(((TimeStamp.Clock) time).local())))
                    .toArray();
        }
    }
}
