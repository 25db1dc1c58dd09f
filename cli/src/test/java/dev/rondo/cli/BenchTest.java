package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

class BenchTest {
    /** Few steps: what is tested is what is told of them. */
    private static final String QUICK = " --warm-up 0 --seconds 0.001 --threads 1";

    private static final String TINY = " --seq 3 --batch 2 --input 3 --hidden 5" + QUICK;

    private static JsonNode json(CommandLineRun run) throws Exception {
        assertThat(run.outLines()).hasSize(1);
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void a_workload_gives_one_object_with_all_fields() throws Exception {
        CommandLineRun run =
                CommandLineRun.line(
                                "bench --cell lstm --layers 2 --mode train --backend simd --json"
                                        + TINY)
                        .succeeded();

        JsonNode r = json(run);
        assertThat(r.fieldNames())
                .toIterable()
                .containsExactly(
                        "schema",
                        "cell",
                        "seq",
                        "batch",
                        "input",
                        "hidden",
                        "layers",
                        "mode",
                        "backend",
                        "device",
                        "threads",
                        "median_ms",
                        "min_ms",
                        "gflops",
                        "allocated_bytes_per_step",
                        "peak_bytes",
                        "peak_resident_bytes",
                        "compile_ms",
                        "machine",
                        "provenance");
        assertThat(r.path("cell").asText()).isEqualTo("lstm");
        assertThat(r.path("seq").asInt()).isEqualTo(3);
        assertThat(r.path("batch").asInt()).isEqualTo(2);
        assertThat(r.path("input").asInt()).isEqualTo(3);
        assertThat(r.path("hidden").asInt()).isEqualTo(5);
        assertThat(r.path("layers").asInt()).isEqualTo(2);
        assertThat(r.path("mode").asText()).isEqualTo("train");
        assertThat(r.path("backend").asText()).isEqualTo("simd");
        assertThat(r.path("device").asText()).isEqualTo("cpu");
        assertThat(r.path("threads").asInt()).isEqualTo(1);
        assertThat(r.path("min_ms").asDouble()).isPositive();
        assertThat(r.path("median_ms").asDouble())
                .isGreaterThanOrEqualTo(r.path("min_ms").asDouble());
        // 4 gates, of (3 + 5) · 5 weights below and (5 + 5) · 5 above
        double operations = 3 * 2.0 * 4 * (8 * 5 + 10 * 5) * 3 * 2;
        double gflops = operations / r.path("median_ms").asDouble() / 1e6;
        assertThat(Math.abs(r.path("gflops").asDouble() - gflops)).isLessThan(1e-3);
        // at the least the weights and their gradients
        assertThat(r.path("peak_bytes").asLong()).isGreaterThan(2 * 4 * (4 * 90 + 2 * 20));
        JsonNode p = r.path("provenance");
        assertThat(p.fieldNames())
                .toIterable()
                .contains("rondo", "device", "started", "command_line")
                .doesNotContain("java", "os", "processors", "cpu");
        assertThat(p.path("dtype").asText()).isEqualTo("f32");
        assertThat(p.path("timed_steps").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(p.path("check").path("steps").asInt()).isEqualTo(3);
        assertThat(p.path("check").path("right").asBoolean()).isTrue();
        assertThat(p.path("check").path("error").asDouble()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gru", "gru-after", "rnn", "rnn-relu"})
    void every_cell_runs_in_both_modes_and_types(String cell) throws Exception {
        for (String how : new String[] {"infer --dtype f64", "train --dtype f32"}) {
            CommandLineRun run =
                    CommandLineRun.line("bench --json --cell " + cell + " --mode " + how + TINY);
            assertThat(json(run.succeeded()).path("cell").asText()).isEqualTo(cell);
        }
    }

    @Test
    void a_cell_of_images_is_timed_with_their_size() throws Exception {
        for (String mode : new String[] {"infer", "renewed", "train"}) {
            String words = "bench --cell conv-lstm --image 4x2 --layers 2 --json --mode " + mode;
            JsonNode r = json(CommandLineRun.line(words + TINY).succeeded());
            assertThat(r.path("image").asText()).isEqualTo("4x2");
            // 4 gates, kernels of 3 · 3 pixels, of 3 + 5 channels below and 5 + 5 above
            double passes = mode.equals("train") ? 3 : 1;
            double operations = passes * 2.0 * 4 * 9 * (8 * 5 + 10 * 5) * 3 * 2 * 8;
            double gflops = operations / r.path("median_ms").asDouble() / 1e6;
            assertThat(Math.abs(r.path("gflops").asDouble() - gflops)).isLessThan(1e-3);
            assertThat(r.path("provenance").path("check").path("right").asBoolean()).isTrue();
        }
    }

    @Test
    void a_float64_result_is_held_to_the_limit_of_its_type() throws Exception {
        JsonNode check =
                json(CommandLineRun.line(
                                        "bench --cell lstm --dtype f64 --backend simd --json"
                                                + TINY)
                                .succeeded())
                        .path("provenance")
                        .path("check");

        assertThat(check.path("limit").asDouble()).isLessThan(1e-12);
    }

    @Test
    void the_table_says_the_same() {
        CommandLineRun run =
                CommandLineRun.line("bench --cell gru-after --mode infer --backend scalar" + TINY)
                        .succeeded();

        List<String> lines =
                run.outLines().stream().filter(l -> !l.contains("a step allocated")).toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getLast())
                .matches("gru-after 3/2/3/5 infer f32 +scalar:cpu +1 .*e-\\d\\d \\(.*e-\\d\\d\\)");
    }

    @Test
    void what_is_too_large_for_the_reference_is_compared_in_part_and_said_so() throws Exception {
        // a step of a row is 1.05 MFLOP
        String large = "bench --cell lstm --mode infer --seq 30 --batch 80 --hidden 256";
        CommandLineRun run = CommandLineRun.line(large + QUICK).succeeded();

        assertThat(run.out()).contains("on the first 23 of 30 steps of 80 of 80 rows");
    }

    @Test
    void wrong_results_are_found() throws Exception {
        for (String mode : new String[] {"train", "infer"}) {
            CommandLineRun run =
                    VerifyTest.withWrong(
                            "bench --cell lstm --backend wrong:off --mode " + mode + TINY);

            boolean gradients = mode.equals("train");
            assertThat(run.code()).as(mode).isEqualTo(gradients ? 1 : 0);
            assertThat(run.out().contains("WRONG")).as(mode).isEqualTo(gradients);
        }
        CommandLineRun run =
                VerifyTest.withWrong("bench --cell lstm --json --backend wrong:off" + TINY);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("lstm 3/2/3/5 train f32 on wrong:off gives wrong results");
        JsonNode check = json(run).path("provenance").path("check");
        assertThat(check.path("right").asBoolean(true)).isFalse();
        assertThat(check.path("error").asDouble()).isGreaterThan(check.path("limit").asDouble());
    }

    @Test
    void a_device_that_fails_says_why() {
        CommandLineRun run =
                VerifyTest.withWrong("bench --cell lstm --backend wrong:broken" + TINY);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("out of order");
    }

    @Test
    void the_compilers_work_is_explained_and_its_passes_can_be_left_out() {
        String workload = "bench --cell lstm --backend simd --explain" + TINY;
        String whole = CommandLineRun.line(workload).succeeded().out();
        CommandLineRun without = CommandLineRun.line(workload + " --without fusion,loop-motion");
        String parts = without.succeeded().out();

        assertThat(compiled(whole)).containsPattern("outside the loops +[1-9]");
        assertThat(compiled(whole)).containsPattern("each of 3 steps +1 +0 +1 +\\d\\d");
        assertThat(compiled(parts)).containsPattern("outside the loops +0");
        assertThat(compiled(parts)).containsPattern("each of 3 steps +\\d +1\\d +0 +0");
        assertThat(whole)
                .containsPattern("merge-products +outside the loops +products \\d+ -> 3")
                .containsPattern("fusion +each of 3 steps +elementwise \\d+ -> 0, fused 0 -> 1")
                .containsPattern("each of 3 steps +\\[2, 5] · \\[5, 20] +\\d+ %  Lstm.step")
                .containsPattern("variables +720\\R");
        assertThat(parts).doesNotContainPattern("  (fusion|loop-motion) ");
        assertThat(whole).contains("As written, in full:\nentry run", "Lstm.step(Lstm.java:");
    }

    @Test
    void an_ablation_switches_the_passes_on_one_after_another() throws Exception {
        String line = "bench --cell lstm --backend simd --ablation" + TINY;
        List<String> table = CommandLineRun.line(line).succeeded().outLines();
        List<String> objects =
                CommandLineRun.line(line + " --json --without fusion").succeeded().outLines();

        assertThat(table.subList(2, table.size()))
                .extracting(l -> l.split("  +")[0])
                .containsExactly(
                        "none",
                        "+ simplification",
                        "+ join-products",
                        "+ loop-motion",
                        "+ merge-products",
                        "+ fusion");
        List<List<String>> without = new ArrayList<>();
        for (String o : objects) {
            List<String> names = new ArrayList<>();
            JsonNode p = new ObjectMapper().readTree(o).path("provenance");
            p.path("without").forEach(n -> names.add(n.asText()));
            without.add(names);
            assertThat(p.path("check").path("right").asBoolean()).isTrue();
        }
        assertThat(without).hasSize(5);
        assertThat(without.getFirst()).hasSize(5);
        assertThat(without.get(3)).containsExactly("fusion", "merge-products");
        assertThat(without.getLast()).containsExactly("fusion");
    }

    @Test
    void the_best_product_of_a_device_is_told() throws Exception {
        CommandLineRun run =
                CommandLineRun.line("bench --product --backend scalar --json").succeeded();

        assertThat(json(run).path("backend").asText()).isEqualTo("scalar");
        assertThat(json(run).path("product_gflops").asDouble()).isBetween(0.01, 100.0);
    }

    private static String compiled(String explained) {
        return explained.substring(explained.indexOf("As compiled:"));
    }

    @Test
    void with_json_the_explanation_is_beside_it() throws Exception {
        CommandLineRun run =
                CommandLineRun.line("bench --cell rnn --explain --json" + TINY).succeeded();

        assertThat(json(run).path("cell").asText()).isEqualTo("rnn");
        assertThat(run.err()).contains("As compiled:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--cell lstm --seq 0 | 2 | --seq must be at least 1, got 0",
                "--cell lstm --batch -1 | 2 | --batch must be at least 1",
                "--cell lstm --input 0 | 2 | --input must be at least 1",
                "--cell lstm --hidden 0 | 2 | --hidden must be at least 1",
                "--cell lstm --layers 0 | 2 | --layers must be at least 1",
                "--cell lstm --seconds 0 | 2 | --seconds must be above 0",
                "--cell lstm --warm-up -1 | 2 | --warm-up must be 0 or above",
                "--cell lstm --threads 0 | 2 | --threads must be at least 1",
                "--cell lstm --mode predict | 2 | there are train, infer",
                "--cell lstm --dtype i32 | 2 | --dtype must be f32 or f64, got 'i32",
                "--cell lstn | 2 | there are rnn, rnn-relu, indrnn, lstm, lstm-peephole",
                "--cell lstm --without magic | 2 | there are simplification, join-products",
                "--cell lstm --without fusion --backend scalar | 1 | no pass fusion to leave out",
                "--cell lstm --ablation --backend scalar | 1 | no pass fusion, join-products",
                "--cell lstm --ablation --explain | 2 | --explain has no place beside --ablation",
                "--cell lstm --product | 2 | --cell has no place beside --product",
                "--ablation | 2 | --ablation needs --cell",
                "--cell lstm --backend cuda | 2 | there is no backend 'cuda'",
                "--cell lstm --suite standard | 2 | --suite is for suites",
                "--hidden 3 | 2 | --hidden needs --cell",
                "--image 4x4 | 2 | --image needs --cell",
                "--cell conv-lstm | 2 | say their height and width, such as --image 16x16",
                "--cell conv-lstm --image 4 | 2 | --image is height and width in pixels",
                "--cell conv-lstm --image 0x4 | 2 | --image must be at least 1",
                "--cell lstm --image 4x4 | 2 | --image is for --cell conv-lstm; lstm reads rows",
                "--cell conv-lstm --image 9999x9999 --hidden 99 | 2 | an array has at most",
                "--suite tiny | 2 | there are standard, deepbench",
                "--cell lstm --hidden 100000 | 2 | a weight would have 10,000,000,000 elements (38,147 MiB)",
                "--cell lstm --layers 1000000000 | 2 | would take about 2.",
                "--cell rnn --seq 2000000 --batch 2000000 --hidden 1 | 2 | would take about 7",
                "--cell rnn --hidden 40000 --mode infer | 2 | this model would take about"
            })
    void wrong_use_is_refused_with_what_would_be_right(String words, int code, String message) {
        CommandLineRun run = CommandLineRun.line("bench " + words.strip());

        assertThat(run.code()).isEqualTo(code);
        assertThat(run.err()).contains(message.strip());
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void an_interrupted_workload_ends_with_130() {
        Interrupt interrupt = new Interrupt();
        interrupt.request();
        CommandLineRun run =
                CommandLineRun.of(
                        interrupt,
                        "bench --cell lstm --seq 3 --hidden 4 --seconds 1000".split(" "));

        assertThat(run.code()).isEqualTo(130);
    }
}
