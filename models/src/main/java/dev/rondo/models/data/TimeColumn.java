package dev.rondo.models.data;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads the column of a table that says when each row was. */
final class TimeColumn {
    /**
     * What was read.
     *
     * @param times of the rows, in their order
     * @param format how they are written; a pattern, or an order where only that tells it
     * @param writer writes others in the same way
     */
    record Read(
            List<? extends TimeStamp> times,
            TimeFormat format,
            Function<TimeStamp, String> writer) {
        /**
         * Dates.
         *
         * @param writer made when it is first needed: most columns are only read, and to write
         *     dates the JDK loads what it knows of languages
         */
        static Read of(
                List<TimeStamp.Clock> clocks,
                TimeFormat format,
                Supplier<Function<TimeStamp.Clock, String>> writer) {
            Function<TimeStamp, String> lazy =
                    new Function<>() {
                        private Function<TimeStamp.Clock, String> made;

                        @Override
                        public String apply(TimeStamp time) {
                            if (made == null) {
                                made = writer.get();
                            }
                            return made.apply((TimeStamp.Clock) time);
                        }
                    };
            return new Read(clocks, format, lazy);
        }
    }

    private static final String NO_DATE = "'%s' is no date or time of day that exists. Correct it";

    private final CsvTable table;
    private final String column;
    private final List<String> texts;

    private TimeColumn(CsvTable table, String column) {
        this.table = table;
        this.column = column;
        this.texts = table.texts(column);
    }

    /**
     * Reads a column.
     *
     * @throws DataException when a cell is neither a number nor a date, names a date that does not
     *     exist, or when two ways of reading all of them give different dates; the message names
     *     the line
     */
    static Read read(CsvTable table, Series.Time time) {
        TimeColumn c = new TimeColumn(table, time.column());
        Read read =
                switch (time.format()) {
                    case TimeFormat.Pattern pattern -> c.patterned(pattern);
                    case TimeFormat.Order order ->
                            c.areNumbers() ? c.numbers() : c.recognised(order);
                };
        c.checkZones(read.times());
        return read;
    }

    /**
     * Checks that times increase.
     *
     * @param table its rows are of these times
     * @throws DataException when one does not come after the one before; the message says why that
     *     may be
     */
    static void checkOrder(CsvTable table, String column, List<? extends TimeStamp> times) {
        for (int i = 1; i < times.size(); i++) {
            if (!times.get(i).isAfter(times.get(i - 1))) {
                TimeColumn c = new TimeColumn(table, column);
                throw c.wrong(
                        i,
                        "'%s' does not come after '%s'. %s",
                        c.texts.get(i),
                        c.texts.get(i - 1),
                        Disorder.cause(times, i));
            }
        }
    }

    private Read numbers() {
        List<TimeStamp.Count> counts = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            try {
                counts.add(TimeStamp.Count.parse(texts.get(i)));
            } catch (NumberFormatException _) {
                throw wrong(i, "'%s' is too large or too small to be a time", texts.get(i));
            }
        }
        return NumberTimes.read(texts, counts);
    }

    private Read patterned(TimeFormat.Pattern format) {
        TimePattern pattern = TimePattern.of(format.pattern());
        List<TimeStamp.Clock> clocks = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            clocks.add(clock(i, pattern::read, format));
        }
        return Read.of(clocks, format, () -> pattern::write);
    }

    private Read recognised(TimeFormat.Order order) {
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i).isEmpty()) {
                throw unreadable(i, "the cell is empty. Say when the row was, or remove it");
            }
        }
        List<TimeText> ways =
                Stream.of(TimeText.values())
                        .filter(way -> texts.stream().allMatch(t -> way.match(t).matches()))
                        .toList();
        if (ways.isEmpty()) {
            throw noDate();
        }
        // only figures alone can be read in two ways
        if (ways.contains(TimeText.DAY_FIRST)) {
            return ordered(order);
        }
        return written(ways.getFirst(), order);
    }

    private Read ordered(TimeFormat.Order order) {
        return switch (order) {
            case DAY_FIRST -> written(TimeText.DAY_FIRST, order);
            case MONTH_FIRST -> written(TimeText.MONTH_FIRST, order);
            case RECOGNISED -> {
                BitSet notDay = wrong(TimeText.DAY_FIRST);
                BitSet notMonth = wrong(TimeText.MONTH_FIRST);
                if (notDay.isEmpty() && notMonth.isEmpty()) {
                    checkSame();
                }
                if (!notDay.isEmpty() && !notMonth.isEmpty()) {
                    throw inNeitherOrder(notDay, notMonth);
                }
                yield notDay.isEmpty()
                        ? written(TimeText.DAY_FIRST, TimeFormat.Order.DAY_FIRST)
                        : written(TimeText.MONTH_FIRST, TimeFormat.Order.MONTH_FIRST);
            }
        };
    }

    /** The rows that do not exist if read so. */
    private BitSet wrong(TimeText way) {
        BitSet wrong = new BitSet();
        for (int i = 0; i < texts.size(); i++) {
            try {
                way.read(texts.get(i));
            } catch (DateTimeException _) {
                wrong.set(i);
            }
        }
        return wrong;
    }

    private void checkSame() {
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            if (!TimeText.DAY_FIRST.read(text).equals(TimeText.MONTH_FIRST.read(text))) {
                throw wrong(
                        i,
                        "'%s' may have the day first, or the month, and so may all other rows. Say"
                                + " --time-format day-first or --time-format month-first",
                        text);
            }
        }
    }

    private DataException inNeitherOrder(BitSet notDay, BitSet notMonth) {
        BitSet neither = (BitSet) notDay.clone();
        neither.and(notMonth);
        if (!neither.isEmpty()) {
            int row = neither.nextSetBit(0);
            return wrong(row, NO_DATE, texts.get(row));
        }
        int day = notDay.nextSetBit(0);
        int month = notMonth.nextSetBit(0);
        return wrong(
                Math.max(day, month),
                "'%s' cannot have the %s first, and '%s' in line %d cannot have the %s first. Write"
                        + " all times in one way",
                texts.get(Math.max(day, month)),
                day > month ? "day" : "month",
                texts.get(Math.min(day, month)),
                table.line(Math.min(day, month)),
                day > month ? "month" : "day");
    }

    private Read written(TimeText way, TimeFormat.Order order) {
        List<TimeStamp.Clock> clocks = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            clocks.add(clock(i, way::read, order));
        }
        return Read.of(clocks, order, () -> TimeStyle.of(way, texts));
    }

    private TimeStamp.Clock clock(
            int row, Function<String, Optional<TimeStamp.Clock>> reader, TimeFormat format) {
        try {
            return reader.apply(texts.get(row))
                    .orElseThrow(
                            () ->
                                    unreadable(
                                            row,
                                            "'%s' is not written as --time-format '%s' says",
                                            texts.get(row),
                                            format));
        } catch (DateTimeException _) {
            throw unreadable(row, NO_DATE, texts.get(row));
        }
    }

    private void checkZones(List<? extends TimeStamp> times) {
        for (int i = 1; i < times.size(); i++) {
            if (times.get(i) instanceof TimeStamp.Clock clock
                    && times.get(i - 1) instanceof TimeStamp.Clock before
                    && !clock.comparesTo(before)) {
                throw wrong(
                        i,
                        "'%s' and '%s' before it do not say the same of their zone, so it is not"
                                + " known how far apart they are. Write an offset from UTC in every"
                                + " row (2022-10-30T02:00:00+01:00), or in none",
                        texts.get(i),
                        texts.get(i - 1));
            }
        }
    }

    /** Names the first row that is not written as most are. */
    private DataException noDate() {
        long most = 0;
        TimeText usual = TimeText.YEAR_FIRST;
        for (TimeText way : TimeText.values()) {
            long count = texts.stream().filter(t -> way.match(t).matches()).count();
            boolean first = way.match(texts.getFirst()).matches();
            usual = count > most || count == most && first ? way : usual;
            most = Math.max(most, count);
        }
        int row = 0;
        while (usual.match(texts.get(row)).matches()) {
            row++;
        }
        String text = texts.get(row);
        long numbers = texts.stream().filter(CsvTable::isNumber).count();
        if (numbers > 0 && (CsvTable.isNumber(text) || numbers >= most)) {
            int number = first(CsvTable::isNumber);
            int other = first(t -> !CsvTable.isNumber(t));
            return unreadable(
                    other,
                    "'%s' is no number, as '%s' in line %d is. Write all times in one way",
                    texts.get(other),
                    texts.get(number),
                    table.line(number));
        }
        if (Stream.of(TimeText.values()).anyMatch(way -> way.match(text).matches())) {
            TimeText way = usual;
            int like = first(t -> way.match(t).matches());
            return unreadable(
                    row,
                    "'%s' is not written as '%s' in line %d is. Write all times in one way",
                    text,
                    texts.get(like),
                    table.line(like));
        }
        return unreadable(
                row,
                "'%s' is neither a number nor a date such as 1984-03 or 1984-03-28."
                        + " Write it so, say how it is written (--time-format dd.MM.yy, with the"
                        + " letters of java.time), or leave out the time column",
                text);
    }

    /** The first row of which that is true; there is one. */
    private int first(Predicate<String> what) {
        int row = 0;
        while (!what.test(texts.get(row))) {
            row++;
        }
        return row;
    }

    private boolean areNumbers() {
        return texts.stream().allMatch(CsvTable::isNumber);
    }

    private DataException unreadable(int row, String what, Object... about) {
        return table.unreadable(row, column, String.format(Locale.ROOT, what, about));
    }

    private DataException wrong(int row, String what, Object... about) {
        return table.wrong(row, column, String.format(Locale.ROOT, what, about));
    }
}
