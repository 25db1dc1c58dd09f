package dev.rondo.cli.show;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/**
 * Draws lines, areas and texts. A text becomes a shape, so that it looks the same wherever the
 * picture is shown. A text that is too long is shortened, because texts from a file may have any
 * length and any content.
 */
final class Pen {
    /** The position of a text relative to its point. */
    enum Anchor {
        START(0),
        MIDDLE(0.5),
        END(1);

        private final double part;

        Anchor(double part) {
            this.part = part;
        }
    }

    private static final int SIZE = 12;
    private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, SIZE);
    private static final Font BOLD = PLAIN.deriveFont(Font.BOLD);
    private static final FontRenderContext EVERYWHERE = new FontRenderContext(null, true, true);

    /** The most characters that fit in any space. Longer texts are cut before they are measured. */
    private static final int MOST_CHARACTERS = 120;

    private static final String CUT = "…";
    private static final BasicStroke THIN = new BasicStroke(1);
    private static final BasicStroke CURVE =
            new BasicStroke(1.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final BasicStroke DASHES =
            new BasicStroke(
                    1.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, new float[] {5, 4}, 0);

    /** How little shows through of an area, from 0 to 255. */
    private static final int VEIL = 56;

    private final Graphics2D graphics;
    private final ChartTheme theme;

    Pen(Graphics2D graphics, ChartTheme theme) {
        this.graphics = graphics;
        this.theme = theme;
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    void background(double width, double height) {
        fill(theme.background, new Rectangle2D.Double(0, 0, width, height));
    }

    void gridLine(double fromX, double fromY, double toX, double toY) {
        graphics.setStroke(THIN);
        graphics.setColor(theme.grid);
        graphics.draw(new Line2D.Double(fromX, fromY, toX, toY));
    }

    /** A line in the color of a series. */
    void curve(int series, Shape line, boolean dashed) {
        graphics.setStroke(dashed ? DASHES : CURVE);
        graphics.setColor(color(series));
        graphics.draw(line);
    }

    /** An area in the color of a series. */
    void area(int series, Shape area) {
        fill(color(series), area);
    }

    /** An area in the color of a series that what is drawn below shows through. */
    void veil(int series, Shape area) {
        Color c = color(series);
        fill(new Color(c.getRed(), c.getGreen(), c.getBlue(), VEIL), area);
    }

    /** An area in a color between the background (0) and the first series (1). */
    void shade(double part, Shape area) {
        Color from = theme.background;
        Color to = color(0);
        fill(
                new Color(
                        between(from.getRed(), to.getRed(), part),
                        between(from.getGreen(), to.getGreen(), part),
                        between(from.getBlue(), to.getBlue(), part)),
                area);
    }

    private static int between(int from, int to, double part) {
        return (int) Math.round(from + (to - from) * Math.clamp(part, 0, 1));
    }

    private Color color(int series) {
        return theme.series[series % theme.series.length];
    }

    private void fill(Color color, Shape shape) {
        graphics.setColor(color);
        graphics.fill(shape);
    }

    /** A text whose middle is at the height of the point. */
    void text(String text, double x, double y, Anchor anchor) {
        draw(text, PLAIN, x, y, 0, anchor);
    }

    void heading(String text, double x, double y, Anchor anchor) {
        draw(text, BOLD, x, y, 0, anchor);
    }

    /**
     * A text that rises or falls.
     *
     * @param degrees clockwise
     */
    void slanted(String text, double x, double y, double degrees, Anchor anchor) {
        draw(text, PLAIN, x, y, Math.toRadians(degrees), anchor);
    }

    private void draw(String text, Font font, double x, double y, double angle, Anchor anchor) {
        if (text.isBlank()) {
            return;
        }
        TextLayout layout = new TextLayout(text, font, EVERYWHERE);
        AffineTransform place = AffineTransform.getTranslateInstance(x, y);
        place.rotate(angle);
        place.translate(-anchor.part * layout.getAdvance(), SIZE / 3.0);
        fill(theme.text, layout.getOutline(place));
    }

    /** The width of a text. */
    static double width(String text) {
        return text.isBlank() ? 0 : new TextLayout(text, PLAIN, EVERYWHERE).getAdvance();
    }

    /** The part of a text that fits the space, on one line. */
    static String fitted(String text, double room) {
        int[] kept = text.codePoints().limit(MOST_CHARACTERS + 1L).map(Pen::visible).toArray();
        int length = Math.min(kept.length, MOST_CHARACTERS);
        String s = new String(kept, 0, length) + (kept.length > length ? CUT : "");
        while (length > 0 && width(s) > room) {
            length--;
            s = new String(kept, 0, length).stripTrailing() + CUT;
        }
        return s;
    }

    private static int visible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.SURROGATE -> 0xFFFD;
            default -> character;
        };
    }
}
