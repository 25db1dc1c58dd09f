package dev.rondo.cli.flow;

import dev.rondo.cli.show.HeatMap;
import dev.rondo.cli.show.LineChart;
import dev.rondo.cli.show.LineChart.Line;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Page;
import dev.rondo.cli.show.page.Section;
import dev.rondo.models.checkpoint.Configuration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** All flows on one page: over time and layers, side by side, each by itself, and as a table. */
final class FlowPage {
    private static final String ACROSS = "steps back from the loss";
    private static final String UNIT = "part of the gradient by the output";

    private FlowPage() {}

    static Page of(List<Flow> flows, FlowTable table, Configuration machine) {
        List<Section> sections = new ArrayList<>();
        sections.add(Section.of("Over time and layers", map(flows)));
        sections.add(Section.of("Side by side", sideBySide(flows)));
        for (List<Flow> network : byNetwork(flows)) {
            sections.add(Section.of(network.getFirst().network(), chart(network)));
        }
        sections.add(
                Section.of(
                        "Figures",
                        new Block.Table(table.header(), flows.stream().map(table::row).toList())));
        List<Block> notes = new ArrayList<>();
        FlowTable.notes(flows).forEach(n -> notes.add(new Block.Paragraph(n)));
        sections.add(new Section("To know", notes));
        List<List<String>> properties = new ArrayList<>();
        machine.values().forEach((name, value) -> properties.add(List.of(name, value + "")));
        sections.add(Section.of("Provenance", new Block.Properties(properties)));
        return new Page(
                "rondo gradients",
                "How the gradient of one step's loss reaches the states of all steps before",
                sections);
    }

    private static Block map(List<Flow> flows) {
        List<HeatMap.Row> rows =
                flows.stream()
                        .filter(f -> f.route() == Route.ALL)
                        .map(f -> new HeatMap.Row(f.network() + ": " + f.place(), f.curve().mean()))
                        .toList();
        String cut =
                rows.size() > HeatMap.MOST_ROWS
                        ? String.format(
                                Locale.ROOT,
                                " The first %d of %d states are shown.",
                                HeatMap.MOST_ROWS,
                                rows.size())
                        : "";
        return new Block.Drawing(
                new HeatMap("Norm of the gradient with respect to each state", ACROSS, rows),
                "The loss is at the left edge. The lighter the shade, the less of its gradient arrives,"
                        + " along all paths."
                        + cut);
    }

    /** Of each network the state that the most arrives at, far back. */
    private static Block sideBySide(List<Flow> flows) {
        List<Line> lines = new ArrayList<>();
        for (List<Flow> network : byNetwork(flows)) {
            network.stream()
                    .filter(f -> f.route() == Route.ALL)
                    .max(Comparator.comparingDouble(FlowPage::end))
                    .ifPresent(f -> lines.add(line(f, f.network() + ": " + f.state())));
        }
        return drawing(
                "Plain and gated, with and without attention",
                lines,
                "Of each network the state whose gradient is largest at the far end, along all paths.");
    }

    private static double end(Flow f) {
        int far = f.curve().mean().length - 1;
        double value = f.curve().mean()[far];
        return value == value ? value : 0;
    }

    private static Block chart(List<Flow> network) {
        List<Line> lines = network.stream().map(f -> line(f, f.place())).toList();
        boolean carried = network.stream().anyMatch(f -> f.route() == Route.CARRIED);
        return drawing(
                network.getFirst().network(),
                lines,
                "Norm of the gradient with respect to each state, along all paths"
                        + (carried ? ", and dashed along the carried path alone." : "."));
    }

    private static Block drawing(String title, List<Line> lines, String description) {
        LineChart chart =
                new LineChart(
                        title,
                        ACROSS,
                        UNIT,
                        lines,
                        k -> String.format(Locale.ROOT, "%.0f", k),
                        true);
        return chart.isEmpty()
                ? new Block.Paragraph(title + ": no gradient arrives, so there is nothing to draw.")
                : new Block.Drawing(chart, description);
    }

    private static Line line(Flow f, String name) {
        double[] steps = IntStream.range(0, f.curve().mean().length).asDoubleStream().toArray();
        boolean carried = f.route() == Route.CARRIED;
        return new Line(carried ? name + ", carried" : name, steps, f.curve().mean(), carried);
    }

    private static Collection<List<Flow>> byNetwork(List<Flow> flows) {
        Map<String, List<Flow>> by = new LinkedHashMap<>();
        flows.forEach(f -> by.computeIfAbsent(f.network(), _ -> new ArrayList<>()).add(f));
        return by.values();
    }
}
