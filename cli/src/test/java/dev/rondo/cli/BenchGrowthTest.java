package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.rondo.cli.bench.ResultDirectory;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.JsonLines;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class BenchGrowthTest {
    private static final String TINY =
            "bench --growth --seq 3 --batch 2 --hidden 4 --warm-up 0 --seconds 0.001"
                    + " --threads 1 --longest-step 1000 --doublings 2";

    @TempDir private Path folder;

    private String into(String name) {
        return " --output " + folder.resolve(name);
    }

    @Test
    void every_size_is_doubled_and_the_exponents_are_told() throws Exception {
        CommandLineRun run = CommandLineRun.line(TINY + " --backend simd" + into("g")).succeeded();

        List<String> lines = run.outLines();
        assertThat(lines.getFirst()).startsWith("size ").contains("peak MiB");
        assertThat(sizes(lines, "T")).containsExactly("3", "6", "12");
        assertThat(sizes(lines, "T, recomputed")).containsExactly("3", "6", "12");
        assertThat(sizes(lines, "B")).containsExactly("2", "4", "8");
        assertThat(sizes(lines, "H")).containsExactly("4", "8", "16");
        assertThat(sizes(lines, "layers")).containsExactly("1", "2", "4");
        assertThat(lines).contains("T, recomputed ends: 2 doublings were asked for");
        assertThat(lines).anyMatch(l -> l.matches("exponents +values +time: all .*"));
        assertThat(lines).anyMatch(l -> l.matches("H +3 +\\S+ +\\S+ +2\\.00 +\\S+ +\\S+ +-"));
        List<Configuration> kept = kept("g");
        assertThat(kept).hasSize(15);
        assertThat(kept.stream().map(l -> l.text("axis")).distinct())
                .containsExactly("T", "T, recomputed", "B", "H", "layers");
        assertThat(kept)
                .allMatch(l -> l.section("provenance").section("check").flag("right"))
                .allMatch(
                        l -> l.flag("recomputed", false) == l.text("axis").equals("T, recomputed"));
        assertThat(Files.readString(folder.resolve("g").resolve(ResultDirectory.PAGE)))
                .contains("How cost grows", "Time of a step", "Peak memory", "Exponents")
                .contains("data:image/svg+xml;base64,", "T, recomputed ends: 2 doublings")
                // its script is its own; nothing is loaded
                .doesNotContain("<script src", "src=\"http", "href=\"http", "url(http");
    }

    /** The second word of each line of the first table that begins with this name. */
    private static List<String> sizes(List<String> lines, String axis) {
        return lines.stream()
                .takeWhile(l -> !l.startsWith("exponents"))
                .filter(l -> l.matches(axis + " +\\d+ .*"))
                .map(l -> l.substring(axis.length()).strip().split(" ")[0])
                .toList();
    }

    private List<Configuration> kept(String name) {
        return JsonLines.read(folder.resolve(name).resolve(ResultDirectory.RESULTS));
    }

    @Test
    void json_has_a_line_for_each_point_and_each_series() throws Exception {
        CommandLineRun run =
                CommandLineRun.line(TINY + " --mode infer --cell gru --json" + into("j"))
                        .succeeded();

        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.outLines()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        // no gradients, so nothing is recomputed
        assertThat(lines).hasSize(4 * 3 + 4);
        assertThat(lines.subList(0, 12))
                .allMatch(l -> l.path("cell").asText().equals("gru"))
                .allMatch(l -> l.path("median_ms").asDouble() > 0 && l.path("size").asInt() > 0);
        assertThat(lines.subList(12, 16))
                .extracting(l -> l.path("axis").asText())
                .containsExactly("T", "B", "H", "layers");
        assertThat(lines.getLast().path("sizes").toString()).isEqualTo("[1,2,4]");
        assertThat(lines.getLast().path("time_exponent").path("all").isNumber()).isTrue();
        assertThat(run.err()).contains("layers ends: 2 doublings were asked for");
    }

    @Test
    void an_interrupted_run_writes_what_it_has() {
        Interrupt interrupt = new Interrupt();
        interrupt.request();
        CommandLineRun run = CommandLineRun.of(interrupt, (TINY + into("i")).split(" "));

        assertThat(run.code()).isEqualTo(130);
        assertThat(folder.resolve("i").resolve(ResultDirectory.PAGE)).exists();
        CommandLineRun again = CommandLineRun.line(TINY + into("i"));
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("holds results already");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--growth --suite standard | --suite has no place beside --growth, which times one",
                "--growth --merge a b | --merge has no place beside --growth",
                "--growth --product | --product has no place beside --growth",
                "--growth --explain | --explain has no place beside --growth",
                "--growth --ablation | --ablation has no place beside --growth",
                "--growth --on-request | --on-request has no place beside --growth",
                "--growth --doublings 0 | --doublings must be at least 1, got 0",
                "--growth --longest-step 0 | --longest-step must be above 0",
                "--growth --batch 0 | --batch must be at least 1, got 0",
                "--growth --cell lstn | there are rnn, rnn-relu, indrnn, lstm",
                "--growth --cell conv-lstm | say their height and width, such as --image 16x16",
                "--growth --hidden 100000 | a weight would have 10,000,000,000 elements",
                "--cell lstm --doublings 3 | --doublings is for --growth; add --growth",
                "--longest-step 3 | --longest-step is for --growth; add --growth"
            })
    void wrong_use_is_refused_with_what_would_be_right(String words, String message) {
        CommandLineRun run = CommandLineRun.line("bench " + words.strip() + into("never"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message.strip());
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.out()).isEmpty();
        assertThat(folder.resolve("never")).doesNotExist();
    }
}
