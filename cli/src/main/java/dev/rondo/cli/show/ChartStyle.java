package dev.rondo.cli.show;

import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.w3c.dom.Document;

import java.awt.BasicStroke;
import java.awt.Dimension;
import java.awt.Font;
import java.io.IOException;
import java.io.StringWriter;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/** How all charts look, and how they become SVG. */
final class ChartStyle {
    static final int WIDTH = 900;
    static final int HEIGHT = 420;

    private static final String SVG = "http://www.w3.org/2000/svg";

    /** Of a pixel, in SVG. */
    private static final int DECIMALS = 1;

    private ChartStyle() {}

    static void apply(ChartTheme theme, AxesChartStyler styler) {
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
        BasicStroke stroke = new BasicStroke(1.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
        styler.setChartBackgroundColor(theme.background)
                .setPlotBackgroundColor(theme.background)
                .setLegendBackgroundColor(theme.background)
                .setChartFontColor(theme.text)
                .setPlotBorderVisible(false)
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setLegendBorderColor(theme.background)
                .setSeriesColors(theme.series)
                .setSeriesLines(new BasicStroke[] {stroke, stroke, stroke})
                .setLegendFont(font);
        styler.setPlotGridLinesColor(theme.grid)
                .setAxisTickLabelsColor(theme.text)
                .setAxisTickLabelsFont(font)
                .setAxisTitleFont(font)
                .setAxisTickMarksColor(theme.grid);
    }

    static String svg(org.knowm.xchart.internal.chartpart.Chart<?, ?> chart) throws IOException {
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(emptyDocument());
        context.setPrecision(DECIMALS);
        context.setComment("");
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
        chart.paint(graphics, WIDTH, HEIGHT);
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
}
