package dev.rondo.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.BooleanNode;

import dev.rondo.cli.Browser;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The page in a real browser. */
@Timeout(120)
class ServePageTest {
    private static final String HOSTILE = "<img src=x onerror=\"document.title='taken'\">";
    private static final String FORM = "document.querySelector('section[data-task=%s] form')";
    private static final String OUTPUT = "document.querySelector('section[data-task=%s] output')";

    private static final String ENTRY_SHOWN =
            "document.getElementById('entry').getBoundingClientRect().height > 0";

    @TempDir private static Path folder;
    private static Served served;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        Optional<Browser> found = Browser.start(folder.resolve("profile"));
        assumeTrue(found.isPresent(), "there is no Chromium here");
        browser = found.get();
        Path text = Trained.text(folder.resolve(HOSTILE));
        Path series = Trained.series(folder.resolve("series"), HOSTILE.replace("\"", ""));
        Path pairs = Trained.pairs(folder.resolve("'\"><svg onload=document.title='taken'>"));
        Path classes = Trained.classes(folder.resolve("classes"), HOSTILE.replace("\"", ""));
        Path panel = Trained.panel(folder.resolve("panel"));
        served = Served.of(Served.SETTINGS, text, series, pairs, classes, panel);
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (served != null) {
            served.close();
        }
    }

    private static void open(int width, String scheme) throws Exception {
        browser.open(served.server().url(), width, scheme);
        browser.await("document.querySelectorAll('section').length === 5");
    }

    @ParameterizedTest
    @CsvSource({"360, light", "360, dark", "1280, light", "1280, dark"})
    void it_fits_and_can_be_read(int width, String scheme) throws Exception {
        open(width, scheme);
        String body = "getComputedStyle(document.body)";
        assertThat(browser.evaluate(body + ".backgroundColor").textValue())
                .isEqualTo(scheme.equals("dark") ? "rgb(21, 24, 29)" : "rgb(255, 255, 255)");
        assertThat(browser.evaluate("document.documentElement.scrollWidth").intValue())
                .isLessThanOrEqualTo(width);
        assertThat(
                        browser.evaluate(
                                        "[...document.querySelectorAll('input,textarea,button')]"
                                                + ".every(e => e.getBoundingClientRect().right <="
                                                + " innerWidth)")
                                .booleanValue())
                .isTrue();
        assertThat(browser.evaluate(ENTRY_SHOWN).booleanValue()).isFalse();
        browser.keep("serve-" + width + "-" + scheme);
    }

    @Test
    void every_model_can_be_tried_and_no_name_runs() throws Exception {
        open(1280, "light");
        int before = browser.complaints().size();
        String text = FORM.formatted("text");
        browser.evaluate(text + ".elements.prompt.value = 'ab'; " + text + ".requestSubmit()");
        browser.await(OUTPUT.formatted("text") + ".querySelector('pre')?.textContent.length > 50");
        browser.evaluate(
                FORM.formatted("pairs")
                        + ".elements.sources.value = '12\\n7'; "
                        + FORM.formatted("pairs")
                        + ".requestSubmit()");
        browser.await(OUTPUT.formatted("pairs") + ".querySelectorAll('tr').length === 2");
        String series = FORM.formatted("series");
        browser.evaluate(
                series
                        + ".querySelectorAll('textarea').forEach(t => t.value = '1 2 3 4'); "
                        + series
                        + ".requestSubmit()");
        browser.await(OUTPUT.formatted("series") + ".querySelectorAll('tbody tr').length === 2");
        String classes = FORM.formatted("classes");
        browser.evaluate(
                classes + ".elements.given.value = 'a day\\nbad'; " + classes + ".requestSubmit()");
        browser.await(OUTPUT.formatted("classes") + ".querySelectorAll('tr').length === 2");
        assertThat(browser.evaluate(OUTPUT.formatted("classes") + ".textContent").textValue())
                .contains(HOSTILE.replace("\"", ""));
        browser.evaluate(text + ".elements.prompt.value = '<b>?'; " + text + ".requestSubmit()");
        browser.await(
                OUTPUT.formatted("text") + ".querySelector('.bad')?.textContent.includes('<')");
        assertThat(browser.evaluate("document.title").textValue()).isEqualTo("rondo serve");
        assertThat(browser.evaluate("document.querySelectorAll('img,b,svg').length").intValue())
                .isZero();
        assertThat(browser.evaluate("document.querySelectorAll('script').length").intValue())
                .isEqualTo(1);
        assertThat(browser.evaluate("document.querySelector('h2').textContent").textValue())
                .isEqualTo(HOSTILE);
        // the browser also notes the answer 422, which was asked for
        assertThat(browser.complaints().subList(before, browser.complaints().size()))
                .allMatch(c -> c.contains("status of 422"));
    }

    /** Of names, days, kinds and holidays no number can be made, and they may have spaces. */
    @Test
    void several_series_are_forecast_with_names_and_times() throws Exception {
        open(1280, "light");
        int before = browser.complaints().size();
        String panel =
                "[...document.querySelectorAll('section')]"
                        + ".find(s => s.querySelector('h2').textContent === 'panel')";
        Map<String, String> cells =
                Map.of(
                        "sold", "1 2 3 4 - -\\n5 6 7 8 - -",
                        "shop", "east\\n".repeat(6) + "west\\n".repeat(6),
                        "kind", "small shop\\n".repeat(6) + "big shop\\n".repeat(6),
                        "day", days(6) + days(6),
                        "feast", "\\n".repeat(4) + "All Saints\\n" + "\\n".repeat(7));
        for (var column : cells.entrySet()) {
            browser.evaluate(
                    "%s.querySelector('textarea[name=\"%s\"]').value = '%s'"
                            .formatted(panel, column.getKey(), column.getValue()));
        }
        browser.evaluate(panel + ".querySelector('form').requestSubmit()");
        String rows = panel + ".querySelectorAll('output tbody tr')";
        browser.await(rows + ".length === 4 || " + panel + ".querySelector('.bad')");
        browser.keep("serve-panel");
        assertThat(
                        browser.evaluate(
                                        "[..."
                                                + rows
                                                + "].map(r => [...r.cells].slice(0, 3)"
                                                + ".map(c => c.textContent).join(' ')).join()")
                                .textValue())
                .isEqualTo(
                        "east +1 1970-02-05,east +2 1970-02-06,west +1 1970-02-05,"
                                + "west +2 1970-02-06");
        assertThat(browser.evaluate("[..." + rows + "].every(r => isFinite(r.cells[3].innerText))"))
                .isEqualTo(BooleanNode.TRUE);
        browser.evaluate(
                panel
                        + ".querySelector('textarea').value = '1 two'; "
                        + panel
                        + ".querySelector('form').requestSubmit()");
        browser.await(panel + ".querySelector('.bad')?.textContent.includes('got \"two\"')");
        assertThat(browser.complaints().subList(before, browser.complaints().size()))
                .allMatch(c -> c.contains("status of 422"));
    }

    private static String days(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> LocalDate.of(1970, 2, 1).plusDays(i) + "\\n")
                .collect(Collectors.joining());
    }

    @Test
    void a_session_goes_on_and_is_closed() throws Exception {
        open(1280, "dark");
        String output = OUTPUT.formatted("text");
        browser.evaluate(FORM.formatted("text") + ".querySelector('button[type=button]').click()");
        browser.await(output + ".querySelector('form')");
        browser.evaluate(
                output
                        + ".querySelector('input').value = 'abc'; "
                        + output
                        + ".querySelector('form').requestSubmit()");
        browser.await(output + ".querySelector('pre').textContent === 'abc'");
        browser.evaluate(output + ".querySelectorAll('button')[1].click()");
        browser.await(output + ".querySelector('pre').textContent.length === 103");
        browser.evaluate(output + ".querySelectorAll('button')[2].click()");
        browser.await(output + ".textContent.includes('The session is closed.')");
        assertThat(served.server().sessions()).isZero();
    }

    /** A script that gets into the page all the same is not run. */
    @Test
    void its_policy_lets_no_other_script_run() throws Exception {
        open(1280, "light");
        int before = browser.complaints().size();
        browser.evaluate("document.body.insertAdjacentHTML('beforeend', `" + HOSTILE + "`)");
        browser.await("document.querySelector('img').complete");
        browser.evaluate(
                "new Promise(r => document.body.append(Object.assign("
                        + "document.createElement('script'), {textContent: \"document.title='taken'\"}))"
                        + " || setTimeout(r, 0))");
        assertThat(browser.evaluate("document.title").textValue()).isEqualTo("rondo serve");
        assertThat(browser.complaints().subList(before, browser.complaints().size()))
                .anyMatch(c -> c.contains("Content Security Policy"));
    }

    @Test
    void it_asks_for_the_token() throws Exception {
        String secret = "0123456789abcdef-secret";
        Path file = Files.writeString(folder.resolve("token"), secret);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        ServeSettings s = Served.SETTINGS;
        ServeSettings settings =
                new ServeSettings(
                        s.host(),
                        0,
                        Optional.of(Token.read(file)),
                        4,
                        8,
                        s.body(),
                        20,
                        0,
                        s.sessions());
        try (Served closed = Served.of(settings, Trained.text(folder.resolve("closed")))) {
            browser.tell("Page.navigate", Map.of("url", closed.server().url()));
            browser.await("document.querySelector('main:empty') && " + ENTRY_SHOWN);
            browser.evaluate(
                    "document.getElementById('token').value = 'wrong';"
                            + " document.getElementById('entry').requestSubmit()");
            browser.await("document.getElementById('trouble').textContent.includes('not the one')");
            browser.evaluate(
                    "document.getElementById('token').value = '"
                            + secret
                            + "'; document.getElementById('entry').requestSubmit()");
            browser.await("document.querySelectorAll('section').length === 1");
            assertThat(browser.evaluate(ENTRY_SHOWN).booleanValue()).isFalse();
        }
    }
}
