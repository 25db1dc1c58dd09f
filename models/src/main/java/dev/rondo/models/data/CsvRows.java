package dev.rondo.models.data;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The records of a CSV file, one after the other, without what is no row: empty lines and lines of
 * separators after the rows, and the last lines that are to be skipped. A few records are read
 * ahead, since only the end of the file tells what stands at its end.
 */
final class CsvRows implements AutoCloseable {
    /**
     * A row.
     *
     * @param record its fields
     * @param toEnd rows from it to the last, itself included, where they are few; else a larger
     *     number
     */
    record Row(CsvRecord record, int toEnd) {}

    private static final char[] SEPARATORS = {',', ';', '\t', '|'};
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"?");

    /** What is read at once to find the first two lines, and the most of it. */
    private static final int PIECE = 1 << 12;

    private static final int MOST = 1 << 22;

    private final String file;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final int skipped;
    private final ArrayDeque<CsvRecord> ahead = new ArrayDeque<>();

    /** Records read ahead, without the blank ones after the last that is none. */
    private int full;

    CsvRows(String file, TextReader text, Skipping skipping) {
        this.file = file;
        this.skipped = skipping.last();
        String beginning = beginning(text, skipping);
        CsvReader.CsvReaderBuilder builder =
                CsvReader.builder()
                        .fieldSeparator(separator(beginning, skipping))
                        .skipEmptyLines(false)
                        .allowMissingFields(true)
                        .allowExtraFields(true);
        skipping.comment()
                .ifPresent(c -> builder.commentStrategy(CommentStrategy.SKIP).commentCharacter(c));
        this.reader = builder.ofCsvRecord(again(beginning, text));
        this.records = reader.iterator();
    }

    /** The first record, which names the columns; null where all lines are blank. */
    CsvRecord header() {
        fill(1);
        if (full == 0) {
            return null;
        }
        full--;
        return ahead.removeFirst();
    }

    /** The next row; null after the last. */
    Row next() {
        int enough = skipped + Skipping.MOST_LINES + 1;
        fill(enough);
        if (full <= skipped) {
            return null;
        }
        int toEnd = full - skipped;
        full--;
        return new Row(ahead.removeFirst(), toEnd);
    }

    /** Reads ahead until more than so many records are known to be rows, or the file ends. */
    private void fill(int enough) {
        try {
            while (full <= enough && records.hasNext()) {
                CsvRecord record = records.next();
                ahead.addLast(record);
                if (!isBlank(record)) {
                    full = ahead.size();
                }
            }
        } catch (CsvParseException e) {
            if (e.getCause() instanceof DataException unreadable) {
                throw unreadable;
            }
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s is not well-formed CSV: %s",
                            file,
                            reason.getMessage()),
                    e);
        }
    }

    static boolean isBlank(CsvRecord r) {
        return r.getFields().stream().allMatch(String::isBlank);
    }

    private static char separator(String beginning, Skipping skipping) {
        List<String> first = beginning.lines().filter(l -> !skipping.skips(l)).limit(2).toList();
        String header = first.isEmpty() ? "" : first.getFirst();
        for (char c : SEPARATORS) {
            long fields = count(header, c);
            if (fields > 0 && fields == count(first.getLast(), c)) {
                return c;
            }
        }
        for (char c : SEPARATORS) {
            if (header.indexOf(c) >= 0) {
                return c;
            }
        }
        return SEPARATORS[0];
    }

    /** Reads until there are two lines that are not skipped, and the beginning of a third. */
    private static String beginning(TextReader text, Skipping skipping) {
        StringBuilder begin = new StringBuilder();
        char[] piece = new char[PIECE];
        int n = 0;
        while (n >= 0 && begin.length() < MOST && lines(begin, skipping) < 3) {
            n = text.read(piece, 0, PIECE);
            begin.append(piece, 0, Math.max(0, n));
        }
        return begin.toString();
    }

    private static long lines(StringBuilder begin, Skipping skipping) {
        return begin.toString().lines().filter(l -> !skipping.skips(l)).limit(3).count();
    }

    private static Reader again(String beginning, TextReader text) {
        try {
            PushbackReader reader = new PushbackReader(text, Math.max(1, beginning.length()));
            reader.unread(beginning.toCharArray());
            return reader;
        } catch (IOException e) {
            throw new AssertionError("a TextReader throws DataException alone", e);
        }
    }

    /** Occurrences outside of quotes. */
    private static long count(String line, char c) {
        return QUOTED.matcher(line).replaceAll("").chars().filter(x -> x == c).count();
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new AssertionError("a TextReader throws DataException alone", e);
        }
    }
}
