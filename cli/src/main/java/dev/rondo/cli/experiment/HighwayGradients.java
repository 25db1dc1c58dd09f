package dev.rondo.cli.experiment;

import dev.rondo.cli.show.HeatMap;
import dev.rondo.cli.show.LineChart;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Section;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * How the gradient reaches the layers and steps of the networks of {@link Highway}.
 *
 * @param kinds the networks
 * @param results all of them
 * @param size of the images
 */
record HighwayGradients(List<HighwayNet> kinds, Results results, int size) {
    /** When the gradient is measured, as trials name it, and in words. */
    private enum Moment {
        START("start", "at the start"),
        TRAINED("trained", "after training");

        private final String key;
        private final String words;

        Moment(String key, String words) {
            this.key = key;
            this.words = words;
        }
    }

    private static final List<String> LAYERS = HighwayImages.LAYERS;
    private static final String PART = "part of the gradient next to the loss";

    /** Depth by itself. */
    Section throughDepth() {
        List<HighwayNet> networks = kinds.stream().filter(HighwayNet::readsImages).toList();
        List<String> header = new ArrayList<>(List.of("layer"));
        for (HighwayNet kind : networks) {
            for (Moment moment : Moment.values()) {
                header.add(kind.row().name() + " " + moment.words);
            }
        }
        List<List<String>> table = new ArrayList<>();
        for (int layer = 0; layer < LAYERS.size(); layer++) {
            List<String> cells = new ArrayList<>(List.of(LAYERS.get(layer)));
            for (HighwayNet kind : networks) {
                for (Moment moment : Moment.values()) {
                    cells.add(figure("%.3g", norms(kind, moment)[layer]));
                }
            }
            table.add(cells);
        }
        List<Block> blocks = new ArrayList<>();
        blocks.add(
                new Block.Paragraph(
                        "Norm of the gradient of an image's loss by what each layer gives, from the"
                                + " loss backwards; geometric mean over images and seeds."));
        blocks.add(new Block.Table(header, table));
        for (Moment moment : Moment.values()) {
            blocks.add(
                    chart(
                            networks,
                            moment,
                            "Gradient through depth, ",
                            "layers, from the loss backwards",
                            HighwayGradients::layer));
        }
        return new Section("The gradient at each layer, size " + size, blocks);
    }

    private static String layer(double place) {
        return place == (int) place && place < LAYERS.size() ? LAYERS.get((int) place) : "";
    }

    /** Depth and time in the same pictures. */
    Section throughBoth() {
        List<List<String>> table = new ArrayList<>();
        List<HeatMap.Row> shades = new ArrayList<>();
        for (HighwayNet kind : kinds) {
            for (Moment moment : Moment.values()) {
                double[] parts = parts(kind, moment);
                int back = parts.length - 1;
                table.add(
                        List.of(
                                kind.row().name(),
                                moment.words,
                                Integer.toString(back),
                                figure("%.2g", parts[back]),
                                figure("× %.2f", Math.pow(parts[back], 1.0 / back))));
                shades.add(new HeatMap.Row(kind.row().name() + ", " + moment.words, parts));
            }
        }
        String title = "Gradient through depth and through time";
        String across = "layers or steps back from the loss";
        List<Block> blocks = new ArrayList<>();
        blocks.add(
                new Block.Paragraph(
                        String.format(
                                Locale.ROOT,
                                "The gradient by what each layer of the encoder-decoder gives (%d"
                                        + " layers), and by the state (h, c) of the LSTM after"
                                        + " each step (%d steps), each as a part of that next to"
                                        + " the loss.",
                                LAYERS.size(),
                                Highway.LAG + 1)));
        blocks.add(
                new Block.Table(
                        List.of("row", "moment", "back", "part that arrives", "a step"), table));
        for (Moment moment : Moment.values()) {
            blocks.add(chart(kinds, moment, title + ", ", across, place -> figure("%.0f", place)));
        }
        blocks.add(
                new Block.Drawing(
                        new HeatMap(title, across, shades),
                        "The same as shades: the lighter, the less of the gradient arrives."));
        return new Section("Through depth and through time, size " + size, blocks);
    }

    private Block chart(
            List<HighwayNet> networks,
            Moment moment,
            String title,
            String across,
            DoubleFunction<String> label) {
        List<LineChart.Line> lines = new ArrayList<>();
        for (HighwayNet kind : networks) {
            double[] parts = parts(kind, moment);
            double[] back = IntStream.range(0, parts.length).asDoubleStream().toArray();
            lines.add(new LineChart.Line(kind.row().name(), back, parts, !kind.hasHighway()));
        }
        LineChart chart = new LineChart(title + moment.words, across, PART, lines, label, true);
        return chart.isEmpty()
                ? new Block.Paragraph(title + moment.words + ": no trial has finished.")
                : new Block.Drawing(
                        chart,
                        "Solid with the highway, dashed without: skip connections in depth, the"
                                + " cell path in time. A gradient of 0 has no point.");
    }

    /** The norms as parts of the first. */
    private double[] parts(HighwayNet kind, Moment moment) {
        double[] norms = norms(kind, moment);
        double first = norms[0];
        return IntStream.range(0, norms.length).mapToDouble(i -> norms[i] / first).toArray();
    }

    /** Geometric means over the seeds; NaN where there is none. */
    private double[] norms(HighwayNet kind, Moment moment) {
        int places = kind.readsImages() ? LAYERS.size() : Highway.LAG + 1;
        Results of = results.of(kind.row()).of(kind.readsImages() ? size : Highway.LAG);
        return IntStream.range(0, places)
                .mapToDouble(place -> geometricMean(of, moment, place))
                .toArray();
    }

    private static double geometricMean(Results results, Moment moment, int place) {
        return Math.exp(
                results.finite()
                        .map(r -> r.measured().numbers(moment.key))
                        .mapToDouble(norms -> Math.log(norms.get(place)))
                        .average()
                        .orElse(Double.NaN));
    }

    private static String figure(String format, double number) {
        return Double.isNaN(number) ? "" : String.format(Locale.ROOT, format, number);
    }
}
