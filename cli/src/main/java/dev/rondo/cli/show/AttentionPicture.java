package dev.rondo.cli.show;

import java.util.List;
import java.util.Locale;

/**
 * An attention map as an SVG picture. Every symbol stands at its row or column. Words above columns
 * are vertical.
 */
public final class AttentionPicture {
    private static final int CELL = 24;
    private static final int LEFT = 48;
    private static final int TITLE = 60;
    private static final int MARGIN = 24;

    /** The most characters of a symbol; longer ones are cut. */
    private static final int LONGEST = 24;

    /** Width of a character. */
    private static final int CHARACTER = 9;

    /** Follows the reader's choice of light or dark, also within a page. */
    private static final String STYLE =
            """
            text { fill: #24292f } .page { fill: #fff } .weight { fill: #1f5fa8 }
            @media (prefers-color-scheme: dark) {
              text { fill: #d5dae1 } .page { fill: #15181d } .weight { fill: #6cb0f5 }
            }
            """;

    /** A cell with a smaller weight would look white. */
    private static final float INVISIBLE = 0.005f;

    private final AttentionMap map;
    private final boolean upright;
    private final int left;
    private final int top;
    private final StringBuilder s = new StringBuilder();

    private AttentionPicture(AttentionMap map) {
        this.map = map;
        int widest = longest(map.inputs());
        upright = widest > 1;
        left = LEFT + (longest(map.outputs()) - 1) * CHARACTER;
        top = TITLE + (upright ? widest * CHARACTER + 12 : CELL);
    }

    private static int longest(List<String> symbols) {
        return symbols.stream()
                .mapToInt(t -> Math.min(LONGEST, t.codePointCount(0, t.length())))
                .max()
                .orElse(1);
    }

    /**
     * The text of an SVG file.
     *
     * @param title the title above the map
     */
    public static String svg(AttentionMap map, String title) {
        return new AttentionPicture(map).draw(title);
    }

    private String draw(String title) {
        int columns = map.inputs().size();
        int rows = map.outputs().size();
        int width =
                Math.max(left + columns * CELL + MARGIN, 2 * MARGIN + title.length() * CHARACTER);
        int height = top + rows * CELL + MARGIN;
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                        + " viewBox=\"0 0 %d %d\" font-family=\"monospace\" font-size=\"15\">",
                width, height, width, height);
        add("<style>%s</style>", STYLE);
        add("<rect class=\"page\" width=\"%d\" height=\"%d\"/>", width, height);
        add(
                "<text x=\"%d\" y=\"32\" xml:space=\"preserve\">%s</text>",
                MARGIN, Markup.escaped(title));
        for (int column = 0; column < columns; column++) {
            head(left + column * CELL + CELL / 2, map.inputs().get(column));
        }
        for (int row = 0; row < rows; row++) {
            add(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
                    left - 12, top + row * CELL + 17, visible(map.outputs().get(row)));
            for (int column = 0; column < columns; column++) {
                cell(row, column);
            }
        }
        add(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#888\"/>",
                left, top, columns * CELL, rows * CELL);
        return s.append("</svg>\n").toString();
    }

    private void cell(int row, int column) {
        float weight = map.weights()[row][column];
        if (weight < INVISIBLE) {
            return;
        }
        add(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" class=\"weight\""
                        + " fill-opacity=\"%.3f\"><title>%s looks at %s: %.3f</title></rect>",
                left + column * CELL,
                top + row * CELL,
                CELL,
                CELL,
                Math.min(weight, 1),
                Markup.escaped(map.outputs().get(row)),
                Markup.escaped(map.inputs().get(column)),
                weight);
    }

    private void head(int x, String symbol) {
        int y = top - 10;
        if (upright) {
            add(
                    "<text x=\"%d\" y=\"%d\" transform=\"rotate(-90 %d %d)\">%s</text>",
                    x + 5, y, x + 5, y, visible(symbol));
        } else {
            add("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>", x, y, visible(symbol));
        }
    }

    private static String visible(String symbol) {
        if (symbol.codePointCount(0, symbol.length()) > LONGEST) {
            return Markup.escaped(symbol.substring(0, symbol.offsetByCodePoints(0, LONGEST - 1)))
                    + "…";
        }
        return Markup.escaped(symbol.equals(" ") ? "␣" : symbol);
    }

    private void add(String format, Object... values) {
        s.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
