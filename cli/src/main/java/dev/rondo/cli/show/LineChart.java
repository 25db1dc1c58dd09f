package dev.rondo.cli.show;

import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * Lines over a horizontal axis, as a picture. Points that are not finite are left out, and so are
 * lines without points.
 *
 * @param title stands above
 * @param across names the horizontal axis
 * @param unit names the vertical axis
 * @param lines what is drawn, at least one of them with a point
 * @param label what stands at a place of the horizontal axis
 */
public record LineChart(
        String title, String across, String unit, List<Line> lines, DoubleFunction<String> label)
        implements Chart {
    /**
     * A line of the chart.
     *
     * @param name for the legend
     * @param x places on the horizontal axis, rising
     * @param y what was there
     */
    public record Line(String name, double[] x, double[] y) {
        private Line finite() {
            int[] kept =
                    IntStream.range(0, x.length)
                            .filter(i -> Double.isFinite(x[i]) && Double.isFinite(y[i]))
                            .toArray();
            return new Line(
                    name,
                    IntStream.of(kept).mapToDouble(i -> x[i]).toArray(),
                    IntStream.of(kept).mapToDouble(i -> y[i]).toArray());
        }
    }

    /** Pixels from label to label of the horizontal axis. */
    private static final int LABEL_SPACE = 100;

    /** Lines of fewer points show them: of a single one there would be nothing to see. */
    private static final int FEW = 40;

    /** Copies the list. */
    public LineChart {
        lines = lines.stream().map(Line::finite).filter(l -> l.x().length > 0).toList();
    }

    /** Over the steps of training. */
    public static LineChart ofSteps(String title, String unit, List<Line> lines) {
        return new LineChart(
                title, "step", unit, lines, step -> String.format(Locale.ROOT, "%.0f", step));
    }

    /** Whether there is anything to draw. */
    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The bytes of a PNG file. */
    public byte[] png() throws IOException {
        return ChartEncoder.getBytes(chart(ChartTheme.LIGHT), "png");
    }

    @Override
    public String svg(ChartTheme theme) throws IOException {
        return ChartStyle.svg(chart(theme));
    }

    private XYChart chart(ChartTheme theme) {
        XYChart chart =
                new XYChartBuilder()
                        .width(ChartStyle.WIDTH)
                        .height(ChartStyle.HEIGHT)
                        .title(title)
                        .xAxisTitle(across)
                        .yAxisTitle(unit)
                        .build();
        ChartStyle.apply(theme, chart.getStyler());
        chart.getStyler()
                .setXAxisTickMarkSpacingHint(LABEL_SPACE)
                .setXAxisTickLabelsFormattingFunction(label::apply)
                .setMarkerSize(5)
                .setLegendVisible(lines.size() > 1)
                .setChartTitleVisible(!title.isEmpty());
        for (Line line : lines) {
            boolean few = line.x().length < FEW;
            chart.addSeries(line.name(), line.x(), line.y())
                    .setMarker(few ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        }
        return chart;
    }
}
