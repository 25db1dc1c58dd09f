package dev.rondo.cli.experiment;

import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Section;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the trials of {@link Highway} say: tables and charts. */
final class HighwayFindings {
    private final Plan plan;
    private final Results results;
    private final List<HighwayNet> kinds;

    HighwayFindings(Plan plan, Results results) {
        this.plan = plan;
        this.results = results;
        kinds =
                Highway.SHEET.rows(plan).stream()
                        .map(row -> Kind.named(HighwayNet.values(), row.name()))
                        .toList();
    }

    List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        sections.add(segmenting());
        sections.add(recalling());
        for (int size : plan.lengths()) {
            HighwayGradients gradients = new HighwayGradients(kinds, results, size);
            sections.add(gradients.throughDepth());
            sections.add(gradients.throughBoth());
        }
        return sections;
    }

    private List<Row> rows(boolean ofImages) {
        return kinds.stream()
                .filter(k -> k.readsImages() == ofImages)
                .map(HighwayNet::row)
                .toList();
    }

    private Section segmenting() {
        List<String> header =
                List.of("row", "size", "weights", "IoU", "from", "to", "IoU, any", "pixels %");
        List<List<String>> table = new ArrayList<>();
        for (int size : plan.lengths()) {
            for (Row row : rows(true)) {
                Results of = results.of(row).of(size);
                table.add(
                        List.of(
                                row.name(),
                                Integer.toString(size),
                                figure("%.0f", of.median("weights")),
                                figure("%.3f", of.mean("score")),
                                figure("%.3f", of.numbers("score").min().orElse(Double.NaN)),
                                figure("%.3f", of.numbers("score").max().orElse(Double.NaN)),
                                figure("%.3f", of.mean("any")),
                                figure("%.1f", 100 * of.mean("right"))));
            }
        }
        LengthChart chart =
                new LengthChart(
                        "Intersection over union by size of the images",
                        "",
                        plan.lengths(),
                        rows(true),
                        results);
        return Section.of(
                "Segmenting shapes",
                new Block.Paragraph(
                        String.format(
                                Locale.ROOT,
                                "Intersection over union of %,d fresh images: mean of the seeds,"
                                        + " and from the lowest to the highest of them. IoU is"
                                        + " the mean over discs, squares and triangles; IoU,"
                                        + " any, does not tell those apart, so that outlines"
                                        + " alone count. Training takes %,d updates of %d"
                                        + " images.",
                                HighwayImages.FRESH,
                                plan.updates(),
                                HighwayImages.BATCH)),
                new Block.Table(header, table),
                chart.of(
                        at -> at.mean("score"),
                        "Intersection over union, mean over the classes and the seeds."));
    }

    private Section recalling() {
        List<List<String>> table = new ArrayList<>();
        for (Row row : rows(false)) {
            Results of = results.of(row);
            table.add(
                    List.of(
                            row.name(),
                            figure("%.0f", of.median("weights")),
                            figure("%.1f", 100 * of.mean("right"))));
        }
        return Section.of(
                "Recalling a symbol",
                new Block.Paragraph(
                        String.format(
                                Locale.ROOT,
                                "Percent of %,d fresh sequences whose first symbol of four the"
                                        + " LSTM recalls after %d others; mean of the seeds."
                                        + " Training takes %,d updates of %d sequences.",
                                HighwayRecall.FRESH,
                                Highway.LAG,
                                plan.updates(),
                                HighwayRecall.BATCH)),
                new Block.Table(List.of("row", "weights", "right %"), table));
    }

    private static String figure(String format, double number) {
        return Double.isNaN(number) ? "" : String.format(Locale.ROOT, format, number);
    }
}
