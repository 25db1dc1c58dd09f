package dev.rondo.cli.show.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.rondo.cli.show.Illustrator;
import dev.rondo.cli.show.LineChart;
import dev.rondo.cli.show.LineChart.Line;
import dev.rondo.cli.show.page.Block.HeatTable.Cell;
import dev.rondo.cli.show.page.Block.HeatTable.Row;
import dev.rondo.cli.show.page.Block.Index.Entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;

class PageTest {
    private static final String NASTY = "<script>alert(\"1\")</script> & \u0000 it's 100 %";

    private static Document parsed(String xml) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    private static LineChart chart(double... y) {
        double[] x = new double[y.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
        }
        return LineChart.ofSteps("", NASTY, List.of(new Line(NASTY, x, y)));
    }

    private static Page page() throws Exception {
        return new Page(
                NASTY,
                NASTY,
                List.of(
                        Section.of(
                                NASTY,
                                new Block.Paragraph(NASTY),
                                new Block.Preformatted(NASTY + "\n\tmore"),
                                new Block.Properties(List.of(List.of(NASTY, NASTY))),
                                new Block.Table(List.of(NASTY), List.of(List.of(NASTY))),
                                new Block.Drawing(chart(1, 3, 2), NASTY))));
    }

    @TempDir private Path folder;

    /** As it is written, and what was missing. */
    private String written(Page page, String... missing) throws Exception {
        List<String> warnings = new ArrayList<>();
        Path file = folder.resolve("page.html");
        page.write(file, new Illustrator(warnings::add));
        assertThat(warnings).hasSize(missing.length);
        for (int i = 0; i < missing.length; i++) {
            assertThat(warnings.get(i)).contains(missing[i]);
        }
        return Files.readString(file);
    }

    @Test
    void cells_of_a_heat_table_are_shaded_by_classes_of_the_style() throws Exception {
        Block heat =
                new Block.HeatTable(
                        List.of(NASTY, "b"),
                        List.of(
                                new Row(NASTY, List.of(cell(0.96), cell(-0.24))),
                                new Row("b", List.of(cell(0), cell(7)))));
        String html = written(new Page("a", "b", List.of(Section.of("c", heat))));

        NodeList cells = parsed(html).getElementsByTagName("td");
        assertThat(IntStream.range(0, 4).mapToObj(i -> attribute(cells, i, "class")))
                .containsExactly("s10", "m2", "s0", "s10");
        assertThat(attribute(cells, 0, "title")).startsWith("<script>alert(");
        assertThat(html).contains(".m2 { background").doesNotContain(" style=");
    }

    private static Cell cell(double shade) {
        return new Cell("1", shade, NASTY);
    }

    private static String attribute(NodeList of, int i, String name) {
        return of.item(i).getAttributes().getNamedItem(name).getNodeValue();
    }

    @Test
    void an_index_leads_to_files_below_the_page_and_nowhere_else() throws Exception {
        Block index =
                new Block.Index(
                        List.of("a", "b"),
                        List.of(new Entry("trial-001/report.html", List.of(NASTY, NASTY))));

        Document html = parsed(written(new Page("a", "b", List.of(Section.of("c", index)))));

        Element link = (Element) html.getElementsByTagName("a").item(0);
        assertThat(link.getAttribute("href")).isEqualTo("trial-001/report.html");
        assertThat(link.getTextContent()).startsWith("<script>alert(");
        for (String target :
                List.of(
                        "javascript:alert(1)",
                        "/etc/passwd",
                        "../x",
                        "a/../../x",
                        "//a/b",
                        "a b")) {
            assertThatThrownBy(() -> new Entry(target, List.of("x")))
                    .as(target)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void it_reloads_when_it_is_told_to_and_only_then() throws Exception {
        String refresh = "<meta http-equiv=\"refresh\" content=\"5\"/>";

        assertThat(written(page())).doesNotContain("refresh");
        String reloading = written(page().reloading(Duration.ofSeconds(5)));
        assertThat(reloading).contains(refresh);
        assertThat(parsed(reloading).getElementsByTagName("img").getLength()).isEqualTo(1);
    }

    @Test
    void it_is_written_before_its_pictures_and_without_those_that_are_missing() throws Exception {
        List<String> before = new ArrayList<>();
        var watching =
                new LineChart(
                        "",
                        "",
                        "",
                        List.of(new Line("", new double[] {0, 1}, new double[] {0, 1})),
                        _ -> {
                            before.add(read(folder.resolve("page.html")));
                            throw new IllegalStateException("no labels today");
                        });
        Page page =
                new Page(
                        "title",
                        "",
                        List.of(
                                Section.of(
                                        "section",
                                        new Block.Drawing(watching, "What there is to see."),
                                        new Block.Paragraph("in words"),
                                        new Block.Drawing(chart(1, 2), "Another."))));

        String html = written(page, "no labels today");

        assertThat(before.getFirst())
                .contains("What there is to see. No picture", "in words", "Another. No picture");
        assertThat(html)
                .contains("What there is to see. There is no picture: ", "no labels today")
                .containsOnlyOnce("<picture>");
        parsed(html);
    }

    /** Controls of 8 bits, and marks that turn the order of what is read. */
    @Test
    void it_shows_nothing_that_misleads() throws Exception {
        String text = "a\u0000\u0007\u001b\u007f\u0085\u009b\u202a\u202e\u2066\u2069z";

        String html = written(new Page(text, text, List.of()));

        assertThat(parsed(html).getElementsByTagName("h1").item(0).getTextContent())
                .isEqualTo("a" + "\uFFFD".repeat(text.length() - 2) + "z");
        assertThat(html.codePoints())
                .noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')
                .noneMatch(c -> c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void it_is_well_formed_and_shows_every_text_as_it_is() throws Exception {
        Document html = parsed(written(page()));

        String shown = NASTY.replace('\u0000', '\uFFFD');
        for (String tag : List.of("title", "h1", "h2", "p", "th", "td", "figcaption")) {
            assertThat(html.getElementsByTagName(tag).item(0).getTextContent())
                    .as(tag)
                    .isEqualTo(shown);
        }
        assertThat(html.getElementsByTagName("pre").item(0).getTextContent())
                .isEqualTo(shown + "\n\tmore");
        NodeList scripts = html.getElementsByTagName("script");
        assertThat(scripts.getLength()).isEqualTo(3);
        JsonNode data = new ObjectMapper().readTree(scripts.item(0).getTextContent());
        assertThat(data.at("/series/0/name").textValue()).isEqualTo(shown);
        assertThat(data.at("/unit").textValue()).isEqualTo(shown);
    }

    @Test
    void it_needs_nothing_from_outside() throws Exception {
        String html = written(page());

        String own = html.substring(0, html.indexOf("<script>"));
        assertThat(own).doesNotContain("http:").doesNotContain("https:").doesNotContain("//");
        assertThat(html).doesNotContain("@import").doesNotContain("url(");
        assertThat(html).contains("default-src 'none'").doesNotContain("unsafe");
    }

    /** What HTML takes as the content of a script is what the policy allows, and nothing else. */
    @Test
    void its_policy_allows_its_own_scripts_and_style_alone() throws Exception {
        String html = written(page());

        List<String> allowed = new ArrayList<>();
        for (String tag : List.of("style", "script")) {
            Matcher m = Pattern.compile("(?s)<" + tag + ">(.*?)</" + tag + ">").matcher(html);
            while (m.find()) {
                allowed.add(Inline.source(m.group(1)));
            }
        }
        assertThat(allowed).hasSize(3);
        assertThat(html)
                .contains(
                        "style-src "
                                + allowed.get(0)
                                + "; script-src "
                                + allowed.get(1)
                                + " "
                                + allowed.get(2)
                                + "\"");
        assertThat(html.split("<script", -1)).hasSize(4);
        // the license of the library goes where the library goes
        assertThat(html).contains("Copyright (c)", "Permission is hereby granted");
    }

    @Test
    void a_page_without_lines_has_no_script() throws Exception {
        String html = written(new Page("a", "b", List.of()));

        assertThat(html).doesNotContain("<script").doesNotContain("script-src");
    }

    @Test
    void its_pictures_are_svg_light_and_dark() throws Exception {
        Document html = parsed(written(page()));

        String light = svg(((Element) html.getElementsByTagName("img").item(0)), "src");
        Element source = (Element) html.getElementsByTagName("source").item(0);
        assertThat(source.getAttribute("media")).isEqualTo("(prefers-color-scheme: dark)");
        String dark = svg(source, "srcset");
        assertThat(parsed(light).getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(parsed(dark).getDocumentElement().getAttribute("width")).isEqualTo("900");
        assertThat(dark).isNotEqualTo(light);
    }

    private static String svg(Element element, String attribute) {
        String uri = element.getAttribute(attribute);
        String prefix = "data:image/svg+xml;base64,";
        assertThat(uri).startsWith(prefix);
        return new String(
                Base64.getDecoder().decode(uri.substring(prefix.length())), StandardCharsets.UTF_8);
    }

    @Test
    void a_chart_leaves_out_what_is_not_finite() throws Exception {
        assertThat(chart(Double.NaN, Double.POSITIVE_INFINITY).isEmpty()).isTrue();
        assertThat(chart(Double.NaN, 1).png()).isNotEmpty();
    }
}
