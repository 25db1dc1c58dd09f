package dev.rondo.cli.show;

import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.Color;
import java.io.IOException;
import java.util.List;

/** How the loss went, as a PNG picture. */
public final class LossChart {
    /**
     * A line of the chart.
     *
     * @param name for the legend
     * @param steps where it was measured
     * @param values what was measured
     */
    public record Line(String name, double[] steps, double[] values) {}

    private static final List<Color> COLOURS =
            List.of(new Color(0x1f4e8c), new Color(0xd95f02), new Color(0x1b9e77));

    private LossChart() {}

    /**
     * The bytes of a PNG file. Lines without points are left out.
     *
     * @param title stands above the chart
     * @param unit names the vertical axis
     */
    public static byte[] png(String title, String unit, List<Line> lines) throws IOException {
        XYChart chart =
                new XYChartBuilder()
                        .width(900)
                        .height(500)
                        .title(title)
                        .xAxisTitle("step")
                        .yAxisTitle(unit)
                        .build();
        chart.getStyler()
                .setChartBackgroundColor(Color.WHITE)
                .setLegendPosition(LegendPosition.InsideNE)
                .setSeriesColors(COLOURS.toArray(Color[]::new));
        chart.getStyler().setXAxisDecimalPattern("#").setXAxisMaxLabelCount(10);
        for (Line line : lines) {
            if (line.steps().length > 0) {
                chart.addSeries(line.name(), line.steps(), line.values())
                        .setMarker(SeriesMarkers.NONE);
            }
        }
        return ChartEncoder.getBytes(chart, "png");
    }
}
