package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.DType;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;
import dev.rondo.cli.bench.BenchSettings;
import dev.rondo.cli.bench.Mode;
import dev.rondo.cli.bench.Result;
import dev.rondo.cli.bench.ResultDirectory;
import dev.rondo.cli.bench.Suite;
import dev.rondo.cli.bench.SuiteRun;
import dev.rondo.cli.bench.Workload;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.JsonLines;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

class BenchSuiteTest {
    private static final BenchSettings QUICK = new BenchSettings(0, 0.001, Set.of());

    @TempDir private Path folder;

    private static Workload workload(String cell, int hidden, Mode mode) {
        return new Workload(cell, 3, 2, 4, hidden, 1, mode, DType.F32);
    }

    private SuiteRun run(String name, Workload... workloads) throws Exception {
        var run = new SuiteRun(List.of(workloads), QUICK, new Interrupt(), List.of("rondo"));
        List<Result> told = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        var one = new BackendOptions(1);
        run.run(
                folder.resolve(name),
                List.of(Backends.open("simd", one), Backends.open("scalar", one)),
                told::add,
                missing::add);
        assertThat(missing).isEmpty();
        assertThat(told).isEqualTo(run.results());
        return run;
    }

    @Test
    void a_suite_leaves_lines_and_a_page_and_says_what_it_left_out() throws Exception {
        SuiteRun run =
                run(
                        "a",
                        workload("lstm", 5, Mode.TRAIN),
                        workload("gru-after", 5, Mode.INFER),
                        workload(2000, 128, 32, 32, "rnn", Mode.INFER),
                        workload("lstm", 200_000, Mode.INFER));

        assertThat(run.right()).isTrue();
        List<Configuration> lines =
                JsonLines.read(folder.resolve("a").resolve(ResultDirectory.RESULTS));
        assertThat(lines).isEqualTo(run.results().stream().map(Result::json).toList());
        assertThat(lines.stream().map(l -> l.text("cell") + " " + l.text("backend")))
                .startsWith("lstm simd", "lstm scalar", "gru-after simd", "gru-after scalar");
        assertThat(run.notes())
                .anyMatch(n -> n.startsWith("left out: rnn 2000/128/32/32 infer f32 on scalar"));
        assertThat(run.notes()).anyMatch(n -> n.startsWith("left out: lstm 3/2/4/200000"));
        String page = Files.readString(folder.resolve("a").resolve(ResultDirectory.PAGE));
        assertThat(page)
                .contains("data:image/svg+xml;base64,", "lstm 3/2/4/5 train f32", "left out: ")
                .doesNotContain("<script", "http:", "https:");
    }

    @Test
    void a_device_without_passes_is_left_out_where_some_are_to_be() throws Exception {
        var settings = new BenchSettings(0, 0.001, Set.of("fusion"));
        var run =
                new SuiteRun(
                        List.of(workload("rnn", 5, Mode.INFER)),
                        settings,
                        new Interrupt(),
                        List.of("rondo"));
        run.run(
                folder.resolve("w"),
                List.of(Backends.open("simd"), Backends.open("scalar")),
                _ -> {},
                _ -> {});

        assertThat(run.right()).isTrue();
        assertThat(run.results()).hasSize(1);
        assertThat(run.notes())
                .anyMatch(n -> n.startsWith("left out: everything on scalar:cpu runs programs as"));
    }

    @Test
    void an_interrupted_suite_writes_what_it_has() throws Exception {
        Interrupt interrupt = new Interrupt();
        interrupt.request();
        Path out = folder.resolve("i");
        CommandLineRun run =
                CommandLineRun.of(
                        interrupt,
                        "bench",
                        "--output",
                        out.toString(),
                        "--warm-up",
                        "0",
                        "--seconds",
                        "0.001");

        assertThat(run.code()).isEqualTo(130);
        assertThat(out.resolve(ResultDirectory.PAGE)).exists();
        CommandLineRun again = CommandLineRun.of("bench", "--output", out.toString());
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("holds results already");
    }

    /** Seven sizes, three cells and two modes; and DeepBench's, without what it comments out. */
    @Test
    void the_lists_are_those_that_others_measure_too() {
        List<Workload> standard = Suite.STANDARD.workloads(DType.F32);
        assertThat(standard).hasSize(42).doesNotHaveDuplicates();
        assertThat(standard).contains(workload(1000, 16, 2, 32, "rnn", Mode.INFER));
        List<Workload> deep = Suite.DEEPBENCH.workloads(DType.F32);
        assertThat(new HashSet<>(deep)).hasSameSizeAs(deep);
        assertThat(deep.stream().filter(w -> w.mode() == Mode.TRAIN)).hasSize(52);
        assertThat(deep.stream().filter(w -> w.mode() == Mode.INFER)).hasSize(71);
        assertThat(deep)
                .contains(
                        workload(25, 128, 4096, 4096, "lstm", Mode.TRAIN),
                        workload(1500, 64, 1024, 1024, "gru-after", Mode.TRAIN),
                        workload(375, 4, 2560, 2560, "gru-after", Mode.INFER),
                        workload(672, 1, 32, 32, "rnn", Mode.INFER))
                .doesNotContain(workload(1500, 32, 2816, 2816, "gru-after", Mode.TRAIN));
    }

    private static Workload workload(int t, int b, int i, int h, String cell, Mode mode) {
        return new Workload(cell, t, b, i, h, 1, mode, DType.F32);
    }

    /** 2 (I + H) H gates T B forwards, three times that in training. */
    @Test
    void operations_are_the_textbooks() {
        List<String> cells = List.of("lstm", "gru-after", "gru", "rnn");
        List<Integer> gates = List.of(4, 3, 3, 1);
        for (int i = 0; i < cells.size(); i++) {
            double forwards = 2.0 * (7 + 11) * 11 * gates.get(i) * 3 * 5;
            assertThat(workload(3, 5, 7, 11, cells.get(i), Mode.INFER).operations())
                    .isEqualTo(forwards);
            assertThat(workload(3, 5, 7, 11, cells.get(i), Mode.TRAIN).operations())
                    .isEqualTo(3 * forwards);
        }
    }
}
