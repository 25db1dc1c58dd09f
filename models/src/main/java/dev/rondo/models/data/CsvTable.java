package dev.rondo.models.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;

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
 * are separated by commas, or by semicolons or tabs where the first line has no comma. Nothing is
 * skipped or guessed: what is wrong is named with its line and column.
 */
public final class CsvTable {
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d+,\\d+");
    private static final Set<String> GAPS =
            Set.of("", "na", "n/a", "nan", "null", "none", "-", "?", ".");
    private static final Set<String> INFINITE =
            Set.of("inf", "+inf", "-inf", "infinity", "+infinity", "-infinity");

    private final Path file;
    private final DataSource source;
    private final List<String> header;
    private final List<CsvRecord> records;

    private CsvTable(Path file, DataSource source, List<String> header, List<CsvRecord> records) {
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
        TextFile text = TextFile.read(file);
        List<CsvRecord> records = parse(file, text.text());
        while (!records.isEmpty() && isBlank(records.getLast())) {
            records.removeLast(); // line ends behind the last row
        }
        if (records.isEmpty()) {
            throw new DataException(file + " holds nothing but empty lines");
        }
        List<String> header =
                records.removeFirst().getFields().stream().map(String::strip).toList();
        checkHeader(file, header);
        if (records.isEmpty()) {
            throw new DataException(file + " has a header and no row below it");
        }
        for (CsvRecord r : records) {
            if (r.getFieldCount() != header.size()) {
                throw new DataException(
                        String.format(
                                Locale.ROOT,
                                "%s, line %d: %s, and the header names %d columns. %s",
                                file,
                                r.getStartingLineNumber(),
                                isBlank(r) ? "the line is empty" : r.getFieldCount() + " fields",
                                header.size(),
                                "Complete the row, or remove it if it is none"));
            }
        }
        return new CsvTable(file, text.source(), header, List.copyOf(records));
    }

    private static List<CsvRecord> parse(Path file, String text) {
        List<CsvRecord> records = new ArrayList<>();
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder()
                        .fieldSeparator(separator(text))
                        .skipEmptyLines(false)
                        .allowMissingFields(true)
                        .allowExtraFields(true)
                        .ofCsvRecord(text)) {
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

    private static char separator(String text) {
        String first = text.lines().findFirst().orElse("");
        if (first.indexOf(',') >= 0) {
            return ',';
        }
        return first.indexOf(';') >= 0 ? ';' : first.indexOf('\t') >= 0 ? '\t' : ',';
    }

    private static boolean isBlank(CsvRecord r) {
        return r.getFieldCount() == 1 && r.getField(0).isBlank();
    }

    private static void checkHeader(Path file, List<String> header) {
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
                            String.join(", ", header)));
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
     * @throws DataException when there is no such column; the message lists those there are
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
                            String.join(", ", header.stream().map(n -> "'" + n + "'").toList())));
        }
        return at;
    }

    private double number(String text, String column, int row) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (GAPS.contains(lower)) {
            throw wrong(
                    row,
                    column,
                    (text.isEmpty() ? "the cell is empty" : "'" + text + "' says there is no value")
                            + ". A series has no gaps: fill it in, or begin the file behind it");
        }
        if (INFINITE.contains(lower)) {
            throw wrong(row, column, "'" + text + "' is not finite. Replace it by a number");
        }
        if (!isNumber(text)) {
            throw wrong(
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
            throw wrong(row, column, "'" + text + "' is too large for a number of 64 bits");
        }
        return number;
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
        return file.toString();
    }
}
