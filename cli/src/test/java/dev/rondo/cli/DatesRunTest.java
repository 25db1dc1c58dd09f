package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

/** A model of dates from training to prediction. */
class DatesRunTest {
    private static final String SMALL = " --hidden 8 --embedding 4 --batch 8 --evaluate-every 50";

    @TempDir private Path folder;

    private CommandLineRun rondo(String line) {
        return CommandLineRun.line(line.replace("DIR", folder.toString()));
    }

    @Test
    void training_shows_accuracy_translations_and_attention_and_draws_pictures() throws Exception {
        CommandLineRun run = rondo("train dates --steps 5 --output DIR/run" + SMALL).succeeded();

        assertThat(run.out())
                .containsPattern("\\d+\\.\\d\\d % of 5,000 test dates are right")
                .contains("What the model looked at", "██ from 0.7", "rondo predict ");
        assertThat(folder.resolve("run/loss.png")).isNotEmptyFile();
        assertThat(folder.resolve("run/report.html"))
                .content()
                .contains(
                        "rondo train dates: run", "Configuration", "Provenance", ":cpu, threads: ")
                .contains("model.attention", "What the model looked at", "SHA-256");
        try (Stream<Path> pictures = Files.list(folder.resolve("run/attention"))) {
            for (Path p : pictures.toList()) {
                var svg =
                        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(p.toFile());
                assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
                assertThat(svg.getElementsByTagName("text").getLength()).isGreaterThan(10);
            }
        }
    }

    @Test
    void predictions_are_one_line_each_and_their_attention_is_aligned() {
        rondo("train dates --steps 3 --output DIR/run" + SMALL).succeeded();
        String run = folder.resolve("run").toString();

        CommandLineRun plain = CommandLineRun.of("predict", run, "3rd of May 2021", "1.2.03");
        CommandLineRun map = CommandLineRun.of("predict", run, "3rd of May 2021", "--attention");

        assertThat(plain.succeeded().outLines()).hasSize(2).allMatch(l -> l.length() == 10);
        List<String> lines = map.succeeded().outLines();
        assertThat(lines).hasSize(1 + 1 + 10 + 1);
        assertThat(lines.get(0)).isEqualTo(plain.outLines().get(0));
        assertThat(lines.get(1)).isEqualTo("   3 r d   o f   M a y   2 0 2 1");
        assertThat(lines.get(2)).startsWith(" " + lines.get(0).charAt(0) + " ");
    }

    @Test
    void a_page_follows_each_symbol_with_its_attention_and_gates() throws Exception {
        rondo("train dates --steps 3 --cell lstm --output DIR/run" + SMALL).succeeded();
        assertThat(Files.readString(folder.resolve("run/report.html")))
                .contains("class=\"explorer\"", "<th>f</th>");
        String run = folder.resolve("run").toString();
        String page = folder.resolve("page.html").toString();
        String[] words = {"predict", run, "3rd of May 2021", "<b>1.2.03", "--page"};

        CommandLineRun made =
                CommandLineRun.of(
                        Stream.concat(Stream.of(words), Stream.of(page)).toArray(String[]::new));

        assertThat(made.succeeded().err()).contains("each symbol can be followed on " + page);
        String html = Files.readString(Path.of(page));
        assertThat(html)
                .contains(
                        "What the model did at each symbol<",
                        "3rd of May 2021 → " + made.outLines().getFirst())
                .contains("&lt;b&gt;1.2.03", "\\u003c")
                .doesNotContain("<b>1")
                .contains("<caption>LSTM", ", backwards</caption>", "<th>i</th>", "<th>o</th>");
        // each recurrence of one layer: two encoders over both sources, a decoder over ten symbols
        assertThat(html.split("<table class=\"gates\">", -1)).hasSize(1 + 2 * 3);
        Matcher gates = Pattern.compile("data-written=\"9\" class=\"s\\d+\">0\\.").matcher(html);
        assertThat(gates.results().count()).isGreaterThanOrEqualTo(2 * 3);

        CommandLineRun refused =
                CommandLineRun.of("predict", run, "1.2.03", "--page", folder.toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("--page " + folder + " is a directory, not a file");
    }

    @Test
    void a_beam_gives_its_hypotheses_the_best_first() {
        rondo("train dates --steps 3 --output DIR/run" + SMALL).succeeded();
        String greedy = rondo("predict DIR/run 1.2.2003").succeeded().out();

        CommandLineRun best = rondo("predict DIR/run 1.2.2003 5/6/07 --beam 3").succeeded();
        CommandLineRun all = rondo("predict DIR/run 1.2.2003 --beam 3 --all").succeeded();

        assertThat(best.outLines()).hasSize(2);
        assertThat(rondo("predict DIR/run 1.2.2003 --beam 1").out()).isEqualTo(greedy);
        assertThat(all.outLines()).hasSize(3).doesNotHaveDuplicates();
        assertThat(all.outLines().getFirst()).endsWith("\t" + best.outLines().getFirst());
        List<Double> scores =
                all.outLines().stream().map(l -> Double.valueOf(l.split("\t")[0])).toList();
        assertThat(scores).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void a_decoder_can_come_to_read_its_own_symbols() {
        rondo("train dates --steps 2 --scheduled-sampling 5 --output DIR/run" + SMALL).succeeded();
        rondo("train dates --steps 4 --resume DIR/run").succeeded();

        assertThat(rondo("predict DIR/run 1.2.2003").succeeded().outLines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"additive", "dot", "general", "concat", "scaled-dot", "multi-head", "none"})
    void every_attention_can_be_trained_and_used(String attention) {
        rondo("train dates --steps 1 --output DIR/run --attention " + attention + SMALL)
                .succeeded();

        CommandLineRun run = rondo("predict DIR/run 1.2.2003").succeeded();

        assertThat(run.outLines()).hasSize(1);
        assertThat(rondo("predict DIR/run 1.2.2003 --attention").code())
                .isEqualTo(attention.equals("none") ? 2 : 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rnn", "rnn-relu", "lstm", "gru-after"})
    void every_cell_can_be_trained_resumed_and_used(String cell) {
        rondo("train dates --steps 1 --layers 2 --output DIR/run --cell " + cell + SMALL)
                .succeeded();
        rondo("train dates --steps 2 --resume DIR/run").succeeded();

        assertThat(rondo("predict DIR/run 1.2.2003").succeeded().outLines()).hasSize(1);
    }

    @Test
    void a_date_that_is_too_long_is_refused() {
        rondo("train dates --steps 1 --output DIR/run" + SMALL).succeeded();

        CommandLineRun run = rondo("predict DIR/run " + "x".repeat(60));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("1 to 40 characters");
    }

    @Test
    void the_demo_ends_after_the_steps_asked_for() {
        CommandLineRun demo = rondo("demo --steps 3 --output DIR/demo").succeeded();

        assertThat(demo.err()).contains("all steps done after 3 steps");
        assertThat(rondo("demo --steps 0").err()).contains("--steps must be at least 1");
    }

    @Test
    void the_demo_ends_in_time_with_everything_in_place() throws IOException {
        CommandLineRun demo = rondo("demo --minutes 0.01 --output DIR/demo").succeeded();

        assertThat(demo.err()).contains("backend simd:cpu").contains("time is up");
        assertThat(demo.out()).contains("test dates are right", "rondo predict ");
        assertThat(folder.resolve("demo/metrics.jsonl")).isNotEmptyFile();
        assertThat(folder.resolve("demo/attention/date-1.svg")).isNotEmptyFile();
    }
}
