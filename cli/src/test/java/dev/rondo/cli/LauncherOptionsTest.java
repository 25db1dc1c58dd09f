package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The launchers {@code rondo} and {@code rondo.cmd}, as text: nobody runs both on one system. */
class LauncherOptionsTest {
    private static final Pattern VARIABLE = Pattern.compile("RONDO_[A-Z_]+");

    private static String text(String launcher) throws IOException {
        return Files.readString(Path.of("..").resolve(launcher));
    }

    /** What the groups of all matches have, word by word, without quotes and comments. */
    private static List<String> words(String text, String pattern) {
        List<String> words = new ArrayList<>();
        Matcher found = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
        while (found.find()) {
            found.group(1)
                    .lines()
                    .map(String::strip)
                    .filter(l -> !l.startsWith("#"))
                    .flatMap(l -> Pattern.compile("\\s+").splitAsStream(l))
                    .map(w -> w.replace("'", "").strip())
                    .filter(w -> !w.isEmpty())
                    .forEach(words::add);
        }
        return words;
    }

    @Test
    void both_give_java_the_same_options() throws Exception {
        List<String> shell = words(text("rondo"), "^options=\\(\\n([^)]*)\\)");
        shell.addAll(words(text("rondo"), "^else\\n    options\\+=\\(([^)]*)\\)"));
        List<String> windows = words(text("rondo.cmd"), "^set \"options=(?:%options%)?([^\"]*)\"");

        assertThat(shell)
                .contains("--enable-native-access=ALL-UNNAMED", "jdk.incubator.vector")
                .hasSizeGreaterThan(7);
        assertThat(windows).isEqualTo(shell);
    }

    @Test
    void both_choose_the_same_collector_and_main_class() throws Exception {
        String collector = "-XX:+UseSerialGC";
        List<String> shell = words(text("rondo"), "^serial=\\(([^)]*)\\)");
        List<String> windows = words(text("rondo.cmd"), "^set \"collector=([^\"]+)\"");

        assertThat(shell).contains(collector);
        assertThat(windows).isEqualTo(shell);
        assertThat(text("rondo")).contains(" " + Main.class.getName() + ")");
        assertThat(text("rondo.cmd")).contains(" " + Main.class.getName() + " %*");
    }

    @Test
    void both_read_the_same_variables_and_build_in_the_same_way() throws Exception {
        List<String> shell = variables(text("rondo"));
        List<String> windows = variables(text("rondo.cmd"));

        assertThat(windows)
                .containsExactlyInAnyOrder("RONDO_JAVA_HOME", "RONDO_JAVA_OPTS", "RONDO_CLASSPATH");
        assertThat(shell).containsAll(windows);
        String build = "mvn -B -q -Dmaven.test.skip=true -pl cli -am package";
        assertThat(text("rondo")).contains(build);
        assertThat(text("rondo.cmd")).contains(build);
    }

    private static List<String> variables(String text) {
        return VARIABLE.matcher(text).results().map(m -> m.group()).distinct().toList();
    }

    /** Windows finds labels only in lines that end as its own do. */
    @Test
    void every_line_of_the_one_for_windows_ends_as_lines_do_there() throws Exception {
        String text = text("rondo.cmd");

        assertThat(text).endsWith("\r\n");
        assertThat(text.replace("\r\n", "")).doesNotContain("\n", "\r");
        assertThat(text.chars()).allMatch(c -> c < 128);
    }
}
