package dev.rondo.cli.show.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;

import dev.rondo.cli.Browser;
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
        for (String type : List.of("keyDown", "keyUp")) {
            browser.tell(
                    "Input.dispatchKeyEvent",
                    Map.of("type", type, "key", "Enter", "code", "Enter"));
        }
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
