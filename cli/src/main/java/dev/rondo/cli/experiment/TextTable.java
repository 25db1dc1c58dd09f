package dev.rondo.cli.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tables for the console: columns as wide as their widest cell. */
public final class TextTable {
    private static final String GAP = "  ";

    private TextTable() {}

    /** The lines of a table under its header. */
    public static List<String> lines(List<String> header, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>(List.of(header));
        all.addAll(rows);
        return lines(all);
    }

    /** The lines of a table without a header. */
    public static List<String> lines(List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths =
                IntStream.range(0, columns)
                        .map(
                                c ->
                                        rows.stream()
                                                .filter(r -> r.size() > c)
                                                .mapToInt(r -> length(r.get(c)))
                                                .max()
                                                .orElse(0))
                        .toArray();
        return rows.stream().map(r -> line(r, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, row.size())
                .mapToObj(c -> row.get(c) + " ".repeat(widths[c] - length(row.get(c))))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
