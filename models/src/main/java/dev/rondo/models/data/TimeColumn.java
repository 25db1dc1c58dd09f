package dev.rondo.models.data;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the column of a table that says when each row was. */
final class TimeColumn {
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
     *     exist, or does not come after the one before; the message names the line
     */
    static List<TimeStamp> read(CsvTable table, String column) {
        TimeColumn c = new TimeColumn(table, column);
        List<? extends TimeStamp> stamps = c.areNumbers() ? c.numbers() : c.clocks();
        for (int i = 1; i < stamps.size(); i++) {
            if (!stamps.get(i).isAfter(stamps.get(i - 1))) {
                throw c.wrong(
                        i,
                        "'%s' does not come after '%s'. %s",
                        c.texts.get(i),
                        c.texts.get(i - 1),
                        Disorder.cause(stamps, i));
            }
        }
        return List.copyOf(stamps);
    }

    /** Numbers, unless they are dates without anything between (19840328). */
    private List<? extends TimeStamp> numbers() {
        List<TimeStamp.Count> counts = counts();
        if (areEven(counts)) {
            return counts;
        }
        List<TimeStamp.Clock> clocks = new ArrayList<>();
        for (String text : texts) {
            TimeText.readCompact(text).ifPresent(clocks::add);
        }
        return clocks.size() == counts.size() ? clocks : counts;
    }

    private static boolean areEven(List<TimeStamp.Count> counts) {
        for (int i = 2; i < counts.size(); i++) {
            BigDecimal last = counts.get(i).value().subtract(counts.get(i - 1).value());
            BigDecimal before = counts.get(i - 1).value().subtract(counts.get(i - 2).value());
            if (last.compareTo(before) != 0) {
                return false;
            }
        }
        return true;
    }

    private List<TimeStamp.Count> counts() {
        List<TimeStamp.Count> counts = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            try {
                counts.add(TimeStamp.Count.parse(texts.get(i)));
            } catch (NumberFormatException _) {
                throw wrong(i, "'%s' is too large or too small to be a time", texts.get(i));
            }
        }
        return counts;
    }

    private List<TimeStamp.Clock> clocks() {
        List<TimeStamp.Clock> clocks = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            TimeStamp.Clock clock = clock(i);
            if (i > 0 && !clock.comparesTo(clocks.getLast())) {
                throw wrong(
                        i,
                        "'%s' and '%s' before it do not say the same of their zone, so it is not"
                                + " known how far apart they are. Write an offset from UTC in every"
                                + " row (2022-10-30T02:00:00+01:00), or in none",
                        texts.get(i),
                        texts.get(i - 1));
            }
            clocks.add(clock);
        }
        return clocks;
    }

    private TimeStamp.Clock clock(int row) {
        String text = texts.get(row);
        if (text.isEmpty()) {
            throw wrong(row, "the cell is empty. Say when the row was, or remove it");
        }
        try {
            return TimeText.read(text).orElseThrow(() -> noDate(row));
        } catch (DateTimeException _) {
            throw wrong(row, "'%s' is no date or time of day that exists. Correct it", text);
        }
    }

    /** The cell itself, or where it is a number the first that is none. */
    private DataException noDate(int row) {
        if (CsvTable.isNumber(texts.get(row))) {
            int other = row;
            while (CsvTable.isNumber(texts.get(other))) {
                other = other + 1 < texts.size() ? other + 1 : 0;
            }
            return wrong(
                    other,
                    "'%s' is no number, as '%s' in line %d is. Write all times in one way",
                    texts.get(other),
                    texts.get(row),
                    table.line(row));
        }
        return wrong(
                row,
                "'%s' is neither a number nor a date such as 1984-03 or 1984-03-28."
                        + " Write it so, or leave out the time column",
                texts.get(row));
    }

    private boolean areNumbers() {
        return texts.stream().allMatch(CsvTable::isNumber);
    }

    private DataException wrong(int row, String what, Object... about) {
        return table.wrong(row, column, String.format(Locale.ROOT, what, about));
    }
}
