package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Map.entry;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Numbers at the edges of their type: every option that takes one either gives a result with it, or
 * refuses it by name.
 */
class EdgeNumbersTest {
    private static final double[] EDGES = {
        0,
        Double.MIN_VALUE,
        Float.MIN_VALUE,
        1,
        Float.MAX_VALUE,
        Double.MAX_VALUE,
        -Double.MIN_VALUE,
        -1,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };

    private static final String TRAINED =
            " --hidden 2 --batch 2 --steps 2 --backend scalar --output DIR/run";

    /** What each command needs besides. */
    private static final Map<String, String> NEEDED =
            Map.ofEntries(
                    entry("train text", "--text DIR/text --sequence 4 --embedding 2" + TRAINED),
                    entry("train pairs", "--tsv DIR/pairs --embedding 2" + TRAINED),
                    entry("train dates", "--embedding 2" + TRAINED),
                    entry(
                            "train series",
                            "--csv DIR/series --target y --window 4 --horizon 2" + TRAINED),
                    entry(
                            "train classes",
                            "--csv DIR/classes --text y --class z --embedding 2" + TRAINED),
                    entry("sample", "DIR/text-run --length 5 --backend scalar"),
                    entry("predict", "DIR/pairs-run 12 --beam 2 --backend scalar"),
                    entry("classify", "DIR/classes-run word --backend scalar"),
                    entry(
                            "bench",
                            "--cell lstm --hidden 2 --input 2 --batch 1 --seq 2 --backend scalar"
                                    + " --seconds 0.01 --warm-up 0.01"),
                    entry(
                            "experiment",
                            "reach --quick --only gru --lengths 2 --updates 1 --seeds 1"
                                    + " --output DIR/run"),
                    entry("demo", ""));

    /** What each option needs besides. */
    private static final Map<String, String> WITH =
            Map.of(
                    "--momentum", " --optimizer sgd",
                    "--rho", " --optimizer rmsprop",
                    "--weight-decay", " --optimizer adamw",
                    "--decay", " --schedule exponential --decay-every 1",
                    "--recurrent-dropout", " --cell lstm",
                    "--dropconnect", " --cell lstm",
                    "--longest-step", " --growth --doublings 1 --output DIR/run");

    /** These say how long a command runs: what is large and right is not waited for. */
    private static final Set<String> LASTING =
            Set.of("bench --seconds", "bench --warm-up", "demo --minutes");

    @TempDir private static Path folder;

    @BeforeAll
    static void train() throws IOException {
        Files.writeString(folder.resolve("text"), "to be or not to be, ".repeat(40));
        StringBuilder pairs = new StringBuilder();
        StringBuilder series = new StringBuilder("y\n");
        StringBuilder classes = new StringBuilder("y,z\n");
        for (int i = 0; i < 200; i++) {
            pairs.append(i).append("\ta").append(i % 10).append('\n');
            series.append(i % 7).append('\n');
            classes.append("word ").append(i % 5).append(i % 2 == 0 ? ",a\n" : ",b\n");
        }
        Files.writeString(folder.resolve("pairs"), pairs);
        Files.writeString(folder.resolve("series"), series);
        Files.writeString(folder.resolve("classes"), classes);
        for (String task : List.of("text", "pairs", "classes")) {
            line("train " + task + " " + NEEDED.get("train " + task), "DIR/run", task + "-run")
                    .succeeded();
        }
    }

    private static CommandLineRun line(String words, String run, String directory) {
        return CommandLineRun.line(
                words.replace(run, "DIR/" + directory).replace("DIR", folder.toString()));
    }

    /** Each option that takes a number which need not be whole, with the first command it is of. */
    static Stream<Arguments> edges() {
        List<Arguments> all = new ArrayList<>();
        collect("", CommandLineRun.commands(), new HashSet<>(), all);
        return all.stream();
    }

    private static void collect(
            String path, CommandLine command, Set<Object> seen, List<Arguments> all) {
        for (OptionSpec o : command.getCommandSpec().options()) {
            if (Set.of(double.class, Double.class).contains(o.auxiliaryTypes()[0])
                    && seen.add(o.userObject())) {
                for (double value : EDGES) {
                    boolean lasts = LASTING.contains(path + " " + o.longestName());
                    if (!(lasts && value >= 0 && value <= Double.MAX_VALUE)) {
                        all.add(Arguments.of(path, o.longestName(), value));
                    }
                }
            }
        }
        // most options are of several commands: `dates`, which judges itself by 5,000, comes last
        List<String> names = new ArrayList<>(command.getSubcommands().keySet());
        names.sort(Comparator.comparing("dates"::equals));
        for (String name : names) {
            CommandLine c = command.getSubcommands().get(name);
            collect((path + " " + name).strip(), c, seen, all);
        }
    }

    @ParameterizedTest
    @MethodSource("edges")
    void an_option_takes_it_and_is_right_or_refuses_it(
            String command, String option, double value) {
        String others = NEEDED.get(command).replaceAll(option + " \\S+", "");
        String words = command + " " + option + "=" + value + " " + others;

        CommandLineRun run =
                line(
                        (words + WITH.getOrDefault(option, "")).strip().replaceAll(" +", " "),
                        "DIR/run",
                        command.replace(' ', '-') + option + value);

        String said = run.out() + run.err();
        assertThat(said).doesNotContain("should not have");
        if (run.code() == 0) {
            assertThat(said).doesNotContain("NaN").doesNotContain("Infinity");
        } else if (run.code() == 2) {
            assertThat(run.err()).contains(option + " ").contains("" + value);
            assertThat(run.errLines()).hasSize(1);
        } else {
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).containsAnyOf("not finite", "is too short");
        }
    }
}
