package dev.rondo.cli.show;

import java.util.Locale;

/** An attention map as an SVG picture, every symbol at its row and column. */
public final class AttentionPicture {
    private static final int CELL = 24;
    private static final int LEFT = 48;
    private static final int TOP = 84;
    private static final int MARGIN = 24;

    /** Below this a cell would look white. */
    private static final float INVISIBLE = 0.005f;

    private AttentionPicture() {}

    /**
     * The text of an SVG file.
     *
     * @param title stands above the map
     */
    public static String svg(AttentionMap map, String title) {
        int columns = map.inputs().size();
        int rows = map.outputs().size();
        int width = Math.max(LEFT + columns * CELL + MARGIN, 2 * MARGIN + title.length() * 9);
        int height = TOP + rows * CELL + MARGIN;
        StringBuilder s = new StringBuilder();
        add(
                s,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                        + " viewBox=\"0 0 %d %d\" font-family=\"monospace\" font-size=\"15\">",
                width,
                height,
                width,
                height);
        add(s, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", width, height);
        add(s, "<text x=\"%d\" y=\"32\" xml:space=\"preserve\">%s</text>", MARGIN, escaped(title));
        for (int column = 0; column < columns; column++) {
            label(s, LEFT + column * CELL + CELL / 2, TOP - 10, map.inputs().get(column));
        }
        for (int row = 0; row < rows; row++) {
            label(s, LEFT - 16, TOP + row * CELL + 17, map.outputs().get(row));
            for (int column = 0; column < columns; column++) {
                cell(s, map, row, column);
            }
        }
        add(
                s,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#888\"/>",
                LEFT,
                TOP,
                columns * CELL,
                rows * CELL);
        return s.append("</svg>\n").toString();
    }

    private static void cell(StringBuilder s, AttentionMap map, int row, int column) {
        float weight = map.weights()[row][column];
        if (weight < INVISIBLE) {
            return;
        }
        add(
                s,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#1f4e8c\""
                        + " fill-opacity=\"%.3f\"><title>%s looks at %s: %.3f</title></rect>",
                LEFT + column * CELL,
                TOP + row * CELL,
                CELL,
                CELL,
                Math.min(weight, 1),
                escaped(map.outputs().get(row)),
                escaped(map.inputs().get(column)),
                weight);
    }

    private static void label(StringBuilder s, int x, int y, String symbol) {
        add(
                s,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                x,
                y,
                escaped(symbol.equals(" ") ? "␣" : symbol));
    }

    private static void add(StringBuilder s, String format, Object... values) {
        s.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** Text within XML; what XML cannot hold becomes a replacement character. */
    private static String escaped(String text) {
        StringBuilder s = new StringBuilder();
        text.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case '&' -> s.append("&amp;");
                                case '<' -> s.append("&lt;");
                                case '>' -> s.append("&gt;");
                                case '"' -> s.append("&quot;");
                                default -> s.appendCodePoint(isXml(c) ? c : 0xFFFD);
                            }
                        });
        return s.toString();
    }

    private static boolean isXml(int c) {
        return c >= 0x20 && !(c >= 0xD800 && c < 0xE000) && c != 0xFFFE && c != 0xFFFF;
    }
}
