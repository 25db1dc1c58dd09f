package dev.rondo.cli.show;

import java.util.ArrayList;
import java.util.List;

/**
 * An attention map for the terminal. The input is above, the output on the left, and shades show
 * the weights. A character takes two columns, so that a cell is about square. A word takes its own
 * width and a space.
 */
public final class AttentionText {
    private static final List<String> BLOCKS = List.of("  ", "░░", "▒▒", "▓▓", "██");
    private static final List<String> ASCII = List.of("  ", "..", "::", "**", "##");

    /** The smallest weight for each shade except the first. */
    private static final float[] FROM = {0.05f, 0.2f, 0.45f, 0.7f};

    private AttentionText() {}

    /**
     * The lines of a map.
     *
     * @param unicode whether block characters may be used
     */
    public static List<String> lines(AttentionMap map, boolean unicode) {
        List<String> shades = unicode ? BLOCKS : ASCII;
        List<String> lines = new ArrayList<>();
        int left = map.outputs().stream().mapToInt(AttentionText::width).max().orElse(2);
        StringBuilder head = new StringBuilder(" ".repeat(left + 1));
        map.inputs().forEach(s -> head.append(padded(s, width(s))));
        lines.add(head.toString().stripTrailing());
        for (int i = 0; i < map.outputs().size(); i++) {
            StringBuilder line = new StringBuilder(" " + padded(map.outputs().get(i), left));
            for (int j = 0; j < map.inputs().size(); j++) {
                String shade = shades.get(shade(map.weights()[i][j]));
                int width = width(map.inputs().get(j));
                line.append(width == 2 ? shade : shade.substring(0, 1).repeat(width - 1) + " ");
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** What the shades mean. */
    public static String legend(boolean unicode) {
        List<String> shades = unicode ? BLOCKS : ASCII;
        StringBuilder s = new StringBuilder("   weight of an input:");
        for (int i = 0; i < FROM.length; i++) {
            s.append("  ").append(shades.get(i + 1)).append(" from ").append(FROM[i]);
        }
        return s.toString();
    }

    private static int shade(float weight) {
        int shade = 0;
        while (shade < FROM.length && weight >= FROM[shade]) {
            shade++;
        }
        return shade;
    }

    /** Number of columns that the inputs of a map take. */
    public static int width(List<String> inputs) {
        return inputs.stream().mapToInt(AttentionText::width).sum();
    }

    private static int width(String symbol) {
        return Math.max(2, length(symbol) + 1);
    }

    private static String padded(String symbol, int width) {
        return symbol + " ".repeat(Math.max(0, width - length(symbol)));
    }

    private static int length(String symbol) {
        return symbol.codePointCount(0, symbol.length());
    }
}
