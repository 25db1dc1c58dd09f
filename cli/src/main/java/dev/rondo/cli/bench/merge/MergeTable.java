package dev.rondo.cli.bench.merge;

import dev.rondo.cli.Printable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/** Merged results as a table: a row for each workload, and the means in the last one. */
public final class MergeTable {
    private static final String CORNER = "cell mode T/B/I/H type";

    private MergeTable() {}

    /**
     * A row.
     *
     * @param name of the workload
     * @param figures one for each column
     */
    private record Row(String name, List<Figure> figures) {}

    /**
     * What is in a cell of the table.
     *
     * @param entry the time, or words
     * @param ratio how many times as fast as the baseline; empty where it says nothing
     */
    private record Figure(String entry, String ratio) {
        String inOneLine() {
            return entry.isEmpty() || ratio.isEmpty() ? entry + ratio : entry + "\u00a0" + ratio;
        }
    }

    /** What the figures are. */
    static String legend(Merge merge) {
        return "Median milliseconds of a step; × says how many times as fast as '"
                + merge.baseline().name()
                + "' it is.";
    }

    /** The rows of the workloads, and the row of the means. */
    private static List<Row> rows(Merge merge) {
        List<Row> rows = new ArrayList<>();
        for (WorkloadName w : merge.workloads()) {
            rows.add(
                    row(
                            merge,
                            w.label(),
                            c ->
                                    new Figure(
                                            c.entry(w).toString(),
                                            ratio(merge, c, c.ratio(merge.baseline(), w)))));
        }
        int common = merge.common().size();
        rows.add(
                row(
                        merge,
                        common == 0
                                ? "mean: no workload is in all columns"
                                : String.format(
                                        Locale.ROOT,
                                        "geometric mean of %,d in all columns",
                                        common),
                        c -> new Figure("", ratio(merge, c, merge.mean(c)))));
        return rows;
    }

    private static Row row(Merge merge, String name, Function<Column, Figure> figure) {
        return new Row(name, merge.columns().stream().map(figure).toList());
    }

    private static String ratio(Merge merge, Column column, OptionalDouble ratio) {
        return column == merge.baseline() || ratio.isEmpty()
                ? ""
                : String.format(Locale.ROOT, "×%.3f", ratio.getAsDouble());
    }

    /** The names of the columns of a page's table. */
    static List<String> head(Merge merge) {
        return Stream.concat(Stream.of(CORNER), merge.columns().stream().map(Column::name))
                .toList();
    }

    /** The rows of a page's table. Time and ratio stay in one line. */
    static List<List<String>> cells(Merge merge) {
        return rows(merge).stream()
                .map(
                        r ->
                                Stream.concat(
                                                Stream.of(r.name),
                                                r.figures.stream().map(Figure::inOneLine))
                                        .toList())
                .toList();
    }

    /** The lines for a terminal. */
    public static List<String> lines(Merge merge) {
        List<Row> rows = rows(merge);
        List<StringBuilder> lines = new ArrayList<>();
        lines.add(new StringBuilder(CORNER));
        // names from the results of others must not break a line
        rows.forEach(r -> lines.add(new StringBuilder(Printable.line(r.name))));
        int end = longest(lines.stream().map(StringBuilder::toString));
        lines.forEach(l -> l.repeat(' ', end - l.length()));
        for (int i = 0; i < merge.columns().size(); i++) {
            int column = i;
            List<Figure> figures = rows.stream().map(r -> r.figures.get(column)).toList();
            int ratio = longest(figures.stream().map(Figure::ratio));
            int entry = longest(figures.stream().map(Figure::entry));
            int between = ratio == 0 ? 0 : 2;
            String name = Printable.line(merge.columns().get(i).name());
            int width = 3 + Math.max(name.length(), entry + between + ratio);
            right(lines.getFirst(), name, width);
            for (int r = 0; r < figures.size(); r++) {
                StringBuilder line = lines.get(r + 1);
                right(line, figures.get(r).entry, width - between - ratio);
                right(line, figures.get(r).ratio, between + ratio);
            }
        }
        return Stream.concat(
                        Stream.of(Printable.line(legend(merge)), ""),
                        lines.stream().map(l -> l.toString().stripTrailing()))
                .toList();
    }

    private static int longest(Stream<String> texts) {
        return texts.mapToInt(String::length).max().orElse(0);
    }

    private static void right(StringBuilder line, String text, int width) {
        line.repeat(' ', width - text.length()).append(text);
    }
}
