package dev.rondo.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import static java.util.stream.Collectors.toSet;

import dev.rondo.cli.CommandLineRun;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the README and the pages of docs show is true: Java snippets compile and run, command lines
 * are understood. With {@code scripts/run-docs} all their commands are run, too. Links are checked
 * by the module {@code site}.
 */
class DocsTest {
    /** {@code run}, {@code run-as-written} or nothing; {@code scripts/run-docs} sets it. */
    private static final String RUN = "rondo.docs";

    private static final Set<String> LANGUAGES =
            Set.of("sh", "java", "python", "text", "mermaid", "xml");

    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

    /** Options of Java, Maven and our scripts. */
    private static final Set<String> OTHER_OPTIONS =
            Set.of("--add-modules", "--isa", "--markdown", "--rounds", "--task", "--files");

    private static final Set<String> OPTIONS =
            Stream.concat(options(rondo()), OTHER_OPTIONS.stream()).collect(toSet());

    private static final List<Page> PAGES = Page.all();

    static List<Page> pages() {
        return PAGES;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_block_says_what_it_is(Page page) {
        assertThat(page.blocks())
                .allSatisfy(b -> assertThat(b.language()).as("%s", b).isIn(LANGUAGES));
        assertThat(page.prose()).as("indented code").noneMatch(l -> l.matches(" {4,}\\S.*"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void its_java_compiles_and_runs(Page page, @TempDir Path folder) throws Exception {
        Snippets.run(page, folder);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void its_command_lines_are_understood(Page page) {
        for (Page.Block block : page.blocks("sh")) {
            for (List<String> words : CommandLines.of(block)) {
                assertThatCode(() -> rondo().parseArgs(words.toArray(String[]::new)))
                        .as("%s: rondo %s", block, String.join(" ", words))
                        .doesNotThrowAnyException();
            }
        }
    }

    private static CommandLine rondo() {
        return CommandLineRun.commands().setCaseInsensitiveEnumValuesAllowed(true);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void options_in_its_text_exist(Page page) {
        for (String code : page.inlineCode()) {
            assertThat(OPTION.matcher(code).results().map(m -> m.group()).toList())
                    .as("%s", code)
                    .isSubsetOf(OPTIONS);
        }
    }

    private static Stream<String> options(CommandLine command) {
        return Stream.concat(
                command.getCommandSpec().optionsMap().keySet().stream(),
                command.getSubcommands().values().stream().flatMap(DocsTest::options));
    }

    /** Those that read no file and compute next to nothing. */
    @ParameterizedTest
    @MethodSource("pages")
    void its_quick_commands_run(Page page) {
        page.blocks("sh").stream()
                .flatMap(block -> CommandLines.of(block).stream())
                .filter(w -> w.equals(List.of("backends")) || w.getLast().equals("--help"))
                .map(w -> CommandLineRun.of(w.toArray(String[]::new)))
                .forEach(run -> assertThat(run.code()).as(run.err()).isZero());
    }

    @ParameterizedTest
    @MethodSource("pages")
    @EnabledIfSystemProperty(named = RUN, matches = "run.*")
    void all_its_commands_run(Page page) throws IOException, InterruptedException {
        boolean shortened = System.getProperty(RUN).equals("run");
        new PageRun(page, Files.createDirectories(Path.of("target/docs")), shortened).run();
    }
}
