package dev.rondo.models.data;

import de.siegmar.fastcsv.reader.CsvRecord;

import dev.rondo.internal.Names;
import dev.rondo.models.checkpoint.DataSource;

import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A CSV file (RFC 4180, UTF-8) whose first line names the columns, read strictly and piece by
 * piece: only the columns that are asked for are kept, so the file may be larger than memory.
 * Columns are separated by commas, semicolons, tabs or bars: the first of them of which the first
 * two lines have equally many. Nothing is skipped that was not to be, but empty lines and lines of
 * separators after the rows. An error is reported with its line and column.
 */
public final class CsvTable {
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
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
    private final Map<Integer, TextCells> cells;

    /** The line of the file on which each row begins, counted from 1. */
    private final long[] lines;

    /** Which rows of the file these are. */
    private final int[] rows;

    private CsvTable(
            String file,
            DataSource source,
            List<String> header,
            Map<Integer, TextCells> cells,
            long[] lines,
            int[] rows) {
        this.file = file;
        this.source = source;
        this.header = header;
        this.cells = cells;
        this.lines = lines;
        this.rows = rows;
    }

    /**
     * Reads all columns of a file.
     *
     * @throws DataException when it is missing, not UTF-8 or no CSV, has no header, two columns of
     *     one name or no row, or when a row has more or fewer fields than the header
     */
    public static CsvTable read(Path file) {
        return read(file, Skipping.NOTHING);
    }

    /**
     * Reads all columns of a file some of whose lines are no rows.
     *
     * @throws DataException as {@link #read(Path)}
     */
    public static CsvTable read(Path path, Skipping skipping) {
        return read(path, skipping, header -> IntStream.range(0, header.size()));
    }

    /**
     * Reads some columns of a file, and keeps nothing of the others.
     *
     * @param columns their names
     * @throws DataException as {@link #read(Path)}, and when one of the columns does not exist; the
     *     message lists the existing ones
     */
    public static CsvTable read(Path path, Skipping skipping, List<String> columns) {
        String file = TextFile.name(path);
        return read(
                path,
                skipping,
                header -> columns.stream().mapToInt(name -> find(file, header, name)));
    }

    /**
     * Reads columns.
     *
     * @param kept finds which, by the names of all
     */
    private static CsvTable read(
            Path path, Skipping skipping, Function<List<String>, IntStream> kept) {
        String file = TextFile.name(path);
        try (TextReader text = TextReader.open(path);
                CsvRows rows = new CsvRows(file, text, skipping)) {
            CsvRecord names = rows.header();
            if (names == null) {
                throw new DataException(file + " holds nothing but empty lines");
            }
            List<String> header = names.getFields().stream().map(String::strip).toList();
            checkHeader(file, header);
            Map<Integer, TextCells> cells = new TreeMap<>();
            cells.put(0, new TextCells()); // messages look at it
            kept.apply(header).forEach(at -> cells.put(at, new TextCells()));
            long[] lines = new long[64];
            int count = 0;
            boolean figures = true;
            CsvRecord last = null;
            for (CsvRows.Row row = rows.next(); row != null; row = rows.next()) {
                figures &= last == null || last.getField(0).chars().anyMatch(Character::isDigit);
                last = row.record();
                checkRow(file, header, last, row.toEnd());
                for (Map.Entry<Integer, TextCells> column : cells.entrySet()) {
                    column.getValue().add(last.getField(column.getKey()).strip());
                }
                if (count == lines.length) {
                    lines = Arrays.copyOf(lines, 2 * count);
                }
                lines[count++] = last.getStartingLineNumber();
            }
            if (last == null) {
                throw new DataException(file + " has a header and no row below it");
            }
            if (count > 1 && figures) {
                checkSum(file, header, last);
            }
            int[] all = IntStream.range(0, count).toArray();
            return new CsvTable(file, text.source(), header, cells, lines, all);
        } catch (OutOfMemoryError e) {
            throw new DataException(
                    file + ": its columns do not fit the JVM's memory; give it more with -Xmx", e);
        }
    }

    /**
     * A table that is not in a file.
     *
     * @param source where it came from; messages have its name
     * @param columns the cells of each column, by its name; at least one, and equally many in each
     */
    public static CsvTable of(DataSource source, Map<String, List<String>> columns) {
        Map<Integer, TextCells> cells = new TreeMap<>();
        List<String> header = List.copyOf(columns.keySet());
        int count = columns.get(header.getFirst()).size();
        for (int c = 0; c < header.size(); c++) {
            TextCells column = new TextCells();
            columns.get(header.get(c)).forEach(text -> column.add(text.strip()));
            if (column.size() != count) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "the columns of a table are equally long; '%s' has %d cells and '%s' %d",
                                header.getFirst(),
                                count,
                                header.get(c),
                                column.size()));
            }
            cells.put(c, column);
        }
        long[] lines = LongStream.rangeClosed(1, count).toArray();
        int[] all = IntStream.range(0, count).toArray();
        return new CsvTable(source.name(), source, header, cells, lines, all);
    }

    private static void checkRow(String file, List<String> header, CsvRecord r, long toEnd) {
        boolean blank = CsvRows.isBlank(r);
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
    private static void checkSum(String file, List<String> header, CsvRecord last) {
        String label = last.getField(0).strip();
        if (SUM.matcher(label).matches()) {
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
        return rows.length;
    }

    /** The line of the file on which a row begins, counted from 1. */
    public long line(int row) {
        return lines[rows[row]];
    }

    /**
     * A column as it is written, without spaces around.
     *
     * @throws DataException when there is no such column; the message lists the existing ones
     */
    public List<String> texts(String name) {
        TextCells column = cells.get(find(file, header, name));
        if (column == null) {
            throw new IllegalStateException("column '" + name + "' was not read");
        }
        return new AbstractList<>() {
            @Override
            public String get(int row) {
                return column.get(rows[row]);
            }

            @Override
            public int size() {
                return rows.length;
            }
        };
    }

    /** The rows of a table, in another order, or only some of them. */
    CsvTable rows(int... which) {
        return new CsvTable(
                file,
                source,
                header,
                cells,
                lines,
                Arrays.stream(which).map(row -> rows[row]).toArray());
    }

    /**
     * A column of finite numbers with a decimal point, in which none is missing.
     *
     * @throws DataException when there is no such column, or it holds a gap, a text, or a number
     *     that is not finite; the message names the line
     */
    public double[] numbers(String column) {
        double[] numbers = numbers(column, false);
        for (int row = 0; row < numbers.length; row++) {
            if (Double.isNaN(numbers[row])) {
                refuseGap(column, row, "Fill it in");
            }
        }
        return numbers;
    }

    /**
     * A column of finite numbers.
     *
     * @param decimalComma whether a comma stands before the decimals, instead of a point
     * @return NaN where a cell is empty or says that there is no value
     * @throws DataException when there is no such column, or it holds a text, or a number that is
     *     not finite; the message names the line
     */
    public double[] numbers(String column, boolean decimalComma) {
        List<String> texts = texts(column);
        double[] numbers = new double[texts.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(texts.get(i), column, i, decimalComma);
        }
        return numbers;
    }

    /**
     * Refuses a cell without a value.
     *
     * @param remedy what to do
     * @throws DataException always
     */
    void refuseGap(String column, int row, String remedy) {
        String text = texts(column).get(row);
        throw unreadable(
                row,
                column,
                (text.isEmpty() ? "the cell is empty" : "'" + text + "' says there is no value")
                        + ". "
                        + remedy);
    }

    /** Whether a cell is written as a number. */
    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    private static int find(String file, List<String> header, String column) {
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
                            Names.quoted(header) + oneColumn(header)));
        }
        return at;
    }

    /** What to do where one column looks like none: a comment, or other separators. */
    private static String oneColumn(List<String> header) {
        String name = header.getFirst();
        String comment = header.size() == 1 ? Skipping.hint(name, Long.MAX_VALUE) : "";
        return header.size() == 1 && comment.isEmpty() && name.matches(".*[\\s:/].*")
                ? ", one column. Separate columns by commas, semicolons, tabs or bars (|)"
                : comment;
    }

    /** The number of a cell; fails if it is none, or not finite. */
    double number(String cell, String column, int row) {
        double number = number(cell, column, row, false);
        if (Double.isNaN(number)) {
            refuseGap(column, row, "A sequence has no gaps: fill it in, or leave it out");
        }
        return number;
    }

    private double number(String cell, String column, int row, boolean decimalComma) {
        String lower = cell.toLowerCase(Locale.ROOT);
        if (GAPS.contains(lower)) {
            return Double.NaN;
        }
        String text = decimalComma && cell.indexOf('.') < 0 ? cell.replace(',', '.') : cell;
        if (INFINITE.contains(lower)) {
            throw unreadable(row, column, "'" + text + "' is not finite. Replace it by a number");
        }
        if (!isNumber(text) || decimalComma && text.equals(cell) && cell.indexOf('.') >= 0) {
            throw unreadable(
                    row,
                    column,
                    "'"
                            + cell
                            + "' is no number. "
                            + (DECIMAL_COMMA.matcher(cell).matches()
                                    ? "If its comma stands before decimals, say --decimal comma"
                                    : decimalComma && isNumber(cell)
                                            ? "--decimal comma says that a comma stands before the decimals"
                                            : "Write it as in 12.5, without units or spaces, or choose"
                                                    + " another column"));
        }
        double number = Double.parseDouble(text);
        if (!Double.isFinite(number)) {
            throw unreadable(row, column, "'" + text + "' is too large for a number of 64 bits");
        }
        return number;
    }

    private int lines() {
        return cells.get(0).size();
    }

    /** What is wrong with a cell that may not belong to a row at all. */
    DataException unreadable(int row, String column, String what) {
        String begin = cells.get(0).get(rows[row]);
        return wrong(row, column, what + Skipping.hint(begin, lines() - rows[row]));
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
