package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.Description;
import dev.rondo.models.checkpoint.JsonLines;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.checkpoint.TrainingState;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code rondo gradients}: of new networks, of runs, and of what it cannot follow. */
class GradientsTest {
    private static final String SMALL =
            "gradients --backend scalar --seeds 2 --batch 2 --hidden 4 ";

    @TempDir private static Path shared;
    @TempDir private Path folder;

    @BeforeAll
    static void train() throws IOException {
        Files.writeString(shared.resolve("text.txt"), "to be or not to be.\n".repeat(60));
        StringBuilder pairs = new StringBuilder();
        StringBuilder series = new StringBuilder("x\n");
        for (int i = 0; i < 120; i++) {
            pairs.append("w".repeat(1 + i % 5)).append(i).append("\tv").append(i % 10);
            pairs.append('\n');
            series.append(i % 12).append('\n');
        }
        Files.writeString(shared.resolve("pairs.tsv"), pairs);
        Files.writeString(shared.resolve("series.csv"), series);
        String end = " --steps 1 --hidden 4 --batch 2 --backend scalar --output IN/";
        run("train text --text IN/text.txt --sequence 8 --cell lstm --layers 2" + end + "text");
        run("train series --csv IN/series.csv --target x --window 9" + end + "series");
        run("train pairs --tsv IN/pairs.tsv" + end + "pairs");
        run("train dates" + end + "dates");
    }

    private static void run(String words) {
        CommandLineRun.line(words.replace("IN", shared.toString())).succeeded();
    }

    private CommandLineRun rondo(String words) {
        return CommandLineRun.line(
                words.replace("IN", shared.toString()).replace("OUT", folder.toString()));
    }

    private List<Configuration> results(String words) {
        rondo(words + " --output OUT/flow").succeeded();
        return JsonLines.read(folder.resolve("flow/results.jsonl"));
    }

    private static double norm(Configuration line, int back) {
        return ((Number) ((List<?>) line.values().get("norms")).get(back)).doubleValue();
    }

    private static Configuration only(List<Configuration> all, String network, String paths) {
        return all.stream()
                .filter(c -> c.text("network").equals(network) && c.text("paths").equals(paths))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    @Test
    void plainAndGatedNetworksAndAttentionStandSideBySide() throws IOException {
        CommandLineRun run = rondo(SMALL + "--seq 12 --output OUT/flow").succeeded();

        assertThat(run.outLines().getFirst()).contains("network", "k = 1", "per step", "1/10");
        assertThat(run.out())
                .contains("RNN 'cells.0' h", "LSTM 'cells.0' c", "GRU 'cells.0' h")
                .contains("gru, additive attention", "GRU 'encoder.0.backwards' h")
                .contains("the product of f gives", "the product of z gives")
                .doesNotContain("comes closest", "NaN", "infinite");
        String page = Files.readString(folder.resolve("flow/report.html"));
        assertThat(page)
                .contains("Over time and layers", "Side by side", "dashed along the carried path")
                .contains("data:image/svg+xml", "lstm", "gru, additive attention")
                .doesNotContain("There is no picture");
        assertThat(JsonLines.read(folder.resolve("flow/results.jsonl"))).hasSize(8);
    }

    @Test
    void aRadiusBelowOneFadesAndOneAboveGrows() {
        List<Configuration> all =
                results(
                        SMALL.replace("--batch 2 --hidden 4", "--batch 8 --hidden 16")
                                + "--seq 40 --cell rnn --init orthogonal:0.5,orthogonal:2");

        Configuration fades = only(all, "rnn orthogonal:0.5", "all");
        Configuration grows = only(all, "rnn orthogonal:2", "all");
        assertThat(norm(fades, 0)).isCloseTo(1, within(1e-12));
        // W shrinks every gradient by half, and tanh never stretches it
        for (int k = 1; k < 40; k++) {
            assertThat(norm(fades, k)).isLessThanOrEqualTo(norm(fades, k - 1) * 0.5 * 1.001);
        }
        assertThat(fades.number("decay_per_step")).isLessThan(0.5);
        assertThat(fades.integer("reach_tenth", 1, 4)).isPositive();
        assertThat(grows.number("decay_per_step")).isGreaterThan(fades.number("decay_per_step"));
    }

    @ParameterizedTest
    @CsvSource({"lstm, f", "gru, z", "gru-after, z"})
    void theProductOfForgetGatesIsTheCarriedPath(String cell, String gate) {
        Configuration carried =
                only(results(SMALL + "--seq 30 --layers 2 --cell " + cell), cell, "carried");

        assertThat(carried.text("recurrence")).endsWith("'cells.1'");
        assertThat(carried.text("gate")).isEqualTo(gate);
        assertThat(carried.number("gate_deviation")).isLessThan(1e-12);
        assertThat(carried.values().get("gate_product")).isEqualTo(carried.values().get("norms"));
        assertThat(norm(carried, 29)).isPositive();
    }

    @Test
    void whatAChronoStartKeepsReachesFarther() {
        List<Configuration> all = results(SMALL + "--seq 60 --cell gru,lstm --init default,chrono");

        for (String cell : List.of("gru", "lstm")) {
            double usual = norm(only(all, cell, "carried"), 59);
            assertThat(norm(only(all, cell + " chrono", "carried"), 59)).isGreaterThan(10 * usual);
        }
    }

    @Test
    void attentionLooksAtEveryStateAndWithoutItOnlyTheEndIsSeen() {
        List<Configuration> all = results(SMALL + "--seq 60 --cell gru --attention additive,none");

        Configuration with = forwards(all, "gru, additive attention");
        Configuration without = forwards(all, "gru, no attention");
        assertThat(norm(with, 59)).isGreaterThan(1e4 * norm(without, 59));
    }

    private static Configuration forwards(List<Configuration> all, String network) {
        return all.stream()
                .filter(c -> c.text("network").equals(network))
                .filter(c -> c.text("recurrence").contains("forwards"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void bothDirectionsAreFollowed() {
        List<Configuration> all = results(SMALL + "--seq 9 --cell lstm --layers 2 --bidirectional");

        assertThat(all.stream().map(c -> c.text("recurrence")).distinct())
                .containsExactly(
                        "LSTM 'cells.0.forwards'",
                        "LSTM 'cells.0.backwards'",
                        "LSTM 'cells.1.forwards'",
                        "LSTM 'cells.1.backwards'");
        // of the upper layer, the loss at the last step reads all forwards and one backwards
        for (Configuration c : all) {
            if (c.text("recurrence").equals("LSTM 'cells.1.backwards'")) {
                assertThat(norm(c, 1)).isZero();
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameForAnyNumberOfThreads() {
        String words = "gradients --seeds 1 --seq 20 --batch 16 --cell lstm --json --backend simd";
        CommandLineRun one = rondo(words + " --threads 1 --output OUT/a").succeeded();
        CommandLineRun two = rondo(words + " --threads 2 --output OUT/b").succeeded();

        assertThat(two.out().replaceAll("\"provenance.*", ""))
                .isEqualTo(one.out().replaceAll("\"provenance.*", ""));
    }

    @Test
    void oneStepIsLegal() {
        List<Configuration> all = results(SMALL + "--seq 1 --cell rnn,lstm");

        assertThat(norm(only(all, "rnn", "all"), 0)).isCloseTo(1, within(1e-12));
    }

    @Test
    void aStartThatIsForGatesIsLeftOutOfCellsWithoutThem() {
        CommandLineRun run =
                rondo(SMALL + "--seq 3 --cell rnn,lstm --init chrono --output OUT/x").succeeded();

        assertThat(run.err()).contains("--init chrono: rnn has no such gate; left out");
        assertThat(run.out()).contains("lstm chrono").doesNotContain("rnn chrono");
    }

    // ---- runs

    @ParameterizedTest
    @CsvSource({
        "text --seq 12, 'model.cells.1', 11",
        "series, 'model.cells.0', 8",
        "pairs, 'model.encoder.0.forwards', 1",
        "dates, 'model.encoder.0.backwards', 5"
    })
    void aRunIsFollowedAsItStartedAndTrained(String run, String recurrence, int back) {
        List<Configuration> all = results(SMALL.replace("--hidden 4 ", "") + "--run IN/" + run);

        assertThat(all.stream().map(c -> c.text("network").replaceAll(".*, ", "")).distinct())
                .containsExactly("start", "trained");
        List<Configuration> found =
                all.stream()
                        .filter(c -> c.text("recurrence").contains(recurrence))
                        .filter(c -> c.text("paths").equals("all"))
                        .toList();
        assertThat(found).hasSizeGreaterThanOrEqualTo(2);
        assertThat(found).allSatisfy(c -> assertThat(norm(c, back)).isPositive());
        assertThat(all).allSatisfy(c -> assertThat(c.integer("not_finite", 0, 0)).isZero());
    }

    @Test
    void theLossOfARunOfTextMayBeThatBeforeAText() {
        rondo(SMALL.replace("--hidden 4 ", "") + "--run IN/text --seq 5 --before be --output OUT/a")
                .succeeded();

        assertThat(rondo("gradients --run IN/text --seq 5 --before tobe").err())
                .contains("--before");
        assertThat(rondo("gradients --run IN/text --seq 5000").err())
                .contains("1,200 characters", "--seq 5000");
    }

    @Test
    void gradientsThatAreNotFiniteAreCountedAndShown() {
        String words =
                SMALL + "--seq 30 --cell rnn-relu,rnn --init identity:1e30 --output OUT/flow";
        CommandLineRun run = rondo(words).succeeded();

        assertThat(run.out())
                .contains(
                        "rnn-relu identity:1e30, RNN 'cells.0' h, all: 3 of 4 gradients are infinite");
        var lines = JsonLines.read(folder.resolve("flow/results.jsonl"));
        Configuration broken = only(lines, "rnn-relu identity:1e30", "all");
        assertThat(broken.integer("not_finite")).isEqualTo(3);
        assertThat(only(lines, "rnn identity:1e30", "all").integer("not_finite")).isZero();
    }

    @Test
    void aRunWithoutRecurrentLayersIsRefused() {
        Path other = folder.resolve("other");
        try (RunDirectory run = RunDirectory.create(other)) {
            run.checkpoints()
                    .save(
                            Map.of("w", Array.of(new float[] {1})),
                            Map.of(),
                            new Description(
                                    Configuration.empty().with("task", "pictures"),
                                    TrainingState.start(0),
                                    List.of()));
        }
        CommandLineRun run = rondo("gradients --run OUT/other");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("holds a model of pictures; 'rondo gradients' follows")
                .contains("through runs of text, series, pairs and dates");
    }

    // ---- what cannot be

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --cell lstn                  | there is no cell 'lstn'; there are rnn, rnn-relu, indrnn, lstm
                    --cell lstn                  | did you mean 'lstm'?
                    --seq 0                      | --seq must be at least 1, got 0
                    --batch 0                    | --batch must be at least 1, got 0
                    --hidden 0                   | --hidden must be at least 1, got 0
                    --input -1                   | --input must be at least 1, got -1
                    --layers 0                   | --layers must be at least 1, got 0
                    --seeds 0                    | --seeds must be at least 1, got 0
                    --hidden 5                   | --hidden must be even for an encoder-decoder
                    --hidden 2000000 --cell rnn  | this model would take about
                    --init orthogonl             | did you mean 'orthogonal'?
                    --init orthogonal:x          | takes a number that F32 can hold, got 'x'
                    --init normal                | --init takes normal:DEVIATION, got 'normal'
                    --init xavier:2              | --init takes xavier, got 'xavier:2'
                    --init chrono:1              | takes a whole number of at least 2, got '1'
                    --init chrono --cell rnn     | --init is for none of the cells
                    --attention addative         | did you mean 'additive'?
                    --data x                     | --data is for a trained network; give --run
                    --before x                   | --before is for a trained network; give --run
                    --run IN/text --cell lstm    | --cell has no place beside --run
                    --run IN/text --hidden 4     | --hidden has no place beside --run
                    --run IN/text --batch 99999999 | this model would take about
                    --run IN/series --batch 99999999 | this model would take about
                    --run IN/dates --batch 99999999 | this model would take about
                    --run IN/text --seq 0        | --seq must be at least 1, got 0
                    --run IN/dates --data x      | dates are generated
                    --run IN/series --seq 5      | --seq is for runs of text
                    --run IN/pairs --before x    | --before is for runs of text
                    --run IN/text --run IN/dates --data x | --data is for one --run, got 2
                    """)
    void wrongUseIsToldBeforeAnythingIsComputed(String words, String said) {
        CommandLineRun run = rondo("gradients " + words.strip() + " --output OUT/never");

        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(said.strip());
        assertThat(folder.resolve("never")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"IN/nowhere", "IN"})
    void aDirectoryThatIsNoRunIsRefused(String directory) {
        CommandLineRun run = rondo("gradients --run " + directory);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains(shared.toString()).doesNotContain("should not have");
    }

    @Test
    void aDataFileThatIsGoneIsAskedFor() throws IOException {
        Path moved = folder.resolve("moved.txt");
        Files.copy(shared.resolve("text.txt"), folder.resolve("t.txt"));
        rondo(
                        "train text --text OUT/t.txt --sequence 8 --batch 2 --steps 1 --hidden 4"
                                + " --backend scalar --output OUT/run")
                .succeeded();
        Files.move(folder.resolve("t.txt"), moved);

        assertThat(rondo("gradients --run OUT/run").err())
                .contains("which is not there; --data FILE says where it is now");
        rondo(
                        SMALL.replace("--hidden 4 ", "")
                                + "--run OUT/run --seq 5 --data OUT/moved.txt"
                                + " --output OUT/flow")
                .succeeded();
    }

    @Test
    void resultsAreNotOverwritten() {
        rondo(SMALL + "--seq 2 --cell rnn --output OUT/flow").succeeded();
        CommandLineRun again = rondo(SMALL + "--seq 2 --cell rnn --output OUT/flow");

        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("holds results already");
    }

    @Test
    void ctrlCEndsItWithWhatThereIs() {
        Interrupt interrupt = new Interrupt();
        interrupt.request();
        String words = SMALL + "--seq 2 --cell rnn --output " + folder.resolve("flow");
        CommandLineRun run = CommandLineRun.of(interrupt, words.split(" "));

        assertThat(run.code()).isEqualTo(130);
        assertThat(run.err()).contains("stopped after 0 results");
    }

    @Test
    void everyLineHasTheFieldsThatArePromised() {
        Map<String, Object> line = results(SMALL + "--seq 4 --cell lstm").getLast().values();

        assertThat(line)
                .containsKeys(
                        "network",
                        "recurrence",
                        "backwards",
                        "state",
                        "paths",
                        "norms",
                        "lowest",
                        "highest",
                        "decay_per_step",
                        "decay_from",
                        "decay_to",
                        "reach_tenth",
                        "reach_thousandth",
                        "gradients",
                        "not_finite",
                        "gate",
                        "gate_product",
                        "gate_deviation",
                        "gate_agrees",
                        "provenance");
    }
}
