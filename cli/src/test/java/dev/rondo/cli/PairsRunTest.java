package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.SplittableRandom;
import java.util.TreeSet;

import javax.imageio.ImageIO;

/** A model of the user's own pairs from training to prediction. */
class PairsRunTest {
    private static final String SMALL = " --hidden 8 --embedding 4 --batch 8 --evaluate-every 20";

    @TempDir private Path folder;

    /** Strings of the letters a to d, and the same backwards. */
    @BeforeEach
    void reversed() throws IOException {
        TreeSet<String> lines = new TreeSet<>();
        SplittableRandom random = new SplittableRandom(1);
        while (lines.size() < 600) {
            StringBuilder s = new StringBuilder();
            int length = random.nextInt(3, 7);
            while (s.length() < length) {
                s.append((char) ('a' + random.nextInt(4)));
            }
            lines.add(s + "\t" + new StringBuilder(s).reverse());
        }
        Files.write(folder.resolve("pairs.tsv"), lines);
        Files.write(
                folder.resolve("words.tsv"),
                lines.stream().map(l -> l.replaceAll("(?<=[a-d])(?=[a-d])", " ")).toList());
    }

    private CommandLineRun rondo(String line) {
        return CommandLineRun.line(line.replace("DIR", folder.toString()));
    }

    @Test
    void a_model_learns_to_reverse_what_it_has_never_seen() throws IOException {
        CommandLineRun run =
                rondo(
                                "train pairs --tsv DIR/pairs.tsv --output DIR/run --hidden 48"
                                        + " --embedding 16 --batch 32 --learning-rate 0.01"
                                        + " --steps 350 --evaluate-every 350")
                        .succeeded();

        assertThat(run.err())
                .contains("pairs.tsv: 510 pairs to train on, 30 for validation, 60 for test")
                .contains("4 source and 4 target characters");
        assertThat(run.out()).containsPattern("\\d+\\.\\d\\d % of 60 test pairs are right");
        assertThat(run.out()).contains("What the model looked at", "rondo predict ");
        assertThat(rondo("predict DIR/run aabcd dbca").succeeded().outLines())
                .containsExactly("dcbaa", "acbd");
        assertThat(
                        rondo("predict DIR/run aabcd --beam 4 --length-penalty 1")
                                .succeeded()
                                .outLines())
                .containsExactly("dcbaa");
        assertThat(ImageIO.read(folder.resolve("run/loss.png").toFile()).getWidth())
                .isGreaterThan(300);
        String map = Files.readString(folder.resolve("run/attention/pair-1.svg"));
        assertThat(folder.resolve("run/report.html"))
                .content()
                .contains("test pairs are right", "looked at (columns) for each character (rows).")
                .contains(Base64.getEncoder().encodeToString(map.getBytes(UTF_8)));
        Configuration last =
                JsonLines.read(folder.resolve("run/metrics.jsonl")).getLast().section("evaluation");
        assertThat(last.number("accuracy")).isGreaterThan(0.5);
        assertThat(last.number("loss")).isBetween(0.0, 0.5);
    }

    @Test
    void a_run_that_was_interrupted_and_resumed_ends_with_the_same_bits() throws Exception {
        // 510 pairs are 64 steps an epoch: the second part begins in the first and ends in the
        // third
        String options =
                "train pairs --tsv DIR/pairs.tsv --backend scalar --scheduled-sampling 20 --dropout 0.1"
                        + " --steps 150 --save-every 10"
                        + SMALL;
        rondo(options + " --output DIR/whole").succeeded();
        CommandLineRun first =
                CommandLineRun.interrupted(
                        folder.resolve("parts"),
                        (options + " --output DIR/parts").replace("DIR", folder.toString()));

        assertThat(first.code()).isEqualTo(130);
        assertThat(first.err()).contains("saved; go on with: rondo train pairs --resume");
        rondo("train pairs --backend scalar --resume DIR/parts").succeeded();
        assertThat(weights("parts")).isEqualTo(weights("whole"));
    }

    private byte[] weights(String run) throws IOException {
        try (RunDirectory directory = RunDirectory.open(folder.resolve(run))) {
            Checkpoint latest = directory.latest();
            assertThat(latest.step()).isEqualTo(150);
            return Files.readAllBytes(latest.directory().resolve(Checkpoint.TENSORS));
        }
    }

    @Test
    void training_ends_after_epochs() {
        CommandLineRun run =
                rondo("train pairs --tsv DIR/pairs.tsv --epochs 0.5 --output DIR/run" + SMALL);

        assertThat(run.succeeded().err()).contains("all steps done after 32 steps");
    }

    @Test
    void words_are_read_and_written_too() {
        rondo(
                        "train pairs --tsv DIR/words.tsv --tokens words --attention general"
                                + " --scheduled-sampling 50 --steps 40 --output DIR/run"
                                + SMALL)
                .succeeded();

        CommandLineRun one = CommandLineRun.of("predict", folder + "/run", "b  a c", "--attention");

        assertThat(one.succeeded().outLines().getFirst()).matches("([a-d\uFFFD]( |$))*");
        assertThat(one.outLines().get(1).strip()).isEqualTo("b a c");
    }

    @Test
    void a_source_may_be_longer_than_any_before_and_hold_anything() {
        rondo("train pairs --tsv DIR/pairs.tsv --steps 2 --output DIR/run" + SMALL).succeeded();

        CommandLineRun run = CommandLineRun.of("predict", folder + "/run", "日本語 " + "a".repeat(50));

        assertThat(run.succeeded().outLines()).hasSize(1);
        assertThat(run.errLines()).hasSize(2);
        assertThat(run.errLines().getFirst())
                .startsWith("rondo: warning: '日本語 aaaa")
                .contains("…': 4 of 54 characters do not occur", "'日' (U+65E5) at 1; ")
                .endsWith(", and are read as one unknown symbol");
        assertThat(run.errLines().getLast())
                .contains("has a length of 54; the longest that the model was trained on has 6");
        assertThat(CommandLineRun.of("predict", folder + "/run", "").err())
                .contains("nothing to read");
    }

    @Test
    void what_is_unknown_is_refused_on_request() {
        rondo("train pairs --tsv DIR/pairs.tsv --steps 2 --output DIR/run" + SMALL).succeeded();

        CommandLineRun refused = rondo("predict DIR/run abcd abxd --unknown error");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).startsWith("rondo: 'abxd': 1 of 4 characters does not occur");
        CommandLineRun known = rondo("predict DIR/run abcd --unknown error").succeeded();
        assertThat(known.err()).isEmpty();
        assertThat(rondo("predict DIR/run abcd --unknown ignore").err())
                .contains("--unknown must be error or replace, got 'ignore'");
    }

    @Test
    void another_file_is_not_what_the_run_was_trained_on() throws IOException {
        rondo("train pairs --tsv DIR/pairs.tsv --steps 2 --output DIR/run" + SMALL).succeeded();
        Files.writeString(
                folder.resolve("other.tsv"),
                Files.readString(folder.resolve("pairs.tsv")) + "new\twen\n");

        CommandLineRun run = rondo("train pairs --resume DIR/run --tsv DIR/other.tsv --steps 4");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("is not the file that the run was trained on");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a-b       | line 601, column 4: there is no tab
                    a>b>c     | line 601, column 4: there is a second tab
                    >b        | line 601, column 1: the source is empty
                    a>        | line 601, column 3: the target is empty
                    abcabca>b | line 601, column 1: the source has 7 characters, more than 6
                    """)
    void a_line_that_is_no_pair_is_named(String line, String message) throws IOException {
        Path file = folder.resolve("bad.tsv");
        String good = Files.readString(folder.resolve("pairs.tsv"));
        Files.writeString(file, good + line.replace('>', '\t') + "\n");

        CommandLineRun run =
                rondo("train pairs --tsv DIR/bad.tsv --longest 6 --output DIR/run" + SMALL);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).contains("bad.tsv, " + message);
        assertThat(folder.resolve("run")).doesNotExist();
    }
}
