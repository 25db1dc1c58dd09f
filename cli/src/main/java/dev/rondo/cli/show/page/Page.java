package dev.rondo.cli.show.page;

import static dev.rondo.cli.show.Markup.escaped;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.rondo.cli.show.ChartTheme;
import dev.rondo.cli.show.Illustrator;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.OutputFile;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page as one HTML file. It is also well-formed XML, contains its pictures, and can be read light
 * and dark. Its policy forbids the browser to load anything, and to run any script or take any
 * style but those that the page brings along. Texts never become markup or scripts.
 *
 * @param title the title
 * @param subtitle the line below the title
 * @param sections in order
 * @param reload after how long a browser loads it again, in whole seconds; empty for never
 */
public record Page(
        String title, String subtitle, List<Section> sections, Optional<Duration> reload) {
    private static final String STYLE =
            """
            :root { color-scheme: light dark; --text: #24292f; --dim: #59636e; --line: #d8dde3;
              --page: #fff; --card: #f5f7f9 }
            @media (prefers-color-scheme: dark) { :root { --text: #d5dae1; --dim: #98a2ad;
              --line: #343b44; --page: #15181d; --card: #1d2127 } }
            body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 58rem; color: var(--text);
              background: var(--page); font: 16px/1.5 system-ui, sans-serif }
            h1 { margin: 0; font-size: 1.7rem; line-height: 1.25; overflow-wrap: anywhere }
            h2 { margin: 2.5rem 0 0.75rem; padding-bottom: 0.3rem; font-size: 1.2rem;
              border-bottom: 1px solid var(--line) }
            p { margin: 0.5rem 0 } .subtitle, figcaption { color: var(--dim) }
            .wide { overflow-x: auto } table { border-collapse: collapse; margin: 0.75rem 0 }
            th, td { padding: 0.25rem 1.25rem 0.25rem 0; text-align: left; vertical-align: top;
              border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums }
            thead th { color: var(--dim); font-weight: 600 }
            thead ~ tbody td:first-child { white-space: nowrap }
            .properties th { color: var(--dim); font-weight: 400; white-space: nowrap }
            .properties td { overflow-wrap: anywhere }
            .heat { font-size: 0.8rem } .heat.many { font-size: 0.68rem }
            .heat th, .heat td { padding: 0.1rem 0.2rem; min-width: 1.4em; text-align: right;
              vertical-align: bottom; border: 1px solid var(--page) } .heat .s0 { color: var(--line) }
            .heat.many th, .heat.many td { padding: 0.1rem 0; min-width: 1.15em }
            .heat thead span { writing-mode: vertical-rl; transform: rotate(180deg);
              max-height: 14em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
            .heat th:first-child { position: sticky; left: 0; max-width: 14em; overflow: hidden;
              text-overflow: ellipsis; white-space: nowrap; background: var(--page) }
            pre { padding: 0.75rem 1rem; background: var(--card); border-radius: 6px;
              white-space: pre-wrap; overflow-wrap: anywhere; font: 14px/1.45 ui-monospace, monospace }
            figure { margin: 1rem 0 } figcaption { font-size: 0.9rem }
            img { display: block; max-width: 100%; height: auto }
            .plot { min-width: 0 } .plot .uplot { width: auto; font: inherit; overflow: hidden }
            .plot .u-title { font-size: 0.95rem } .plot .u-select { background: #8886 }
            .plot .u-legend { margin: 0; font-size: 0.85rem }
            .plot .u-legend th, .plot .u-legend td { padding: 0.1rem 0.2rem; border: 0 }
            .plot .u-legend th { max-width: 20rem; overflow-wrap: anywhere }
            .plot .u-legend .low { display: none }
            .hint { color: var(--dim); font-size: 0.8rem }
            """;

    /** A number and a unit of one word. */
    private static final Pattern FIGURE = Pattern.compile("[-−]?[0-9.,]+ \\S{1,4}");

    /** The most columns of a heat table that fit without being narrow. */
    private static final int NARROW = 20;

    /** Copies the list. */
    public Page {
        sections = List.copyOf(sections);
    }

    /** A page that stays as it is. */
    public Page(String title, String subtitle, List<Section> sections) {
        this(title, subtitle, sections, Optional.empty());
    }

    /** This page, loaded again and again by a browser that shows it. */
    public Page reloading(Duration after) {
        return new Page(title, subtitle, sections, Optional.of(after));
    }

    /** This page with its pictures, or words where one cannot be drawn. */
    public Page drawn(Illustrator illustrator) {
        return new Page(
                title, subtitle, sections.stream().map(s -> s.drawn(illustrator)).toList(), reload);
    }

    /**
     * Writes the page twice: first with words alone, so that it can be read even if pictures fail,
     * and then with its pictures.
     *
     * @throws CheckpointException when it cannot be written
     */
    public void write(Path file, Illustrator illustrator) {
        write(file);
        drawn(illustrator).write(file);
    }

    /**
     * Writes the page as it is. A browser that loads it meanwhile gets the old page or the new one.
     *
     * @throws CheckpointException when it cannot be written
     */
    public void write(Path file) {
        byte[] html = html().getBytes(StandardCharsets.UTF_8);
        OutputFile.write(file, out -> out.write(html));
    }

    /** The text of the file, UTF-8. */
    public String html() {
        StringBuilder style = new StringBuilder();
        List<String> scripts = new ArrayList<>();
        if (has(Block.Lines.class)) {
            style.append(Plotting.style());
            scripts.addAll(Plotting.scripts());
        }
        style.append(STYLE);
        if (has(Block.HeatTable.class) || has(Block.Explorer.class)) {
            style.append(Shades.style());
        }
        if (has(Block.Explorer.class)) {
            style.append(Exploring.style());
            scripts.add(Exploring.script());
        }
        return html(style.toString(), scripts.stream().map(Page::characters).toList());
    }

    private String html(String style, List<String> scripts) {
        String allowed =
                scripts.stream().map(s -> " " + Inline.source(s)).collect(Collectors.joining());
        return String.format(
                Locale.ROOT,
                """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        %s<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; \
        base-uri 'none'; form-action 'none'; style-src %s%s"/>
        <title>%s</title>
        <style>%s</style>
        </head>
        <body>
        <h1>%s</h1>
        <p class="subtitle">%s</p>
        %s%s</body>
        </html>
        """,
                refresh(),
                Inline.source(style),
                scripts.isEmpty() ? "" : "; script-src" + allowed,
                escaped(title),
                style,
                escaped(title),
                escaped(subtitle),
                sections.stream().map(Page::section).collect(Collectors.joining()),
                scripts.stream()
                        .map(s -> "<script>" + s + "</script>\n")
                        .collect(Collectors.joining()));
    }

    private String refresh() {
        return reload.map(d -> "<meta http-equiv=\"refresh\" content=\"" + d.toSeconds() + "\"/>\n")
                .orElse("");
    }

    private boolean has(Class<? extends Block> kind) {
        return sections.stream().flatMap(s -> s.blocks().stream()).anyMatch(kind::isInstance);
    }

    /** A script that is one for HTML and for XML, whatever characters it has. */
    private static String characters(String script) {
        return "//<![CDATA[\n" + script + "\n//]]>";
    }

    private static String section(Section s) {
        return String.format(
                Locale.ROOT,
                "<section>\n<h2>%s</h2>\n%s</section>\n",
                escaped(s.title()),
                s.blocks().stream().map(Page::block).collect(Collectors.joining()));
    }

    private static String block(Block block) {
        return switch (block) {
            case Block.Paragraph(String text) -> "<p>" + escaped(text) + "</p>\n";
            case Block.Preformatted(String text) -> "<pre>" + escaped(text) + "</pre>\n";
            case Block.Properties(var rows) ->
                    "<div class=\"wide\"><table class=\"properties\"><tbody>\n"
                            + rows.stream().map(Page::property).collect(Collectors.joining())
                            + "</tbody></table></div>\n";
            case Block.Table(var header, var rows) ->
                    table(header, rows.stream().map(r -> row("td", r)));
            case Block.Index(var header, var entries) ->
                    table(header, entries.stream().map(Page::entry));
            case Block.HeatTable heat -> heat(heat);
            case Block.Drawing(_, String description) ->
                    "<p>" + escaped(description) + " No picture has been drawn.</p>\n";
            case Block.Picture p -> "<figure>\n" + picture(p) + "</figure>\n";
            case Block.Lines(Block.Picture p, ObjectNode data) ->
                    String.format(
                            Locale.ROOT,
                            "<figure class=\"lines\" data-colors=\"%d\">\n%s%s</figure>\n",
                            ChartTheme.colors(),
                            picture(p),
                            json(data));
            case Block.Explorer e -> explorer(e);
        };
    }

    private static String table(List<String> header, Stream<String> rows) {
        return "<div class=\"wide\"><table><thead>\n"
                + row("th", header)
                + "</thead><tbody>\n"
                + rows.collect(Collectors.joining())
                + "</tbody></table></div>\n";
    }

    private static String entry(Block.Index.Entry entry) {
        List<String> cells = entry.cells();
        return String.format(
                Locale.ROOT,
                "<tr><td><a href=\"%s\">%s</a></td>%s</tr>\n",
                entry.target(),
                escaped(cells.getFirst()),
                cells("td", cells.subList(1, cells.size())));
    }

    private static String heat(Block.HeatTable heat) {
        StringBuilder rows = new StringBuilder();
        for (Block.HeatTable.Row row : heat.rows()) {
            rows.append("<tr><th>").append(escaped(row.name())).append("</th>");
            for (Block.HeatTable.Cell cell : row.cells()) {
                rows.append(
                        String.format(
                                Locale.ROOT,
                                "<td class=\"%s\" title=\"%s\">%s</td>",
                                Shades.of(cell.shade()),
                                escaped(cell.description()),
                                escaped(cell.text())));
            }
            rows.append("</tr>\n");
        }
        return String.format(
                Locale.ROOT,
                "<div class=\"wide\"><table class=\"%s\"><thead>\n<tr><th></th>%s</tr>\n"
                        + "</thead><tbody>\n%s</tbody></table></div>\n",
                heat.columns().size() > NARROW ? "heat many" : "heat",
                heat.columns().stream()
                        .map(c -> "<th><span>" + escaped(c) + "</span></th>")
                        .collect(Collectors.joining()),
                rows);
    }

    private static String explorer(Block.Explorer e) {
        return "<figure class=\"explorer\">\n"
                + e.picture()
                        .map(Page::picture)
                        .orElse("<figcaption>" + escaped(e.description()) + "</figcaption>\n")
                + Exploring.tables(e.exploration())
                + json(e.exploration().json())
                + "</figure>\n";
    }

    private static String picture(Block.Picture p) {
        return String.format(
                Locale.ROOT,
                """
                <picture>
                <source media="(prefers-color-scheme: dark)" srcset="%s"/>
                <img src="%s" alt="%s"/>
                </picture>
                <figcaption>%s</figcaption>
                """,
                data(p.dark()),
                data(p.light()),
                escaped(p.description()),
                escaped(p.description()));
    }

    /** Data for a script. Nothing in it can end the element or begin another. */
    private static String json(ObjectNode data) {
        return "<script type=\"application/json\">"
                + data.toString()
                        .replace("<", "\\u003c")
                        .replace(">", "\\u003e")
                        .replace("&", "\\u0026")
                + "</script>\n";
    }

    private static String property(List<String> row) {
        return String.format(
                Locale.ROOT,
                "<tr><th>%s</th><td>%s</td></tr>\n",
                escaped(row.getFirst()),
                escaped(row.getLast()));
    }

    private static String row(String cell, List<String> cells) {
        return "<tr>" + cells(cell, cells) + "</tr>\n";
    }

    private static String cells(String cell, List<String> cells) {
        return cells.stream()
                .map(c -> "<" + cell + ">" + escaped(together(c)) + "</" + cell + ">")
                .collect(Collectors.joining());
    }

    /** A figure stays in one line with its unit. */
    private static String together(String cell) {
        return FIGURE.matcher(cell).matches() ? cell.replace(' ', '\u00a0') : cell;
    }

    private static String data(String svg) {
        return "data:image/svg+xml;base64,"
                + Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8));
    }
}
