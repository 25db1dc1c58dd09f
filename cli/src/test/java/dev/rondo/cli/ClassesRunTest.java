package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.JsonLines;
import dev.rondo.models.checkpoint.RunDirectory;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import javax.imageio.ImageIO;

/** A classifier of the user's own sequences from training to its answers. */
class ClassesRunTest {
    private static final String SMALL =
            " --hidden 6 --embedding 4 --batch 8 --evaluate-every 20 --backend scalar";

    private static final List<String> WORDS = List.of("it", "was", "a", "film", "of", "the", "day");

    @TempDir private Path folder;

    /** Texts in which one word says the class, and waves that rise or fall. */
    @BeforeEach
    void data() throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        List<String> texts = new ArrayList<>(List.of("review,mood"));
        List<String> waves = new ArrayList<>(List.of("kind,t1,t2,t3,t4,t5,t6"));
        List<String> steps = new ArrayList<>(List.of("id,when,x,y,kind"));
        for (int i = 0; i < 200; i++) {
            boolean good = random.nextBoolean();
            List<String> words = new ArrayList<>();
            int length = random.nextInt(3, 9);
            for (int w = 0; w < length; w++) {
                words.add(WORDS.get(random.nextInt(WORDS.size())));
            }
            words.set(random.nextInt(length), good ? "great" : "awful");
            texts.add("\"" + String.join(" ", words) + ", no " + i + "!\"," + (good ? "+" : "−"));
            StringBuilder wave = new StringBuilder(good ? "up" : "down");
            int end = random.nextInt(3, 7);
            for (int t = 0; t < 6; t++) {
                double x = (good ? t : -t) + random.nextDouble(-0.5, 0.5);
                wave.append(',').append(t < end ? Double.toString(x) : "");
                if (t < end) {
                    steps.add(
                            "s" + i + "," + t + "," + x + ",1." + t + "," + (good ? "up" : "down"));
                }
            }
            waves.add(wave.toString());
        }
        Files.write(folder.resolve("texts.csv"), texts);
        Files.write(folder.resolve("waves.csv"), waves);
        Files.write(folder.resolve("steps.csv"), steps);
    }

    private CommandLineRun rondo(String line) {
        return CommandLineRun.line(line.replace("DIR", folder.toString()));
    }

    private CommandLineRun texts(String options) {
        return rondo(
                "train classes --csv DIR/texts.csv --text review --class mood --output DIR/run"
                        + SMALL
                        + options);
    }

    @Test
    void a_model_learns_which_word_says_the_class() throws IOException {
        CommandLineRun run =
                texts(" --learning-rate 0.02 --steps 120 --pooling max --bidirectional")
                        .succeeded();

        assertThat(run.err())
                .contains("texts.csv: 140 sequences to train on, 20 for validation, 40 for test")
                .contains("words in the texts to train on")
                .contains("are read as one unknown symbol");
        assertThat(run.outLines().getFirst())
                .matches("100\\.00 % of 40 test sequences are right .* the most frequent class.*");
        assertThat(run.out())
                .contains("Macro F1 1.000.", "precision  recall", "Expected calibration error 0.")
                .contains("rondo classify ");
        assertThat(folder.resolve("run/report.html"))
                .content()
                .contains("<h2>Confusions</h2>", "<td>−</td>", "<h2>How sure it is</h2>")
                // all are right: the diagonal has the full shade, and the rest none
                .containsPattern("class=\"s10\" title=\"− taken for −: (\\d+) of \\1 \\(100\\.0 %")
                .containsPattern("class=\"s0\" title=\"− taken for [^:]+: 0 of ");
        assertThat(ImageIO.read(folder.resolve("run/calibration.png").toFile())).isNotNull();
        Configuration last =
                JsonLines.read(folder.resolve("run/metrics.jsonl")).getLast().section("evaluation");
        assertThat(last.number("accuracy")).isEqualTo(1);
        assertThat(last.number("macro_f1")).isEqualTo(1);
        assertThat(last.number("loss")).isBetween(0.0, 0.3);

        CommandLineRun said =
                CommandLineRun.of(
                        "classify",
                        folder + "/run",
                        "It was GREAT!",
                        "awful xyz",
                        "--backend",
                        "scalar");

        assertThat(said.succeeded().outLines()).hasSize(3);
        assertThat(said.outLines().getFirst()).isEqualTo("line,class,p_+,p_−");
        assertThat(said.outLines().get(1)).startsWith("1,+,0.");
        assertThat(said.outLines().get(2)).startsWith("2,−,0.");
        double sum = 0;
        for (String p : said.outLines().get(1).split(",", 3)[2].split(",")) {
            sum += Double.parseDouble(p);
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
        assertThat(said.err())
                .contains("text 2: 1 of 2 words does not occur")
                .contains("'xyz' at 2");
        assertThat(rondo("classify DIR/run xyz --unknown error").err())
                .startsWith("rondo: text 1: 1 of 1 words does not occur");
        String cold =
                rondo("classify DIR/run great --temperature 0.1").succeeded().outLines().get(1);
        assertThat(cold).matches("1,\\+,(1\\.0|0\\.999)\\d*,0\\.00.*");
    }

    @Test
    void numbers_of_rows_of_unequal_length_are_classified() throws IOException {
        CommandLineRun run =
                rondo(
                                "train classes --csv DIR/waves.csv --class kind --learning-rate 0.02"
                                        + " --steps 60 --pooling attention --output DIR/run"
                                        + SMALL.replace(" --embedding 4", ""))
                        .succeeded();

        assertThat(run.outLines().getFirst()).startsWith("100.00 % of 40 test sequences");
        Files.write(
                folder.resolve("new.csv"),
                List.of("t1;t2;t3;t4;t5;t6", "0;1;2;;;", "0;-1;-2;-3;-4;-5", "0;-1;-90;;;"));
        CommandLineRun said = rondo("classify DIR/run --csv DIR/new.csv").succeeded();
        assertThat(said.outLines().getFirst()).isEqualTo("line,class,p_down,p_up");
        assertThat(said.outLines().get(1)).startsWith("2,up,");
        assertThat(said.outLines().get(2)).startsWith("3,down,");
        assertThat(said.err()).contains("new.csv, line 4: 1 of its numbers lie outside");
        assertThat(rondo("classify DIR/run text").err())
                .contains("classifies sequences of numbers; --csv FILE has them");
    }

    @Test
    void rows_of_one_id_are_a_sequence() {
        rondo(
                        "train classes --csv DIR/steps.csv --class kind --id id --time when"
                                + " --learning-rate 0.02 --steps 60 --output DIR/run"
                                + SMALL.replace(" --embedding 4", ""))
                .succeeded();

        CommandLineRun said = rondo("classify DIR/run --csv DIR/steps.csv").succeeded();

        assertThat(said.outLines()).hasSize(201);
        assertThat(said.outLines().getFirst()).isEqualTo("id,class,p_down,p_up");
        assertThat(said.outLines().get(1)).matches("s0,(up|down),0\\.\\d{6},0\\.\\d{6}");
    }

    @Test
    void a_run_that_was_interrupted_and_resumed_ends_with_the_same_bits() throws Exception {
        String options =
                "train classes --csv DIR/texts.csv --text review --class mood --class-weights balanced"
                        + " --label-smoothing 0.1 --dropout 0.2 --steps 60 --save-every 10"
                        + SMALL;
        rondo(options + " --output DIR/whole").succeeded();
        CommandLineRun first =
                CommandLineRun.interrupted(
                        folder.resolve("parts"),
                        (options + " --output DIR/parts").replace("DIR", folder.toString()));

        assertThat(first.code()).isEqualTo(130);
        assertThat(first.err()).contains("saved; go on with: rondo train classes --resume");
        assertThat(rondo("train classes --resume DIR/parts --text review").err())
                .contains("leave out --text");
        rondo("train classes --backend scalar --resume DIR/parts").succeeded();
        assertThat(weights("parts")).isEqualTo(weights("whole"));
    }

    private byte[] weights(String run) throws IOException {
        try (RunDirectory directory = RunDirectory.open(folder.resolve(run))) {
            Checkpoint latest = directory.latest();
            assertThat(latest.step()).isEqualTo(60);
            return Files.readAllBytes(latest.directory().resolve(Checkpoint.TENSORS));
        }
    }

    @Test
    void the_test_may_be_a_file_of_its_own() throws IOException {
        Files.write(
                folder.resolve("test.csv"), List.of("mood,review", "+,great day", "+,so great"));

        CommandLineRun run =
                texts(" --steps 2 --test-csv DIR/test.csv".replace("DIR", folder + ""));

        assertThat(run.succeeded().err())
                .contains("180 sequences to train on, 20 for validation, 2 for test");
        assertThat(run.out()).contains("of 2 test sequences are right");
        Path moved = folder.resolve("moved.csv");
        Files.move(folder.resolve("test.csv"), moved);
        rondo("train classes --resume DIR/run --steps 4 --test-csv DIR/moved.csv --backend scalar")
                .succeeded();
        Files.write(moved, List.of("mood,review", "+,great day"));
        assertThat(rondo("train classes --resume DIR/run --steps 6 --test-csv DIR/moved.csv").err())
                .contains("is not the file that the run was tested on");
        Files.write(moved, List.of("mood,review", "?,great day"));
        assertThat(
                        rondo(
                                        "train classes --csv DIR/texts.csv --text review --class mood"
                                                + " --output DIR/other --test-csv DIR/moved.csv")
                                .err())
                .contains("moved.csv, line 2: class '?' does not occur in");
    }

    /** What is doubtful is said first, or where it is seen. */
    @Test
    void figures_that_mislead_come_with_a_warning() throws IOException {
        List<String> lines = new ArrayList<>(List.of("review,mood"));
        for (int i = 0; i < 100; i++) {
            lines.add(i < 30 ? "the same text,common" : "one of " + i + ",common");
        }
        for (int i = 0; i < 10; i++) {
            lines.add(
                    (i < 5 ? "the same text" : "rare zq" + i) + ",\"<b>\"\"rare\"\"\nclass</b>\"");
        }
        Files.write(folder.resolve("texts.csv"), lines);

        CommandLineRun run = texts(" --steps 2 --longest 2 --min-count 1").succeeded();

        assertThat(run.err())
                .contains("rondo: warning: 90.9 % of the sequences to train on are 'common'")
                .contains("also occur among those to train on, so their figures are too good")
                .contains("have another class among those to train on")
                .contains("have more than 2 words; the rest of them is not read (--longest)");
        assertThat(run.outLines().getFirst())
                .startsWith("This model is no better than saying one class: ")
                .endsWith("always saying 'common', the most frequent class, gets 90.91 %.");
        assertThat(run.out()).contains("<b>\"rare\" cla…");
        assertThat(folder.resolve("run/report.html"))
                .content()
                .contains("&lt;b&gt;")
                .doesNotContain("<b>");
        assertThat(rondo("classify DIR/run rare").succeeded().outLines().getFirst())
                .isEqualTo("line,class,\"p_<b>\"\"rare\"\"");
    }

    @Test
    void weights_of_classes_make_a_model_say_the_rare_one() throws IOException {
        List<String> lines = new ArrayList<>(List.of("review,mood"));
        for (int i = 0; i < 100; i++) {
            lines.add("word word word" + (i < 10 ? ",rare" : ",common"));
        }
        Files.write(folder.resolve("texts.csv"), lines);

        texts(" --steps 40 --class-weights rare=100,common=1").succeeded();

        assertThat(rondo("classify DIR/run word").succeeded().outLines().get(1))
                .startsWith("1,rare,");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --class sort                     | has no column 'sort'
                    --class review                   | the column 'review' is named twice
                    --class mood --class-weights x   | --class-weights must be none, balanced, or names
                    --class mood --class-weights x=1 | --class-weights: there is no class 'x'; there are '+'
                    --class mood --class-weights +=0 | --class-weights must be above 0
                    --class mood --pooling sum       | --pooling: there is no pooling 'sum'
                    --class mood --id review         | --text and --id exclude each other
                    --class mood --test 0.9          | --test must be from 0.0 to below 0.9
                    --class mood --tokens words --test 0 | --test must be above 0
                    --validation 0.2                 | --class COLUMN says where the classes are
                    """)
    void an_option_that_cannot_be_is_named(String options, String message) {
        CommandLineRun run =
                rondo(
                        "train classes --csv DIR/texts.csv --text review --output DIR/run "
                                + options
                                + SMALL);

        assertThat(run.code()).isIn(1, 2);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).contains(message);
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
                    a,x;b,x;c,x       | there is one class only, 'x'
                    a,x;b,x;c,x;d,y   | class 'y' has 1 example: too few for training, validation and test
                    a,x;b,x;c,;d,y    | line 4, column 'mood': the class is empty
                    a,x;b,x;"",x;d,y  | line 4, column 'review': the text is empty
                    a,x;b,x;?!,x;d,y;e,y;f,y | line 4: the text has no word
                    """)
    void a_file_that_cannot_be_is_refused(String rows, String message) throws IOException {
        List<String> lines = new ArrayList<>(List.of("review,mood"));
        lines.addAll(List.of(rows.split(";")));
        Files.write(folder.resolve("texts.csv"), lines);

        CommandLineRun run = texts("");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("texts.csv", message);
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void a_file_of_another_encoding_is_refused() throws IOException {
        Files.write(
                folder.resolve("texts.csv"),
                "review,mood\nschön,x\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(texts("").err()).contains("is not UTF-8: byte 15 (0xF6), on line 2");
    }
}
