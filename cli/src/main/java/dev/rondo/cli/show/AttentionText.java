package dev.rondo.cli.show;

import java.util.ArrayList;
import java.util.List;

/**
 * An attention map for the terminal: the input above, the output on the left, and a shade where
 * they meet. Each symbol is two columns wide, so that a cell is about square.
 */
public final class AttentionText {
    private static final List<String> BLOCKS = List.of("  ", "░░", "▒▒", "▓▓", "██");
    private static final List<String> ASCII = List.of("  ", "..", "::", "**", "##");

    /** From which weight on a shade is used, for all but the first. */
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
        StringBuilder head = new StringBuilder("   ");
        map.inputs().forEach(s -> head.append(wide(s)));
        lines.add(head.toString().stripTrailing());
        for (int i = 0; i < map.outputs().size(); i++) {
            StringBuilder line = new StringBuilder(" " + wide(map.outputs().get(i)));
            for (float weight : map.weights()[i]) {
                line.append(shades.get(shade(weight)));
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

    private static String wide(String symbol) {
        return symbol.codePointCount(0, symbol.length()) < 2 ? symbol + " " : symbol;
    }
}
