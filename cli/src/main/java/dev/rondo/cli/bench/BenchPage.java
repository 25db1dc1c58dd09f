package dev.rondo.cli.bench;

import dev.rondo.cli.machine.MachineFacts;
import dev.rondo.cli.machine.MachineWords;
import dev.rondo.cli.show.BarChart;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Page;
import dev.rondo.cli.show.page.Section;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** All results of a suite on one page: charts, the table, and the machine. */
final class BenchPage {
    private BenchPage() {}

    static Page of(SuiteRun run) {
        List<Result> results = run.results();
        List<Section> sections = new ArrayList<>();
        sections.add(
                charts("Speed", "GFLOP/s", false, results, Result::gflops, "textbook operations"));
        sections.add(
                charts(
                        "Share of the device's large products",
                        "%",
                        false,
                        results,
                        r -> 100 * r.gflops() / r.peak(),
                        "GFLOP/s, in percent of what the same device reached in square products"));
        sections.add(charts("Time", "ms", true, results, Result::medianMillis, "median of a step"));
        sections.add(Section.of("Results", table(results)));
        sections.add(Section.of("To know", new Block.Preformatted(String.join("\n", run.notes()))));
        if (!results.isEmpty()) {
            sections.add(machine(results.getFirst()));
        }
        return new Page(
                "rondo bench",
                String.format(
                        Locale.ROOT, "%,d results; median times of whole steps", results.size()),
                sections);
    }

    private static Section charts(
            String title,
            String unit,
            boolean logarithmic,
            List<Result> results,
            ToDoubleFunction<Result> value,
            String description) {
        List<Block> blocks = new ArrayList<>();
        for (Mode mode : Mode.values()) {
            List<Result> of = results.stream().filter(r -> r.workload().mode() == mode).toList();
            for (List<Result> ofCell : byCell(of)) {
                String name = ofCell.getFirst().workload().cell() + ", " + mode;
                BarChart chart = chart(name + ", " + unit, unit, logarithmic, ofCell, value);
                blocks.add(
                        new Block.Drawing(
                                chart, name + ": " + description + "; sizes are T/B/I/H."));
            }
        }
        return new Section(title, blocks);
    }

    private static Collection<List<Result>> byCell(List<Result> results) {
        Map<String, List<Result>> byCell = new LinkedHashMap<>();
        for (Result r : results) {
            byCell.computeIfAbsent(r.workload().cell(), _ -> new ArrayList<>()).add(r);
        }
        return byCell.values();
    }

    private static BarChart chart(
            String title,
            String unit,
            boolean logarithmic,
            List<Result> results,
            ToDoubleFunction<Result> value) {
        Set<String> sizes = new LinkedHashSet<>();
        Map<String, Map<String, Double>> bars = new LinkedHashMap<>();
        for (Result r : results) {
            sizes.add(r.workload().sizes());
            bars.computeIfAbsent(r.device().id(), _ -> new LinkedHashMap<>())
                    .put(r.workload().sizes(), value.applyAsDouble(r));
        }
        return new BarChart(title, unit, List.copyOf(sizes), bars, logarithmic);
    }

    private static Block table(List<Result> results) {
        return new Block.Table(
                List.of(
                        "workload",
                        "device",
                        "threads",
                        "median ms",
                        "GFLOP/s",
                        "% of products",
                        "J/step"),
                results.stream()
                        .map(
                                r ->
                                        List.of(
                                                r.workload().label(),
                                                r.device().id(),
                                                Integer.toString(r.threads()),
                                                String.format(
                                                        Locale.ROOT, "%.3f", r.medianMillis()),
                                                String.format(Locale.ROOT, "%.1f", r.gflops()),
                                                String.format(
                                                        Locale.ROOT,
                                                        "%.0f",
                                                        100 * r.gflops() / r.peak()),
                                                joules(r)))
                        .toList());
    }

    private static String joules(Result r) {
        return r.timing().joules().isPresent()
                ? String.format(Locale.ROOT, "%.4g", r.timing().joules().getAsDouble())
                : "-";
    }

    /** Where and when a result was measured. */
    static Section machine(Result result) {
        List<List<String>> rows = new ArrayList<>();
        MachineWords.of(MachineFacts.here())
                .forEach((name, value) -> rows.add(List.of(name, value)));
        result.occasion()
                .values()
                .forEach((name, value) -> rows.add(List.of(name, value.toString())));
        return Section.of("Machine", new Block.Properties(rows));
    }
}
