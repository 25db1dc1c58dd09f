package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Map.entry;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Nothing has the size 0: every option that is a size or a count says so. */
class ZeroTest {
    /** What each command needs besides. */
    private static final Map<String, String> NEEDED =
            Map.ofEntries(
                    entry("train text", "--text DIR/file"),
                    entry("train pairs", "--tsv DIR/file"),
                    entry("train series", "--csv DIR/file --target x"),
                    entry("train classes", "--csv DIR/file --class y --text x"),
                    entry("backtest", "--csv DIR/file --target x"),
                    entry("sample", "DIR"),
                    entry("predict", "DIR x"),
                    entry("forecast", "DIR"),
                    entry("serve", "DIR"),
                    entry("score", "DIR --text DIR/file"),
                    entry("export", "DIR --output DIR/o.onnx"),
                    entry("bench", "--cell lstm"),
                    entry("experiment", "reach --output DIR/e"),
                    entry(
                            "apply",
                            "--cell lstm --weights DIR/file --input DIR/file --output DIR/o.safetensors"));

    /** These need a model first, and so a directory that holds one. */
    private static final Set<String> LATER =
            Set.of("predict", "classify", "forecast", "sample", "score", "apply", "report");

    /** Of these there may be none. */
    private static final Set<String> MAY_BE_ZERO =
            Set.of(
                    "--seed",
                    "--split-seed",
                    "--top-k",
                    "--patience",
                    "--warmup",
                    "--skip-last",
                    "--average-after",
                    "--port",
                    "--sweep-seed",
                    "--warm-up");

    @TempDir private Path folder;

    static Stream<Arguments> sizes() {
        return commands("", CommandLineRun.commands());
    }

    private static Stream<Arguments> commands(String path, CommandLine command) {
        Stream<Arguments> own =
                command.getCommandSpec().options().stream()
                        .filter(o -> isCount(o.auxiliaryTypes()[0]))
                        .filter(o -> !MAY_BE_ZERO.contains(o.longestName()))
                        .map(CommandLine.Model.OptionSpec::longestName)
                        .filter(name -> !(name.equals("--threads") && LATER.contains(path)))
                        .map(name -> Arguments.of(path, name));
        return Stream.concat(
                own,
                command.getSubcommands().entrySet().stream()
                        .flatMap(e -> commands((path + " " + e.getKey()).strip(), e.getValue())));
    }

    private static boolean isCount(Class<?> type) {
        return Set.of(int.class, long.class, Integer.class, Long.class).contains(type);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void zero_is_named_as_the_problem(String command, String option) throws IOException {
        Files.writeString(folder.resolve("file"), "x");
        String needed =
                switch (option) {
                    case "--heads" -> NEEDED.get(command).replace("lstm", "multihead-attention");
                    case "--doublings" -> NEEDED.get(command) + " --growth";
                    default -> NEEDED.getOrDefault(command, "");
                };

        CommandLineRun run =
                CommandLineRun.line(
                        (command + " " + needed + " " + option + " 0")
                                .replaceAll(" +", " ")
                                .replace("DIR", folder.toString()));

        assertThat(run.err()).contains(option + " must be ").doesNotContain("should not have");
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.code()).isEqualTo(2);
    }
}
