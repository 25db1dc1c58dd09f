package dev.rondo.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.Map;
import java.util.Optional;

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
        served = Served.of(Served.SETTINGS, text, series, pairs, classes);
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
        browser.await("document.querySelectorAll('section').length === 4");
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
        browser.await(OUTPUT.formatted("series") + ".querySelectorAll('tr').length === 2");
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
