package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import static java.util.stream.Collectors.toList;

import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.JsonLines;
import dev.rondo.models.checkpoint.RunDirectory;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Optimisers, schedules, accumulation and patience from the command line. */
class LearningTest {
    private static final String SMALL =
            "train text --text DIR/text.txt --hidden 8 --embedding 4 --batch 2 --sequence 8"
                    + " --backend scalar --warmup 0 ";

    @TempDir private Path folder;

    @BeforeEach
    void text() throws IOException {
        Files.writeString(
                folder.resolve("text.txt"),
                "the rain in Spain stays mainly in the plain.\n".repeat(30));
    }

    private CommandLineRun rondo(String line) {
        return CommandLineRun.line(line.replace("DIR", folder.toString()));
    }

    private Checkpoint latest(String run) {
        try (RunDirectory directory = RunDirectory.open(folder.resolve(run))) {
            return directory.latest();
        }
    }

    private byte[] weights(String run) throws IOException {
        return Files.readAllBytes(latest(run).directory().resolve(Checkpoint.TENSORS));
    }

    private List<Configuration> metrics(String run) {
        return JsonLines.read(folder.resolve(run).resolve("metrics.jsonl"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sgd --momentum 0.5 --nesterov --weight-decay 0.001 --schedule step --decay-at 4,8",
                "adam --accumulate 2 --schedule constant",
                "adamw --schedule halve --decay-at 4 --decay-every 3 --accumulate 3",
                "rmsprop --momentum 0.5 --rho 0.9 --centered --schedule exponential",
                "adadelta --learning-rate 1 --schedule plateau --plateau 1 --decay 0.3",
                "nt-asgd --average-after 0 --learning-rate 30 --schedule constant --accumulate 2"
            })
    void a_run_in_two_parts_ends_with_the_bits_of_one(String options) throws IOException {
        String all = SMALL + "--evaluate-every 2 --save-every 3 --optimizer " + options;
        rondo(all + " --steps 12 --output DIR/whole").succeeded();
        rondo(all + " --steps 7 --output DIR/parts").succeeded();

        rondo("train text --backend scalar --steps 12 --resume DIR/parts").succeeded();

        assertThat(weights("parts")).isEqualTo(weights("whole"));
        assertThat(steps("parts")).isEqualTo(steps("whole"));
        if (options.startsWith("nt-asgd")) {
            assertThat(latest("whole").tensors().read("nt-asgd.points").item()).isLessThan(0);
        }
    }

    private List<Configuration> steps(String run) {
        return metrics(run).stream()
                .filter(m -> m.has("loss"))
                .map(m -> m.with("seconds", null).with("characters_per_second", null))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    constant                                     | 0.4  | 0.4
                    step --decay-at 5,15 --decay 0.1             | 0.04 | 0.004
                    exponential --decay-every 10                 | 0.2143546925 | 0.1071773463
                    halve --decay-at 10 --decay-every 5          | 0.4  | 0.1
                    halve --decay-every 4                        | 0.1  | 0.025
                    cosine                                       | 0.2397225 | 0.022339
                    plateau --plateau 2                          | 0.4  | 0.4
                    """)
    void the_rate_follows_the_schedule(String options, double tenth, double twentieth) {
        rondo(
                        SMALL
                                + "--optimizer sgd --learning-rate 0.4 --steps 20 --output DIR/run"
                                + " --schedule "
                                + options)
                .succeeded();

        assertThat(rate(10)).isCloseTo(tenth, within(1e-5));
        assertThat(rate(20)).isCloseTo(twentieth, within(1e-5));
    }

    private double rate(long step) {
        return metrics("run").stream()
                .filter(m -> m.has("loss") && m.integer("step") == step)
                .findFirst()
                .orElseThrow()
                .number("learning_rate");
    }

    @Test
    void the_first_steps_are_all_logged_and_then_every_tenth() {
        rondo(SMALL + "--steps 45 --output DIR/run").succeeded();

        List<Long> expected = LongStream.rangeClosed(1, 20).boxed().collect(toList());
        expected.addAll(List.of(30L, 40L));
        assertThat(metrics("run").stream().filter(m -> m.has("loss")))
                .extracting(m -> m.integer("step"))
                .isEqualTo(expected);
    }

    @Test
    void patience_ends_a_run_and_more_patience_goes_on() {
        // a rate that changes nothing: the first evaluation stays the best
        CommandLineRun run =
                rondo(
                                SMALL
                                        + "--optimizer sgd --learning-rate 1e-30 --evaluate-every 1"
                                        + " --patience 3 --steps 50 --output DIR/run")
                        .succeeded();
        assertThat(run.err()).contains("3 evaluations without a better one", "after 4 steps");
        assertThat(latest("run").step()).isEqualTo(4);

        CommandLineRun same = rondo("train text --resume DIR/run --backend scalar --steps 50");
        assertThat(same.succeeded().err()).contains("after 4 steps");
        CommandLineRun more =
                rondo("train text --resume DIR/run --backend scalar --steps 50 --patience 6");
        assertThat(more.succeeded().err()).contains("after 7 steps");
    }

    @Test
    void tensorboard_has_the_metrics() throws IOException {
        rondo(SMALL + "--steps 20 --evaluate-every 10 --output DIR/run").succeeded();

        try (Stream<Path> files = Files.list(folder.resolve("run"))) {
            Path events =
                    files.filter(p -> p.getFileName().toString().contains("tfevents"))
                            .findFirst()
                            .orElseThrow();
            String text = Files.readString(events, StandardCharsets.ISO_8859_1);
            assertThat(text)
                    .contains(
                            "brain.Event:2",
                            "train/loss",
                            "train/learning_rate",
                            "train/gradient_norm",
                            "evaluation/bits_per_character");
        }
    }
}
