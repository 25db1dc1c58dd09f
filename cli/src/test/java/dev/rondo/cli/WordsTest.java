package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is said of words that are no options, names or values, over all commands. */
class WordsTest {
    private static final Console CONSOLE =
            new Console(
                    ResultWriter.to(new ByteArrayOutputStream(), StandardCharsets.UTF_8),
                    new PrintWriter(new StringWriter()),
                    false,
                    true);

    /** A command by its path, to be parsed. */
    private static Stream<CommandLine> leaves(CommandLine command) {
        return command.getSubcommands().isEmpty()
                ? Stream.of(command)
                : command.getSubcommands().values().stream().flatMap(WordsTest::leaves);
    }

    static Stream<String> commands() {
        return leaves(CommandLineRun.commands())
                .map(c -> c.getCommandSpec().qualifiedName().substring("rondo ".length()))
                .filter(c -> !c.equals("help"));
    }

    private static List<String> words(String command, String... more) {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.addAll(List.of(more));
        return words;
    }

    /** What parsing alone says, for a command that could be parsed would begin to work. */
    private static String parsed(List<String> words) {
        StringWriter err = new StringWriter();
        PrintWriter errors = new PrintWriter(err);
        String[] array = words.toArray(String[]::new);
        try {
            Main.commands(CONSOLE, new Interrupt(), new Failures(errors, false), array)
                    .parseArgs(array);
        } catch (ParameterException e) {
            new Failures(errors, false).reportWrongUse(WrongOption.sought(e, array));
        }
        return err.toString();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whatIsNoOptionIsNamedWhateverElseIsMissing(String command) {
        for (List<String> words :
                List.of(
                        words(command, "-x"),
                        words(command, "DIR", "-x"),
                        words(command, "--no-such-thing=3"))) {
            CommandLineRun run = CommandLineRun.of(words.toArray(String[]::new));

            assertThat(run.code()).as("%s", words).isEqualTo(2);
            assertThat(run.err())
                    .as("%s", words)
                    .containsPattern(
                            "Un(known option|matched argument)s?.* '" + words.getLast() + "'");
        }
    }

    @Test
    void whatFollowsAnOptionOrTwoDashesIsNoOption() {
        assertThat(parsed(words("predict DIR --beam -x"))).doesNotContain("Unknown option");
        assertThat(parsed(words("predict -- DIR -x"))).isEmpty();
        assertThat(parsed(words("predict DIR -5"))).doesNotContain("Unknown option");
        assertThat(parsed(words("predict DIR"))).contains("SOURCE");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void noValueIsAnsweredWithTheNameOfAClass(String command) {
        var spec =
                leaves(CommandLineRun.commands())
                        .map(CommandLine::getCommandSpec)
                        .filter(s -> s.qualifiedName().equals("rondo " + command))
                        .findFirst()
                        .orElseThrow();
        for (ArgSpec arg : spec.args()) {
            for (String value : List.of("x\0y", "", "1e", "99999999999999999999", "\u06f3")) {
                List<String> words =
                        arg.isOption()
                                ? words(command, spec.findOption(name(arg)).longestName(), value)
                                : words(command, value, value);
                assertThat(parsed(words))
                        .as("%s", words)
                        .doesNotContainPattern("java|interface|class |convert|Exception|\0");
            }
        }
    }

    private static String name(ArgSpec arg) {
        return ((CommandLine.Model.OptionSpec) arg).longestName();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    bench --cell LSTM                             | lstm
                    bench --cell lstm --mode Train                | train
                    bench --cell lstm --dtype f_32                | f32
                    bench --cell lstm --without Fusion            | fusion
                    bench --suite standart                        | standard
                    bench --cell lstm --backend smid              | simd
                    bench --cell lstm --backend simd:cpuu         | simd:cpu
                    gradients --cell LSTM                         | lstm
                    gradients --init Chrono                       | chrono
                    gradients --attention Dot                     | dot
                    verify --backend Scalar                       | scalar
                    train text --text x --cell gru_after          | gru-after
                    train text --text x --optimizer Adam          | adam
                    train text --text x --schedule cosin          | cosine
                    train dates --attention additiv               | additive
                    train dates --attention nonee                 | none
                    train pairs --tsv x --tokens word             | words
                    train series --csv x --target y --loss Huber  | huber
                    train series --csv x --target y --time t --gaps Fill | fill
                    apply --cell LSTM --weights x --input x --output y | lstm
                    export DIR --format onxn --output y           | onnx
                    """)
    void aNameThatIsNearlyOneOfAListIsSuggested(String line, String meant) {
        assertThat(CommandLineRun.line(line.strip()).err())
                .contains("did you mean '" + meant.strip() + "'?");
    }

    @ParameterizedTest
    @CsvSource({"trian text, train", "smaple x, sample", "train text --hiden 3, --hidden"})
    void aCommandOrOptionThatIsNearlyOneIsSuggested(String line, String meant) {
        assertThat(CommandLineRun.line(line).err()).contains("did you mean").contains(meant);
    }

    // ---- what a terminal would obey

    private static final String HOSTILE = "a\u001b[31m\u0007\0\u009b\u202e\u2066\ud800b";

    @Test
    void messagesHoldNothingThatATerminalWouldObey() {
        for (List<String> words :
                List.of(
                        List.of("sample", HOSTILE.replace("\0", "")),
                        List.of("sample", HOSTILE),
                        List.of("train", "text", "--text", HOSTILE.replace("\0", "")),
                        List.of("bench", "--cell", HOSTILE),
                        List.of("demo", "--" + HOSTILE),
                        List.of(HOSTILE))) {
            String err = CommandLineRun.of(words.toArray(String[]::new)).err();

            assertThat(err).contains("\\u001b").endsWith("\n");
            assertThat(err.strip()).doesNotContainPattern("[\\p{Cc}\\p{Cs}\u202e\u2066]");
        }
    }

    @Test
    void tracesHoldNothingThatATerminalWouldObey() {
        for (var words :
                List.of(List.of("sample", HOSTILE, "--debug"), List.of("--debug", HOSTILE))) {
            String err = CommandLineRun.of(words.toArray(String[]::new)).err();

            assertThat(err).contains("\tat ", "\\u001b").doesNotContain("\r");
            assertThat(err.replaceAll("[\n\t]", ""))
                    .doesNotContainPattern("[\\p{Cc}\\p{Cs}\u202e\u2066]");
        }
    }

    @Test
    void resultsAreAsTheyAreButInATerminal() {
        String text = "Zeile\n\t\ud83d\ude00 " + HOSTILE;
        var file = new ByteArrayOutputStream();
        var screen = new ByteArrayOutputStream();
        ResultWriter.to(file, StandardCharsets.UTF_16BE).println(text);
        ResultWriter.toTerminal(screen, StandardCharsets.UTF_16BE).println(text);

        assertThat(file.toString(StandardCharsets.UTF_16BE)).contains("\u001b[31m\u0007\0");
        assertThat(screen.toString(StandardCharsets.UTF_16BE))
                .startsWith("Zeile\n\t\ud83d\ude00 a\\u001b[31m\\u0007\\u0000\\u009b\\u202e");
    }

    @Test
    void warningsHoldNothingThatATerminalWouldObey() {
        StringWriter err = new StringWriter();
        ResultWriter out = ResultWriter.to(new ByteArrayOutputStream(), StandardCharsets.UTF_8);
        new Console(out, new PrintWriter(err), true, true).warn(HOSTILE);

        assertThat(err.toString()).contains("a\\u001b[31m").doesNotContain("\u001b");
    }
}
