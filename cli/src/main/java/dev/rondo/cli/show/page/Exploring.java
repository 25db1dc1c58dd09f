package dev.rondo.cli.show.page;

import static dev.rondo.cli.show.Markup.escaped;

import dev.rondo.cli.show.Exploration;
import dev.rondo.cli.show.Exploration.Gates;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How a page shows explorations: tables of gates, and the script that follows a symbol. */
final class Exploring {
    private Exploring() {}

    static String style() {
        return Inline.resource(Exploring.class, "explorer.css");
    }

    static String script() {
        return Inline.resource(Exploring.class, "explorer.js");
    }

    /** The gates as tables: a row for each gate, a column for each symbol. */
    static String tables(Exploration e) {
        return e.gates().stream()
                .map(g -> table(g, e.symbols(g.side())))
                .collect(Collectors.joining());
    }

    private static String table(Gates gates, List<String> symbols) {
        String side = gates.side().name().toLowerCase(Locale.ROOT);
        StringBuilder head = new StringBuilder("<tr><th></th>");
        for (int i = 0; i < symbols.size(); i++) {
            head.append(
                    String.format(
                            Locale.ROOT,
                            "<th data-%s=\"%d\">%s</th>",
                            side,
                            i,
                            escaped(visible(symbols.get(i)))));
        }
        return String.format(
                Locale.ROOT,
                "<div class=\"wide\"><table class=\"gates\"><caption>%s</caption><thead>\n%s</tr>\n"
                        + "</thead><tbody>\n%s</tbody></table></div>\n",
                escaped(gates.cell()),
                head,
                gates.means().entrySet().stream()
                        .map(g -> row(g, side))
                        .collect(Collectors.joining()));
    }

    private static String row(Map.Entry<String, double[]> gate, String side) {
        StringBuilder row = new StringBuilder("<tr><th>" + escaped(gate.getKey()) + "</th>");
        for (int i = 0; i < gate.getValue().length; i++) {
            double value = Math.round(100 * gate.getValue()[i]) / 100.0;
            row.append(
                    String.format(
                            Locale.ROOT,
                            "<td data-%s=\"%d\" class=\"%s\">%.2f</td>",
                            side,
                            i,
                            Shades.of(value),
                            value));
        }
        return row.append("</tr>\n").toString();
    }

    private static String visible(String symbol) {
        return symbol.isBlank() ? "␣" : symbol;
    }
}
