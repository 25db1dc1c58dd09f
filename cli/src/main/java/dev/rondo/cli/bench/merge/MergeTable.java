package dev.rondo.cli.bench.merge;

import dev.rondo.cli.Printable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Merged results as a table: a row for each workload, and the means in the last one. */
public final class MergeTable {
    private MergeTable() {}

    /** What the figures are. */
    static String legend(Merge merge) {
        return "Median milliseconds of a step; × says how many times as fast as '"
                + merge.baseline().name()
                + "' it is.";
    }

    /** The names of the columns. */
    static List<String> head(Merge merge) {
        return Stream.concat(
                        Stream.of("cell mode T/B/I/H type"),
                        merge.columns().stream().map(Column::name))
                .toList();
    }

    /** The rows of the workloads, and the row of the means. */
    static List<List<String>> rows(Merge merge) {
        List<List<String>> rows = new ArrayList<>();
        for (WorkloadName w : merge.workloads()) {
            rows.add(
                    row(
                            w.label(),
                            merge.columns().stream()
                                    .map(
                                            c ->
                                                    c.entry(w)
                                                            + ratio(
                                                                    merge,
                                                                    c,
                                                                    c.ratio(
                                                                            merge.baseline(),
                                                                            w)))));
        }
        int common = merge.common().size();
        rows.add(
                row(
                        common == 0
                                ? "mean: no workload is in all columns"
                                : String.format(
                                        Locale.ROOT,
                                        "geometric mean of %,d in all columns",
                                        common),
                        merge.columns().stream()
                                .map(
                                        c ->
                                                c == merge.baseline() || common == 0
                                                        ? "-"
                                                        : ratio(merge, c, merge.mean(c)).strip())));
        return rows;
    }

    private static List<String> row(String name, Stream<String> cells) {
        return Stream.concat(Stream.of(name), cells).toList();
    }

    private static String ratio(Merge merge, Column column, OptionalDouble ratio) {
        return column == merge.baseline() || ratio.isEmpty()
                ? ""
                : String.format(Locale.ROOT, "  ×%.3f", ratio.getAsDouble());
    }

    /** The lines for a terminal. */
    public static List<String> lines(Merge merge) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(head(merge));
        rows.addAll(rows(merge));
        // names from the results of others must not break a line
        rows.replaceAll(r -> r.stream().map(Printable::line).toList());
        int[] widths =
                IntStream.range(0, rows.getFirst().size())
                        .map(i -> rows.stream().mapToInt(r -> r.get(i).length()).max().orElse(0))
                        .toArray();
        List<String> lines = new ArrayList<>();
        lines.add(legend(merge));
        lines.add("");
        rows.forEach(r -> lines.add(line(r, widths)));
        return lines;
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder(cells.getFirst());
        line.repeat(' ', widths[0] - line.length());
        for (int i = 1; i < widths.length; i++) {
            line.repeat(' ', 3 + widths[i] - cells.get(i).length()).append(cells.get(i));
        }
        return line.toString();
    }
}
