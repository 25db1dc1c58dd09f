package dev.rondo.cli.bench.merge;

import dev.rondo.cli.bench.ResultDirectory;
import dev.rondo.cli.show.BarChart;
import dev.rondo.cli.show.Illustrator;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Page;
import dev.rondo.cli.show.page.Section;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Merged results on one page: charts of the ratios, the table, the energy, and the machines. */
public final class MergePage {
    private MergePage() {}

    /**
     * Writes the page.
     *
     * @param directory created if it does not exist
     * @return the file
     */
    public static Path write(Merge merge, Path directory, Illustrator illustrator)
            throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(ResultDirectory.PAGE);
        of(merge).write(file, illustrator);
        return file;
    }

    static Page of(Merge merge) {
        List<Section> sections = new ArrayList<>();
        sections.add(
                Section.of(
                        "Times",
                        new Block.Paragraph(MergeTable.legend(merge)),
                        new Block.Table(MergeTable.head(merge), MergeTable.cells(merge))));
        sections.add(Section.of("Machines", machines(merge)));
        if (merge.columns().size() > 1) {
            sections.add(new Section("Speed", charts(merge)));
        }
        if (merge.workloads().stream().anyMatch(w -> !joules(merge, w).isEmpty())) {
            sections.add(Section.of("Energy", energy(merge)));
        }
        return new Page(
                "Comparison of machines",
                String.format(
                        Locale.ROOT,
                        "%,d columns, %,d workloads, %,d of them in all columns",
                        merge.columns().size(),
                        merge.workloads().size(),
                        merge.common().size()),
                sections);
    }

    private static Block machines(Merge merge) {
        Set<String> names = new LinkedHashSet<>();
        merge.columns().forEach(c -> names.addAll(c.facts().keySet()));
        return table(
                merge,
                "",
                names.stream()
                        .map(
                                name ->
                                        row(
                                                name,
                                                merge.columns().stream()
                                                        .map(c -> c.facts().get(name))))
                        .toList());
    }

    private static Block energy(Merge merge) {
        return table(
                merge,
                "joules of a step",
                merge.workloads().stream()
                        .map(w -> row(w.label(), merge.columns().stream().map(c -> joules(c, w))))
                        .toList());
    }

    private static Block table(Merge merge, String corner, List<List<String>> rows) {
        return new Block.Table(row(corner, merge.columns().stream().map(Column::name)), rows);
    }

    private static List<String> row(String name, Stream<String> cells) {
        return Stream.concat(Stream.of(name), cells).toList();
    }

    private static List<String> joules(Merge merge, WorkloadName w) {
        return merge.columns().stream().map(c -> joules(c, w)).filter(j -> !j.equals("-")).toList();
    }

    private static String joules(Column column, WorkloadName w) {
        return column.entry(w) instanceof Entry.Timed t && t.joules().isPresent()
                ? String.format(Locale.ROOT, "%.4g", t.joules().getAsDouble())
                : "-";
    }

    /** For each cell and mode, how many times as fast as the baseline the others are. */
    private static List<Block> charts(Merge merge) {
        Map<String, List<WorkloadName>> byKind = new LinkedHashMap<>();
        for (WorkloadName w : merge.workloads()) {
            if (merge.columns().stream()
                    .allMatch(
                            c -> c == merge.baseline() || c.ratio(merge.baseline(), w).isEmpty())) {
                continue; // there is nothing to draw
            }
            byKind.computeIfAbsent(w.cell() + ", " + w.mode(), _ -> new ArrayList<>()).add(w);
        }
        List<Block> charts = new ArrayList<>();
        byKind.forEach((kind, workloads) -> charts.add(chart(merge, kind, workloads)));
        return charts;
    }

    private static Block chart(Merge merge, String kind, List<WorkloadName> workloads) {
        Map<String, Map<String, Double>> bars = new LinkedHashMap<>();
        for (Column c : merge.columns()) {
            Map<String, Double> heights = new LinkedHashMap<>();
            for (WorkloadName w : workloads) {
                c.ratio(merge.baseline(), w).ifPresent(r -> heights.put(w.sizes(), r));
            }
            if (c != merge.baseline()) {
                bars.put(c.name(), heights);
            }
        }
        List<String> places = workloads.stream().map(WorkloadName::sizes).toList();
        return new Block.Drawing(
                new BarChart(kind, "times as fast", places, bars, false),
                kind
                        + ": how many times as fast as '"
                        + merge.baseline().name()
                        + "'; sizes are T/B/I/H.");
    }
}
