package dev.rondo.cli.show.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;

import dev.rondo.cli.Browser;
import dev.rondo.cli.show.AttentionMap;
import dev.rondo.cli.show.Exploration;
import dev.rondo.cli.show.Exploration.Gates;
import dev.rondo.cli.show.Exploration.Side;
import dev.rondo.cli.show.Illustrator;
import dev.rondo.cli.show.LineChart;
import dev.rondo.cli.show.LineChart.Band;
import dev.rondo.cli.show.LineChart.Line;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Pages with lines in a real browser. */
@Timeout(120)
class PageBrowserTest {
    private static final String HOSTILE =
            "</script><script>document.title='taken'</script>"
                    + "<img src=x onerror=\"document.title='taken'\"> & ]]>";

    private static final String ROWS = "document.querySelectorAll('.u-legend .u-series')";

    @TempDir private static Path folder;
    private static Browser browser;
    private static Path file;

    @BeforeAll
    static void start() throws Exception {
        Optional<Browser> found = Browser.start(folder.resolve("profile"));
        assumeTrue(found.isPresent(), "there is no Chromium here");
        browser = found.get();
        file = folder.resolve("page.html");
        double[] x = IntStream.range(0, 100).asDoubleStream().toArray();
        double[] y = DoubleStream.of(x).map(v -> Math.sin(v / 9)).toArray();
        double[] later = DoubleStream.of(x).skip(60).toArray();
        double[] low = DoubleStream.of(later).map(v -> Math.sin(v / 9) - 0.3).toArray();
        double[] high = DoubleStream.of(later).map(v -> Math.sin(v / 9) + 0.3).toArray();
        LineChart banded =
                LineChart.ofSteps(
                                HOSTILE,
                                HOSTILE,
                                List.of(
                                        new Line(HOSTILE, x, y),
                                        new Line("dashed", later, low, true)))
                        .with(new Band(HOSTILE + " 5 % to 95 %", later, low, high));
        LineChart powers =
                new LineChart(
                        "",
                        "day",
                        "norm",
                        List.of(
                                new Line(
                                        "decay",
                                        x,
                                        DoubleStream.of(x).map(v -> Math.exp(-v)).toArray())),
                        v -> "<b>day</b> " + (long) v,
                        true);
        new Page(
                        "title",
                        HOSTILE,
                        List.of(
                                Section.of(
                                        HOSTILE,
                                        new Block.Drawing(banded, HOSTILE),
                                        new Block.Drawing(powers, "Powers of ten."))))
                .write(
                        file,
                        new Illustrator(
                                w -> {
                                    throw new AssertionError(w);
                                }));
    }

    /** Two symbols read, one of them hostile, and three written, of which the first is a space. */
    private static Path explorer() {
        Path page = folder.resolve("explorer.html");
        List<String> read = List.of(HOSTILE, "b");
        List<String> written = List.of(" ", HOSTILE, "c");
        float[][] weights = {{0.9f, 0.1f}, {0.25f, 0.75f}, {0.5f, 0.5f}};
        Exploration exploration =
                new Exploration(
                        read,
                        written,
                        Optional.of(new AttentionMap(read, written, weights)),
                        List.of(
                                new Gates(HOSTILE, Side.READ, Map.of("f", new double[] {1, -0.5})),
                                new Gates(
                                        "decoder",
                                        Side.WRITTEN,
                                        Map.of(HOSTILE, new double[] {0.1, 0.2, 0.3}))));
        Section section =
                Section.of("Symbols", new Block.Explorer(exploration, HOSTILE, "What it did."));
        new Page("title", "of a model", List.of(section)).write(page);
        return page;
    }

    @ParameterizedTest
    @CsvSource({"500, light", "500, dark", "1280, light", "1280, dark"})
    void a_symbol_is_followed_by_mouse_and_keyboard(int width, String scheme) throws Exception {
        browser.open(explorer().toUri().toString(), width, scheme);
        browser.await("document.querySelectorAll('[role=listbox]').length === 2");
        String weights =
                "[...document.querySelectorAll('[role=listbox]')].map(l =>"
                        + " [...l.querySelectorAll('.weight')].map(w => w.textContent).join(' '))"
                        + ".join('|')";
        String now =
                "[...document.querySelectorAll('.gates td.now')].map(e => e.textContent).join()";
        assertThat(browser.evaluate(weights).textValue()).isEqualTo("0.90 0.10|  ");
        assertThat(browser.evaluate(now).textValue()).isEqualTo("0.10");

        point("document.querySelectorAll('[role=listbox]')[1].children[1]");
        browser.await(weights + " === '0.25 0.75|  '");
        assertThat(browser.evaluate(now).textValue()).isEqualTo("0.20");
        assertThat(browser.evaluate("document.querySelector('[role=status]').textContent").asText())
                .contains("looks most at “b” 0.75");

        browser.evaluate("document.querySelectorAll('[role=listbox]')[1].focus()");
        key("ArrowRight");
        browser.await(weights + " === '0.50 0.50|  '");
        key("ArrowRight");
        key("ArrowLeft");
        browser.await(weights + " === '0.25 0.75|  '");
        key("Home");
        browser.await(now + " === '0.10'");
        key("Tab");
        browser.evaluate("document.querySelectorAll('[role=listbox]')[0].focus()");
        browser.await(weights + " === ' |0.90 0.25 0.50'");
        key("End");
        browser.await(weights + " === ' |0.10 0.75 0.50'");
        assertThat(browser.evaluate(now).textValue()).isEqualTo("-0.50");
        assertThat(
                        browser.evaluate(
                                        "(l => document.getElementById(l.getAttribute("
                                                + "'aria-activedescendant')).ariaSelected +"
                                                + " getComputedStyle(l).outlineStyle)("
                                                + "document.activeElement)")
                                .textValue())
                .isEqualTo("truesolid");
        browser.keep("explorer-" + width + "-" + scheme);

        assertThat(browser.evaluate("document.documentElement.scrollWidth").intValue())
                .isLessThanOrEqualTo(width);
        assertThat(browser.evaluate("document.title").textValue()).isEqualTo("title");
        assertThat(browser.evaluate("document.querySelectorAll('script').length").intValue())
                .isEqualTo(2);
        assertThat(browser.complaints()).isEmpty();
    }

    private static void point(String element) throws Exception {
        JsonNode at =
                browser.evaluate(
                        "(e => { e.scrollIntoView({block: 'center'}); const r ="
                                + " e.getBoundingClientRect(); return {x: r.x + r.width / 2,"
                                + " y: r.y + r.height / 2} })("
                                + element
                                + ")");
        mouse("mouseMoved", at.get("x").doubleValue(), at.get("y").doubleValue());
    }

    private static void key(String key) throws Exception {
        for (String type : List.of("keyDown", "keyUp")) {
            browser.tell("Input.dispatchKeyEvent", Map.of("type", type, "key", key, "code", key));
        }
    }

    /** The same numbers are in a picture and in tables. */
    @Test
    void without_scripts_there_are_tables_of_gates() throws Exception {
        browser.tell("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        try {
            browser.open(explorer().toUri().toString(), 500, "light");
            browser.await("document.querySelector('img')?.complete");
            assertThat(
                            browser.evaluate(
                                            "[...document.querySelectorAll('.gates td')]"
                                                    + ".map(e => e.innerText).join()")
                                    .textValue())
                    .isEqualTo("1.00,-0.50,0.10,0.20,0.30");
            assertThat(browser.evaluate("document.querySelectorAll('[role]').length").intValue())
                    .isZero();
            browser.keep("explorer-without-scripts");
        } finally {
            browser.tell("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    private static void open(int width, String scheme) throws Exception {
        browser.open(file.toUri().toString(), width, scheme);
        browser.await("document.readyState === 'complete'");
        browser.await("document.querySelectorAll('.uplot').length === 2");
    }

    @ParameterizedTest
    @CsvSource({"500, light", "500, dark", "1280, light", "1280, dark"})
    void it_fits_and_no_text_runs(int width, String scheme) throws Exception {
        open(width, scheme);
        browser.keep("page-" + width + "-" + scheme);

        assertThat(browser.evaluate("document.title").textValue()).isEqualTo("title");
        assertThat(browser.evaluate("document.documentElement.scrollWidth").intValue())
                .isLessThanOrEqualTo(width);
        assertThat(browser.evaluate("document.querySelectorAll('script').length").intValue())
                .isEqualTo(4);
        assertThat(browser.evaluate("document.querySelectorAll('img').length").intValue())
                .isEqualTo(2);
        assertThat(browser.evaluate("document.querySelectorAll('b').length").intValue()).isZero();
        assertThat(browser.evaluate(ROWS + "[1].querySelector('th').textContent").textValue())
                .isEqualTo(HOSTILE);
        assertThat(browser.evaluate("document.querySelector('picture').hidden").booleanValue())
                .isTrue();
        assertThat(browser.complaints()).isEmpty();
    }

    /** A policy that were not obeyed would make the test of hostile names worth nothing. */
    @Test
    void its_policy_forbids_any_other_script() throws Exception {
        open(1280, "light");
        int before = browser.complaints().size();
        browser.evaluate(
                "const s = document.createElement('script');"
                        + " s.textContent = \"document.title = 'taken'\"; document.body.append(s)");
        assertThat(browser.evaluate("document.title").textValue()).isEqualTo("title");
        browser.evaluate("document.body.setAttribute('onclick', \"document.title = 'taken'\")");
        browser.evaluate("document.body.click()");
        assertThat(browser.evaluate("document.title").textValue()).isEqualTo("title");
        assertThat(browser.complaints().size()).isGreaterThan(before);
        browser.forgetComplaints();
    }

    @Test
    void a_name_in_the_legend_hides_its_line_by_mouse_and_keyboard() throws Exception {
        open(1280, "light");
        browser.evaluate(ROWS + "[1].querySelector('th').click()");
        browser.await(ROWS + "[1].classList.contains('u-off')");
        browser.evaluate(ROWS + "[1].querySelector('th').focus()");
        key("Enter");
        browser.await("!" + ROWS + "[1].classList.contains('u-off')");
    }

    @Test
    void values_are_shown_at_the_cursor_and_dragging_zooms() throws Exception {
        open(1280, "dark");
        JsonNode place =
                browser.evaluate(
                        "(({x, y, width, height}) => ({x, y, width, height}))("
                                + "document.querySelector('.u-over').getBoundingClientRect())");
        double y = place.get("y").doubleValue() + place.get("height").doubleValue() / 2;
        double left = place.get("x").doubleValue();
        double width = place.get("width").doubleValue();
        String day = ROWS + "[0].querySelector('.u-value').textContent";
        mouse("mouseMoved", left + width * 0.8, y);
        browser.await(day + " === '79'");
        assertThat(browser.evaluate(ROWS + "[4].querySelector('.u-value').textContent").asText())
                .matches("0\\.30\\d+ to 0\\.90\\d+");
        mouse("mousePressed", left + width * 0.5, y);
        mouse("mouseMoved", left + width * 0.6, y);
        mouse("mouseReleased", left + width * 0.6, y);
        mouse("mouseMoved", left + width * 0.01, y);
        browser.await(day + " === '50'");
    }

    private static void mouse(String type, double x, double y) throws Exception {
        browser.tell(
                "Input.dispatchMouseEvent",
                Map.of(
                        "type",
                        type,
                        "x",
                        x,
                        "y",
                        y,
                        "button",
                        type.equals("mouseMoved") ? "none" : "left",
                        "buttons",
                        type.equals("mousePressed") ? 1 : 0,
                        "clickCount",
                        1));
    }

    @Test
    void without_scripts_the_picture_stays() throws Exception {
        browser.tell("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        try {
            browser.open(file.toUri().toString(), 1280, "light");
            browser.await("document.readyState === 'complete'");
            browser.await("document.querySelector('img')?.complete");
            assertThat(
                            browser.evaluate(
                                            "document.querySelector('img').getBoundingClientRect()"
                                                    + ".height")
                                    .intValue())
                    .isGreaterThan(200);
            browser.keep("page-without-scripts");
        } finally {
            browser.tell("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        }
    }
}
