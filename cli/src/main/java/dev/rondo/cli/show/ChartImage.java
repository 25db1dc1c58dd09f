package dev.rondo.cli.show;

import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.function.Consumer;

import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/** A drawing as the content of a file. */
final class ChartImage {
    static final int WIDTH = 900;
    static final int HEIGHT = 420;

    private static final String SVG = "http://www.w3.org/2000/svg";

    /** Decimals of a coordinate in SVG. */
    private static final int DECIMALS = 1;

    private ChartImage() {}

    static String svg(ChartTheme theme, Consumer<Pen> drawing) throws IOException {
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(emptyDocument());
        context.setPrecision(DECIMALS);
        context.setComment("");
        SVGGraphics2D graphics = new SVGGraphics2D(context, true);
        graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
        draw(graphics, theme, drawing);
        StringWriter svg = new StringWriter();
        graphics.stream(svg);
        return svg.toString();
    }

    static byte[] png(ChartTheme theme, Consumer<Pen> drawing) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            draw(graphics, theme, drawing);
        } finally {
            graphics.dispose();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // in memory, because a cache on the disk fails when there is no disk, and while the JVM
        // ends
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        }
        return bytes.toByteArray();
    }

    private static void draw(Graphics2D graphics, ChartTheme theme, Consumer<Pen> drawing) {
        Pen pen = new Pen(graphics, theme);
        pen.background(WIDTH, HEIGHT);
        drawing.accept(pen);
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
