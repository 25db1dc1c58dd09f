package dev.rondo.cli.show;

import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Document;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

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
        String title, String across, String unit, List<Line> lines, DoubleFunction<String> label) {
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

    /** The colours of a picture. */
    public enum Theme {
        /** On white. */
        LIGHT(0xffffff, 0x24292f, 0xe3e6ea, 0x1f5fa8, 0xc8500a, 0x14805f),
        /** On nearly black. */
        DARK(0x15181d, 0xd5dae1, 0x2f353d, 0x6cb0f5, 0xf79a4b, 0x4fce9f);

        private final Color background;
        private final Color text;
        private final Color grid;
        private final Color[] series;

        Theme(int background, int text, int grid, int... series) {
            this.background = new Color(background);
            this.text = new Color(text);
            this.grid = new Color(grid);
            this.series = IntStream.of(series).mapToObj(Color::new).toArray(Color[]::new);
        }
    }

    private static final String SVG = "http://www.w3.org/2000/svg";
    private static final int WIDTH = 900;
    private static final int HEIGHT = 420;

    /** Pixels from label to label of the horizontal axis. */
    private static final int LABEL_SPACE = 100;

    /** Lines of fewer points show them: of a single one there would be nothing to see. */
    private static final int FEW = 40;

    /** Of a pixel, in SVG. */
    private static final int DECIMALS = 1;

    /** Copies the list. */
    public LineChart {
        lines = lines.stream().map(Line::finite).filter(l -> l.x().length > 0).toList();
    }

    /** Over the steps of training. */
    public static LineChart ofSteps(String title, String unit, List<Line> lines) {
        return new LineChart(title, "step", unit, lines, step -> "%.0f".formatted(step));
    }

    /** Whether there is anything to draw. */
    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The bytes of a PNG file. */
    public byte[] png() throws IOException {
        return ChartEncoder.getBytes(chart(Theme.LIGHT), "png");
    }

    /** The text of an SVG file. */
    public String svg(Theme theme) throws IOException {
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(emptyDocument());
        context.setPrecision(DECIMALS);
        context.setComment("");
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
        chart(theme).paint(graphics, WIDTH, HEIGHT);
        StringWriter svg = new StringWriter();
        graphics.stream(svg);
        return svg.toString();
    }

    private static Document emptyDocument() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVG, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new AssertionError("every Java runtime makes documents", e);
        }
    }

    private XYChart chart(Theme theme) {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(title)
                        .xAxisTitle(across)
                        .yAxisTitle(unit)
                        .build();
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
        BasicStroke stroke = new BasicStroke(1.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
        chart.getStyler()
                .setChartBackgroundColor(theme.background)
                .setPlotBackgroundColor(theme.background)
                .setLegendBackgroundColor(theme.background)
                .setChartFontColor(theme.text)
                .setPlotBorderVisible(false)
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setLegendBorderColor(theme.background)
                .setLegendVisible(lines.size() > 1)
                .setChartTitleVisible(!title.isEmpty())
                .setSeriesColors(theme.series)
                .setMarkerSize(5)
                .setSeriesLines(new BasicStroke[] {stroke, stroke, stroke})
                .setLegendFont(font);
        chart.getStyler()
                .setPlotGridLinesColor(theme.grid)
                .setAxisTickLabelsColor(theme.text)
                .setAxisTickLabelsFont(font)
                .setAxisTitleFont(font)
                .setAxisTickMarksColor(theme.grid)
                .setXAxisTickMarkSpacingHint(LABEL_SPACE)
                .setXAxisTickLabelsFormattingFunction(label::apply);
        for (Line line : lines) {
            boolean few = line.x().length < FEW;
            chart.addSeries(line.name(), line.x(), line.y())
                    .setMarker(few ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        }
        return chart;
    }
}
