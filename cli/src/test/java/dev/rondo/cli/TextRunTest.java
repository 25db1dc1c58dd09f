package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.JsonLines;
import dev.rondo.models.checkpoint.Provenance;
import dev.rondo.models.checkpoint.RunDirectory;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import javax.imageio.ImageIO;

/** A language model from training to writing. */
class TextRunTest {
    private static final String SMALL =
            " --hidden 12 --embedding 6 --batch 4 --sequence 16 --evaluate-every 30"
                    + " --backend scalar";

    private static final String REGULARIZED =
            " --layers 2 --dropout 0.2 --recurrent-dropout 0.3 --dropconnect 0.1 --zoneout 0.15"
                    + " --residual --tie-weights";

    @TempDir private Path folder;

    @BeforeEach
    void text() throws IOException {
        Files.writeString(
                folder.resolve("text.txt"),
                "the rain in Spain stays mainly in the plain.\n".repeat(60));
    }

    private CommandLineRun rondo(String line) {
        return CommandLineRun.line(line.replace("DIR", folder.toString()));
    }

    private CommandLineRun train(String options) {
        return rondo("train text --text DIR/text.txt" + SMALL + options);
    }

    @Test
    void training_reports_bits_per_character_and_leaves_a_run_directory() throws IOException {
        CommandLineRun run = train(" --steps 60 --output DIR/run").succeeded();

        assertThat(run.err()).contains("scalar:cpu", "step 30: ", "step 60: ");
        assertThat(run.out())
                .containsPattern("\\d\\.\\d{3} bits per character on the last 135 characters")
                .contains("rondo sample " + folder.resolve("run"));
        assertThat(ImageIO.read(folder.resolve("run/loss.png").toFile()).getWidth())
                .isGreaterThan(300);
        List<Configuration> metrics = JsonLines.read(folder.resolve("run/metrics.jsonl"));
        assertThat(metrics.getFirst().number("loss")).isCloseTo(Math.log(21), within(0.6));
        assertThat(metrics.getLast().section("evaluation").number("bits_per_character"))
                .isBetween(0.5, 4.0);
    }

    @Test
    void words_are_known_from_the_part_to_train_on() throws IOException {
        String line = "the cat sat on the mat ,\n  and the\tdog lay by it .\n\n";
        Path file = folder.resolve("words.txt");
        Files.writeString(file, line.repeat(60) + "an emu sat on the\n");

        CommandLineRun run =
                rondo(
                                "train text --text DIR/words.txt --tokens words --sequence 8"
                                        + " --steps 60 --hidden 16 --embedding 8 --batch 4"
                                        + " --learning-rate 0.02 --evaluate-every 30 --output DIR/run")
                        .succeeded();

        // 60 lines of 17 tokens, line breaks included, and 6
        assertThat(run.err())
                .contains("words.txt: 975 words to train on, 51 held out, 13 words and one symbol")
                .contains("; 0 to train on and 2 held out are unknown")
                .contains("warning: no word to train on is unknown");
        assertThat(run.out())
                .containsPattern(
                        "\\d\\.\\d{3} bits per word on the last 51 words, which were held out")
                .contains("2 of them (3.9 %) are unknown, and count as one symbol.");
        Configuration measured =
                JsonLines.read(folder.resolve("run/metrics.jsonl")).getLast().section("evaluation");
        assertThat(measured.number("perplexity"))
                .isCloseTo(Math.pow(2, measured.number("bits_per_word")), within(1e-9));

        String written =
                rondo("sample DIR/run --prompt the --length 40 --temperature 1").succeeded().out();
        assertThat(written).startsWith("the ").doesNotContain("\uFFFD").doesNotContain("  ");
        assertThat(written.split("\\s+")).hasSizeGreaterThan(25);
        CommandLineRun score =
                rondo("score DIR/run --text DIR/words.txt --unknown replace").succeeded();
        assertThat(score.out())
                .containsPattern("bits \\(.* nats\\) per word over 1,025 words; perpl");
        assertThat(score.err()).contains("2 of 1,026 words do not occur");
        rondo("train text --resume DIR/run --steps 62").succeeded();
        assertThat(rondo("train text --text DIR/words.txt --min-count 2 --output DIR/o").err())
                .contains("--min-count belongs to --tokens words");
        assertThat(rondo("train text --text DIR/words.txt --tokens lines --output DIR/o").err())
                .contains("there is no tokens 'lines'; there are characters, words");
    }

    @Test
    void a_page_that_cannot_be_written_is_a_warning() throws IOException {
        train(" --steps 2 --output DIR/run").succeeded();
        Path page = folder.resolve("run/report.html");
        assertThat(page).content().contains("What it writes", "text.txt");
        Files.delete(page);
        Files.createDirectory(page);

        CommandLineRun more = rondo("train text --backend scalar --resume DIR/run --steps 4");

        assertThat(more.succeeded().err()).contains("warning: the page of this run could not be");
    }

    @Test
    void a_checkpoint_tells_where_it_comes_from() {
        train(" --steps 10 --seed 7 --output DIR/run").succeeded();

        Checkpoint checkpoint = RunDirectory.model(folder.resolve("run"));

        Provenance origin = checkpoint.description().provenance().getLast();
        assertThat(origin.commandLine()).startsWith("rondo", "train", "text").contains("--seed");
        assertThat(origin.seed()).isEqualTo(7);
        assertThat(origin.backend()).isEqualTo("scalar:cpu");
        assertThat(origin.data().getFirst().name()).isEqualTo("text.txt");
        Configuration model = checkpoint.description().model();
        assertThat(model.section("model").text("cell")).isEqualTo("lstm");
        assertThat(model.section("training").integer("batch")).isEqualTo(4);
    }

    @Test
    void the_same_seed_writes_the_same_text_and_another_seed_another() {
        train(" --steps 10 --output DIR/run").succeeded();
        String sample = "sample DIR/run --backend scalar --length 80 --temperature 1 --prompt the";

        String once = rondo(sample + " --seed 3").succeeded().out();

        assertThat(once).startsWith("the").hasSizeGreaterThanOrEqualTo(83);
        assertThat(rondo(sample + " --seed 3").succeeded().out()).isEqualTo(once);
        assertThat(rondo(sample + " --seed 4").succeeded().out()).isNotEqualTo(once);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", REGULARIZED})
    void a_run_that_was_interrupted_and_resumed_ends_with_the_same_bits(String options)
            throws Exception {
        train(options + " --steps 300 --output DIR/whole").succeeded();

        CommandLineRun first =
                CommandLineRun.interrupted(
                        folder.resolve("parts"),
                        ("train text --text DIR/text.txt"
                                        + SMALL
                                        + options
                                        + " --steps 300 --save-every 10 --output DIR/parts")
                                .replace("DIR", folder.toString()));
        assertThat(first.code()).isEqualTo(130);
        assertThat(first.err()).contains("saved; go on with: rondo train text --resume");
        rondo("train text --backend scalar --resume DIR/parts").succeeded();

        assertThat(weights("parts")).isEqualTo(weights("whole"));
        assertThat(metrics("parts")).isEqualTo(metrics("whole"));
    }

    @Test
    void a_checkpoint_says_what_the_stack_was_trained_with() {
        train(REGULARIZED + " --steps 10 --output DIR/run").succeeded();

        Configuration model =
                RunDirectory.model(folder.resolve("run")).description().model().section("model");
        assertThat(model.number("dropout")).isEqualTo(0.2);
        assertThat(model.number("recurrent_dropout")).isEqualTo(0.3);
        assertThat(model.number("dropconnect")).isEqualTo(0.1);
        assertThat(model.number("zoneout")).isEqualTo(0.15);
        assertThat(model.flag("residual")).isTrue();
        assertThat(model.flag("tie_weights")).isTrue();
        assertThat(rondo("sample DIR/run --backend scalar --length 20").succeeded().out())
                .hasSizeGreaterThan(19);
    }

    @Test
    void a_regularisation_that_cannot_be_is_refused() {
        assertThat(train(" --dropout 1").err()).contains("--dropout must be from 0.0 to below 1.0");
        assertThat(train(" --recurrent-dropout -1").err()).contains("--recurrent-dropout must be");
        assertThat(train(" --dropconnect 1").err()).contains("--dropconnect must be from 0.0");
        assertThat(train(" --zoneout 2").err()).contains("--zoneout must be from 0.0");
        assertThat(train(" --residual").err()).contains("--layers of at least 2, got 1");
    }

    private byte[] weights(String run) throws IOException {
        try (RunDirectory directory = RunDirectory.open(folder.resolve(run))) {
            Checkpoint latest = directory.latest();
            assertThat(latest.step()).isEqualTo(300);
            return Files.readAllBytes(latest.directory().resolve(Checkpoint.TENSORS));
        }
    }

    private List<Double> metrics(String run) {
        return JsonLines.read(folder.resolve(run).resolve("metrics.jsonl")).stream()
                .filter(m -> m.has("loss"))
                .map(m -> m.number("loss"))
                .toList();
    }

    @Test
    void more_steps_can_be_added_to_a_run_that_had_ended() {
        train(" --steps 10 --output DIR/run").succeeded();

        CommandLineRun more =
                rondo("train text --backend scalar --resume DIR/run --steps 25").succeeded();

        assertThat(more.err()).contains("all steps done after 25 steps");
        Checkpoint checkpoint;
        try (RunDirectory run = RunDirectory.open(folder.resolve("run"))) {
            checkpoint = run.latest();
        }
        assertThat(checkpoint.description().provenance()).hasSize(2);
        assertThat(checkpoint.description().provenance().getLast().fromStep()).isEqualTo(10);
    }

    @Test
    void a_run_is_not_resumed_with_another_text() throws IOException {
        train(" --steps 10 --output DIR/run").succeeded();
        Files.writeString(folder.resolve("text.txt"), "the plain in Spain\n".repeat(150));

        CommandLineRun resumed = rondo("train text --backend scalar --resume DIR/run --steps 20");

        assertThat(resumed.code()).isEqualTo(1);
        assertThat(resumed.err()).contains("is not the file that the run was trained on");
    }

    @Test
    void a_text_with_an_unknown_character_as_prompt_is_refused() {
        train(" --steps 2 --output DIR/run").succeeded();

        CommandLineRun sample = rondo("sample DIR/run --backend scalar --prompt §");

        assertThat(sample.code()).isEqualTo(1);
        assertThat(sample.errLines()).hasSize(1);
        assertThat(sample.err()).contains("'§' (U+00A7)");
        assertThat(rondo("sample DIR/run --backend scalar --prompt § --unknown replace").err())
                .isEqualTo(sample.err())
                .contains("there is no symbol for unknown characters");
    }

    @Test
    void a_damaged_checkpoint_is_refused_and_an_intact_one_of_another_task_too()
            throws IOException {
        train(" --steps 2 --output DIR/run").succeeded();
        assertThat(rondo("predict DIR/run 1.2.2003").err()).contains("holds a model of text");

        Path tensors;
        try (RunDirectory run = RunDirectory.open(folder.resolve("run"))) {
            tensors = run.latest().directory().resolve(Checkpoint.TENSORS);
        }
        byte[] whole = Files.readAllBytes(tensors);
        Files.write(tensors, Arrays.copyOf(whole, whole.length - 1));

        for (String command : List.of("sample DIR/run", "train text --resume DIR/run")) {
            CommandLineRun run = rondo(command);
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.errLines()).hasSize(1);
            assertThat(run.err()).contains("was cut short");
        }
    }

    @Test
    void a_loss_that_is_not_finite_stops_training_and_keeps_the_last_checkpoint() {
        CommandLineRun run =
                train(
                        " --steps 50 --optimizer sgd --learning-rate 1e38 --clip 1e38"
                                + " --save-every 1 --output DIR/run");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.errLines().getLast())
                .startsWith("rondo: training diverged at step ")
                .contains("The first result that is not finite", "The last good checkpoint is");
        assertThat(RunDirectory.model(folder.resolve("run")).step()).isPositive();
    }

    @Test
    void a_time_limit_plans_the_learning_rate() {
        CommandLineRun run = train(" --minutes 0.03 --output DIR/run").succeeded();

        assertThat(run.err()).contains("time is up after");
        Checkpoint last = RunDirectory.model(folder.resolve("run"));
        assertThat(last.description().model().integer("horizon")).isPositive();
    }
}
