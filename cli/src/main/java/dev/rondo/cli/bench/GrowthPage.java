package dev.rondo.cli.bench;

import dev.rondo.cli.show.LineChart;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Page;
import dev.rondo.cli.show.page.Section;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All series of a growth run on one page: a chart of time, one of memory, and the tables. */
final class GrowthPage {
    private GrowthPage() {}

    static Page of(GrowthRun run) {
        List<GrowthSeries> series = run.series();
        List<Section> sections = new ArrayList<>();
        if (!series.isEmpty()) {
            sections.add(
                    chart(
                            "Time of a step",
                            "ms",
                            series,
                            p -> p.result().medianMillis(),
                            "Median time of a step."));
            sections.add(
                    chart(
                            "Peak memory",
                            "MiB",
                            series,
                            p -> p.result().bytes() / 0x1p20,
                            "What the executable holds."));
            sections.add(
                    Section.of(
                            "Exponents",
                            new Block.Paragraph(
                                    "Cost grows as size to this power: least squares over all"
                                            + " values, and over the last three, where overhead"
                                            + " matters least."),
                            new Block.Table(
                                    GrowthTable.EXPONENTS_HEAD,
                                    series.stream().map(GrowthTable::exponentCells).toList())));
            sections.add(
                    Section.of(
                            "Results",
                            new Block.Table(
                                    GrowthTable.HEAD,
                                    series.stream()
                                            .flatMap(s -> s.points().stream())
                                            .map(GrowthTable::cells)
                                            .toList())));
        }
        String notes =
                Stream.concat(series.stream().map(GrowthTable::end), run.notes().stream())
                        .collect(Collectors.joining("\n"));
        sections.add(Section.of("To know", new Block.Preformatted(notes)));
        run.results().stream().findFirst().map(BenchPage::machine).ifPresent(sections::add);
        return new Page("How cost grows", run.title(), sections);
    }

    private static Section chart(
            String title,
            String unit,
            List<GrowthSeries> series,
            ToDoubleFunction<GrowthPoint> cost,
            String description) {
        List<LineChart.Line> lines = series.stream().map(s -> line(s, cost)).toList();
        LineChart chart =
                new LineChart(
                        title,
                        "size, in multiples of the first",
                        unit,
                        lines,
                        doublings -> String.format(Locale.ROOT, "×%.0f", Math.pow(2, doublings)),
                        true);
        return Section.of(
                title,
                new Block.Drawing(
                        chart,
                        description
                                + " One size at a time is doubled, the others stay. Dashed: with"
                                + " recomputation."));
    }

    private static LineChart.Line line(GrowthSeries s, ToDoubleFunction<GrowthPoint> cost) {
        return new LineChart.Line(
                s.axis().toString(),
                IntStream.range(0, s.points().size()).asDoubleStream().toArray(),
                s.points().stream().mapToDouble(cost).toArray(),
                s.axis() == GrowthAxis.RECOMPUTED_STEPS);
    }
}
