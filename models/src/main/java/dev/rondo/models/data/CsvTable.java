package dev.rondo.models.data;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;

import dev.rondo.internal.Names;
import dev.rondo.models.checkpoint.DataSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A CSV file (RFC 4180, UTF-8) whose first line names the columns, read whole and strictly. Columns
 * are separated by commas, semicolons, tabs or bars: the first of them of which the first two lines
 * have equally many. Nothing is skipped that was not to be, but empty lines and lines of separators
 * after the rows. An error is reported with its line and column.
 */
public final class CsvTable {
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final char[] SEPARATORS = {',', ';', '\t', '|'};
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"?");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d+,\\d+");
    private static final Set<String> GAPS =
            Set.of("", "na", "n/a", "nan", "null", "none", "-", "?", ".");
    private static final Set<String> INFINITE =
            Set.of("inf", "+inf", "-inf", "infinity", "+infinity", "-infinity");

    private static final Pattern SUM =
            Pattern.compile("(?iu)(grand |sub)?totals?:?|sum:?|summe:?|mean:?|average:?");

    private final String file;
    private final DataSource source;
    private final List<String> header;
    private final List<CsvRecord> records;

    private CsvTable(String file, DataSource source, List<String> header, List<CsvRecord> records) {
        this.file = file;
        this.source = source;
        this.header = header;
        this.records = records;
    }

    /**
     * Reads a file.
     *
     * @throws DataException when it is missing, not UTF-8 or no CSV, has no header, two columns of
     *     one name or no row, or when a row has more or fewer fields than the header
     */
    public static CsvTable read(Path file) {
        return read(file, Skipping.NOTHING);
    }

    /**
     * Reads a file some of whose lines are no rows.
     *
     * @throws DataException as {@link #read(Path)}
     */
    public static CsvTable read(Path path, Skipping skipping) {
        TextFile text = TextFile.read(path);
        String file = TextFile.name(path);
        List<CsvRecord> records = parse(file, text.text(), skipping);
        while (!records.isEmpty() && isBlank(records.getLast())) {
            records.removeLast(); // line ends and separators after the last row
        }
        if (records.isEmpty()) {
            throw new DataException(file + " holds nothing but empty lines");
        }
        List<String> header =
                records.removeFirst().getFields().stream().map(String::strip).toList();
        checkHeader(file, header);
        for (int i = 0; i < skipping.last() && !records.isEmpty(); i++) {
            records.removeLast();
        }
        if (records.isEmpty()) {
            throw new DataException(file + " has a header and no row below it");
        }
        for (int i = 0; i < records.size(); i++) {
            checkRow(file, header, records.get(i), records.size() - i);
        }
        checkSum(file, header, records);
        return new CsvTable(file, text.source(), header, List.copyOf(records));
    }

    private static void checkRow(String file, List<String> header, CsvRecord r, long toEnd) {
        boolean blank = isBlank(r);
        if (r.getFieldCount() == header.size() && !blank) {
            return;
        }
        // a title or a comment stands where the header should
        boolean title = header.size() == 1 && r.getFieldCount() > 1;
        String hint =
                blank ? "" : Skipping.hint((title ? header : r.getFields()).getFirst(), toEnd);
        throw new DataException(
                String.format(
                        Locale.ROOT,
                        "%s, line %d: %s, and the header names %d columns. %s%s",
                        file,
                        r.getStartingLineNumber(),
                        blank
                                ? r.getFieldCount() == 1
                                        ? "the line is empty"
                                        : "the line holds nothing but separators"
                                : r.getFieldCount() + " fields",
                        header.size(),
                        "Complete the row, or remove it if it is none",
                        hint));
    }

    /** A sum below numbers or dates would be taken for one more row. */
    private static void checkSum(String file, List<String> header, List<CsvRecord> records) {
        CsvRecord last = records.getLast();
        String label = last.getField(0).strip();
        if (records.size() > 1
                && SUM.matcher(label).matches()
                && records.subList(0, records.size() - 1).stream()
                        .allMatch(r -> r.getField(0).chars().anyMatch(Character::isDigit))) {
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s, line %d, column '%s': '%s' is no row like those above it, but sums them up."
                                    + " --skip-last 1 leaves the last line out",
                            file,
                            last.getStartingLineNumber(),
                            header.getFirst(),
                            label));
        }
    }

    private static List<CsvRecord> parse(String file, String text, Skipping skipping) {
        List<CsvRecord> records = new ArrayList<>();
        CsvReader.CsvReaderBuilder builder =
                CsvReader.builder()
                        .fieldSeparator(separator(text, skipping))
                        .skipEmptyLines(false)
                        .allowMissingFields(true)
                        .allowExtraFields(true);
        skipping.comment()
                .ifPresent(c -> builder.commentStrategy(CommentStrategy.SKIP).commentCharacter(c));
        try (CsvReader<CsvRecord> reader = builder.ofCsvRecord(text)) {
            reader.forEach(records::add);
        } catch (CsvParseException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s is not well-formed CSV: %s",
                            file,
                            reason.getMessage()),
                    e);
        } catch (IOException e) {
            throw new AssertionError("a text in memory is read without I/O", e);
        }
        return records;
    }

    private static char separator(String text, Skipping skipping) {
        List<String> first = text.lines().filter(l -> !skipping.skips(l)).limit(2).toList();
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

    /** Occurrences outside of quotes. */
    private static long count(String line, char c) {
        return QUOTED.matcher(line).replaceAll("").chars().filter(x -> x == c).count();
    }

    private static boolean isBlank(CsvRecord r) {
        return r.getFields().stream().allMatch(String::isBlank);
    }

    private static void checkHeader(String file, List<String> header) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            // R and pandas leave the name of a column of row numbers empty: harmless, if only one
            if (!seen.add(name)) {
                throw new DataException(
                        String.format(
                                Locale.ROOT,
                                "%s, line 1: two columns are named '%s', columns %d and %d. Give each a name of its own",
                                file,
                                name,
                                header.indexOf(name) + 1,
                                i + 1));
            }
        }
        if (header.stream().allMatch(CsvTable::isNumber)) {
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s, line 1: there are numbers (%s) where the names of the columns should be. Add a first line with names",
                            file,
                            Names.some(header)));
        }
    }

    /** Where the table came from. */
    public DataSource source() {
        return source;
    }

    /** The columns' names, in the file's order. */
    public List<String> header() {
        return header;
    }

    /** Rows without the header. */
    public int rows() {
        return records.size();
    }

    /** The line of the file on which a row begins, counted from 1. */
    public long line(int row) {
        return records.get(row).getStartingLineNumber();
    }

    /**
     * A column as it is written, without spaces around.
     *
     * @throws DataException when there is no such column; the message lists the existing ones
     */
    public List<String> texts(String column) {
        int at = find(column);
        return records.stream().map(r -> r.getField(at).strip()).toList();
    }

    /**
     * A column of finite numbers.
     *
     * @throws DataException when there is no such column, or it holds a gap, a text, or a number
     *     that is not finite; the message names the line
     */
    public double[] numbers(String column) {
        List<String> texts = texts(column);
        double[] numbers = new double[texts.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(texts.get(i), column, i);
        }
        return numbers;
    }

    /** Whether a cell is written as a number. */
    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    private int find(String column) {
        int at = header.indexOf(column);
        if (at < 0) {
            // what looks the same is the same, where the file itself does not tell it apart
            at =
                    header.stream()
                            .map(TextForm::composed)
                            .toList()
                            .indexOf(TextForm.composed(column));
        }
        if (at < 0) {
            String near = NearMiss.question(column, header);
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s has no column '%s'%s %s",
                            file,
                            column,
                            near.isEmpty() ? "; it has" : near + " It has",
                            Names.quoted(header) + oneColumn()));
        }
        return at;
    }

    /** What to do where one column looks like none: a comment, or other separators. */
    private String oneColumn() {
        String name = header.getFirst();
        String comment = header.size() == 1 ? Skipping.hint(name, Long.MAX_VALUE) : "";
        return header.size() == 1 && comment.isEmpty() && name.matches(".*[\\s:/].*")
                ? ", one column. Separate columns by commas, semicolons, tabs or bars (|)"
                : comment;
    }

    /** The number of a cell; fails if it is none, or not finite. */
    double number(String text, String column, int row) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (GAPS.contains(lower)) {
            throw unreadable(
                    row,
                    column,
                    (text.isEmpty() ? "the cell is empty" : "'" + text + "' says there is no value")
                            + ". A series has no gaps: fill it in, or begin the file after it");
        }
        if (INFINITE.contains(lower)) {
            throw unreadable(row, column, "'" + text + "' is not finite. Replace it by a number");
        }
        if (!isNumber(text)) {
            throw unreadable(
                    row,
                    column,
                    "'"
                            + text
                            + "' is no number. "
                            + (DECIMAL_COMMA.matcher(text).matches()
                                    ? "Write a decimal point instead of the comma"
                                    : "Write it as in 12.5, without units or spaces, or choose"
                                            + " another column"));
        }
        double number = Double.parseDouble(text);
        if (!Double.isFinite(number)) {
            throw unreadable(row, column, "'" + text + "' is too large for a number of 64 bits");
        }
        return number;
    }

    /** What is wrong with a cell that may not belong to a row at all. */
    DataException unreadable(int row, String column, String what) {
        String begin = records.get(row).getField(0).strip();
        return wrong(row, column, what + Skipping.hint(begin, records.size() - row));
    }

    /** What is wrong with a cell. */
    DataException wrong(int row, String column, String what) {
        return new DataException(
                String.format(
                        Locale.ROOT,
                        "%s, line %d, column '%s': %s",
                        file,
                        line(row),
                        column,
                        what));
    }

    @Override
    public String toString() {
        return file;
    }
}
