package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.joining;

import dev.rondo.models.cell.Cells;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

class HelpTest {
    static Stream<String> commands() {
        return paths(CommandLineRun.commands())
                .map(p -> p.substring("rondo".length()).strip())
                .filter(p -> !p.isEmpty() && !p.equals("help"));
    }

    private static Stream<String> paths(CommandLine command) {
        return Stream.concat(
                Stream.of(command.getCommandSpec().qualifiedName()),
                command.getSubcommands().values().stream().flatMap(HelpTest::paths));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_has_help_with_a_description_and_an_example(String command) {
        CommandLineRun help = CommandLineRun.line(command + " --help").succeeded();

        assertThat(help.outLines().get(1)).as("description").hasSizeGreaterThan(20);
        assertThat(help.out()).contains("Example").contains("\n  rondo ");
        assertThat(help.out()).doesNotContain("%%").doesNotContain("${").doesNotContain("null");
        assertThat(help.err()).isEmpty();
    }

    @Test
    void without_a_command_there_is_an_overview() {
        CommandLineRun overview = CommandLineRun.of().succeeded();

        assertThat(overview.out())
                .contains(
                        "demo", "train", "predict", "forecast", "sample", "backends", "Exit codes");
    }

    @Test
    void the_version_names_java_too() {
        assertThat(CommandLineRun.line("--version").succeeded().out())
                .matches("rondo \\d+\\.\\d+\\.\\d+\\S*( \\(commit \\S+\\))?\\RJava (?s).+");
    }

    /** It does not load them to ask, see {@link #help_assembles_nothing}. */
    @Test
    void every_cell_is_in_the_help() {
        String names = Arrays.stream(Cells.values()).map(Cells::id).collect(joining(", "));

        String help = CommandLineRun.line("train text --help").succeeded().out();
        assertThat(help.replaceAll("\\s+", " ")).contains("The recurrent cell: " + names + " (");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train dates",
                "train pairs",
                "train text",
                "train series",
                "train classes",
                "bench",
                "gradients"
            })
    void every_command_says_the_same_of_the_two_grus(String command) {
        assertThat(CommandLineRun.line(command + " --help").out().replaceAll("\\s+", " "))
                .contains("The reset gate of gru comes before the recurrent product")
                .contains("that of gru-after comes after it, as in PyTorch, cuDNN and Keras.");
    }

    @Test
    void help_assembles_nothing() throws Exception {
        String loaded =
                ChildJvm.output(
                        ChildJvm.of(
                                List.of("-Xlog:class+load:stdout:none", "-Xshare:auto"),
                                "train",
                                "text",
                                "--help"));

        assertThat(loaded).contains("dev.rondo.cli.Main ", "Usage: rondo train text");
        assertThat(loaded)
                .doesNotContain("com.google.inject.Guice ")
                .doesNotContain("dev.rondo.backend.Backends ")
                .doesNotContain("dev.rondo.graph.")
                .doesNotContain("dev.rondo.models.cell.")
                .doesNotContain("org.slf4j.");
    }
}
