package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.DType;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;
import dev.rondo.cli.bench.BenchSettings;
import dev.rondo.cli.bench.Mode;
import dev.rondo.cli.bench.ResultDirectory;
import dev.rondo.cli.bench.SuiteRun;
import dev.rondo.cli.bench.Workload;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.JsonLines;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** {@code rondo bench --merge}, with the results of one small suite and variants of them. */
class BenchMergeTest {
    @TempDir private static Path suites;
    @TempDir private Path folder;

    /** Two workloads on simd and scalar. */
    @BeforeAll
    static void timeASuite() throws Exception {
        var run =
                new SuiteRun(
                        List.of(workload("lstm", Mode.TRAIN), workload("rnn", Mode.INFER)),
                        new BenchSettings(0, 0.001, Set.of()),
                        new Interrupt(),
                        List.of("rondo"));
        var one = new BackendOptions(1);
        run.run(
                suites.resolve("one"),
                List.of(Backends.open("simd", one), Backends.open("scalar", one)),
                _ -> {},
                _ -> {});
    }

    private static Workload workload(String cell, Mode mode) {
        return new Workload(cell, 3, 2, 4, 5, 1, mode, DType.F32);
    }

    private static List<Configuration> timed() {
        return JsonLines.readWhole(suites.resolve("one").resolve(ResultDirectory.RESULTS));
    }

    private Path directory(String name, List<Configuration> results) throws IOException {
        Path directory = Files.createDirectories(folder.resolve(name));
        Files.write(
                directory.resolve(ResultDirectory.RESULTS),
                results.stream().map(Configuration::toString).toList());
        return directory;
    }

    /** A directory with the same results, each changed. */
    private Path changed(String name, UnaryOperator<Configuration> change) throws IOException {
        return directory(name, timed().stream().map(change).toList());
    }

    private static Configuration slower(Configuration result, double times) {
        return result.with("median_ms", times * result.number("median_ms"));
    }

    private static CommandLineRun merge(Object... words) {
        List<String> line = new ArrayList<>(List.of("bench", "--merge"));
        for (Object w : words) {
            line.add(w.toString());
        }
        return CommandLineRun.of(line.toArray(String[]::new));
    }

    @Test
    void directories_and_devices_are_columns_with_ratios_to_the_first() throws Exception {
        Path before = changed("before", r -> slower(r, 1));
        Path after = changed("after", r -> slower(r, 0.5));

        List<String> lines = merge(before, after).succeeded().outLines();

        assertThat(lines.get(0)).contains("how many times as fast as 'before simd:cpu'");
        assertThat(lines.get(2))
                .matches(
                        "cell mode T/B/I/H type +before simd:cpu +before scalar:cpu"
                                + " +after simd:cpu +after scalar:cpu");
        assertThat(lines).hasSize(6);
        assertThat(lines.get(3))
                .matches(
                        "lstm train 3/2/4/5 f32 +\\d+\\.\\d{3} +\\d+\\.\\d{3} +×\\S+"
                                + " +\\d+\\.\\d{3} +×2\\.000 +\\d+\\.\\d{3} +×\\S+");
        assertThat(lines.getLast())
                .matches("geometric mean of 2 in all columns +×\\S+ +×2\\.000 +×\\S+");
    }

    @Test
    void the_column_to_compare_with_can_be_chosen() throws Exception {
        Path before = changed("before", r -> slower(r, 1));
        Path after = changed("after", r -> slower(r, 0.5));

        CommandLineRun run = merge(before, after, "--baseline", "after scalar:cpu").succeeded();
        CommandLineRun unknown = merge(before, after, "--baseline", "after scalar");

        assertThat(run.outLines().getLast())
                .matches("geometric mean of 2 in all columns +×\\S+ +×0\\.500 +×\\S+");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err())
                .contains("there is no column 'after scalar'; there are 'before simd:cpu', ")
                .contains("did you mean 'after scalar:cpu'?");
    }

    @Test
    void what_a_column_lacks_or_has_wrong_does_not_count() throws Exception {
        List<Configuration> simd =
                timed().stream().filter(r -> r.text("backend").equals("simd")).toList();
        Path whole = directory("whole", simd);
        Path part = directory("part", List.of(slower(simd.getFirst(), 4)));
        Path wrong = directory("wrong", List.of(simd.getFirst(), wrong(simd.getLast())));

        List<String> lines = merge(whole, part, wrong).succeeded().outLines();

        assertThat(lines.get(3)).matches("lstm .*×0\\.250 .*×1\\.000");
        assertThat(lines.get(4)).matches("rnn infer 3/2/4/5 f32 +\\d+\\.\\d{3} +- +WRONG");
        assertThat(lines.getLast())
                .matches("geometric mean of 1 in all columns +×0\\.250 +×1\\.000");
        assertThat(merge(part, directory("last", List.of(simd.getLast()))).succeeded().out())
                .contains("mean: no workload is in all columns");
    }

    private static Configuration wrong(Configuration result) {
        Configuration provenance = result.section("provenance");
        Configuration check = provenance.section("check").with("right", false);
        return result.with("provenance", provenance.with("check", check));
    }

    @Test
    void the_page_has_the_table_the_machines_and_charts() throws Exception {
        Path before = changed("before", r -> r.with("energy_joules_per_step", 0.125));
        Path after = changed("after", r -> slower(r, 0.5));
        Path out = folder.resolve("out");

        CommandLineRun run = merge(before, after, "--output", out).succeeded();

        assertThat(run.err()).contains("The page is " + out.resolve(ResultDirectory.PAGE));
        assertThat(Files.readString(out.resolve(ResultDirectory.PAGE)))
                .contains("after simd:cpu", "×2.000", "geometric mean of 2 in all columns")
                .containsPattern("\\d\u00a0×2\\.000</td>")
                .contains("governor", "joules of a step", "0.1250", "first timed")
                .contains("data:image/svg+xml;base64,")
                .doesNotContain("<script", "http:", "https:");
        assertThat(before.resolve(ResultDirectory.PAGE)).doesNotExist();
    }

    @Test
    void names_from_others_are_text_on_the_page_and_on_the_terminal() throws Exception {
        String hostile = "<script>alert(1)</script>\u001b[2J";
        Path other =
                changed(
                        "other",
                        r ->
                                r.with("cell", hostile)
                                        .with("device", hostile)
                                        .with(
                                                "machine",
                                                r.section("machine").with("processor", hostile)));
        Path out = folder.resolve("out");

        CommandLineRun run = merge(suites.resolve("one"), other, "--output", out).succeeded();

        assertThat(run.out()).contains("<script>", "\\u001b[2J").doesNotContain("\u001b");
        assertThat(Files.readString(out.resolve(ResultDirectory.PAGE)))
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script", "\u001b");
    }

    @Test
    void two_directories_of_the_same_name_are_told_apart_by_their_paths() throws Exception {
        Path a = changed("a/run", r -> r);
        Path b = changed("b/run", r -> r.with("threads", r.integer("threads") + 1));

        assertThat(merge(a, b).succeeded().out()).contains(a + " simd:cpu", b + " simd:cpu");
        List<Configuration> both = new ArrayList<>(timed());
        timed().forEach(r -> both.add(r.with("threads", 64)));
        assertThat(merge(directory("both", both)).succeeded().outLines().get(2))
                .contains("both simd:cpu (threads: 1)", "both simd:cpu (threads: 64)");
    }

    @Test
    void results_of_before_the_schema_are_read_and_newer_ones_refused() throws Exception {
        Path old =
                changed(
                        "old",
                        r ->
                                r.with("schema", null)
                                        .with("machine", null)
                                        .with(
                                                "provenance",
                                                r.section("provenance")
                                                        .with("cpu", "an old processor")
                                                        .with("os", "an old system")
                                                        .with("processors", 3)));
        Path newer = changed("newer", r -> r.with("schema", 2));
        Path out = folder.resolve("out");
        CommandLineRun mixed = merge(old, suites.resolve("one"), "--output", out).succeeded();
        CommandLineRun refused = merge(old, newer);

        assertThat(mixed.outLines().getLast()).contains("×1.000");
        assertThat(Files.readString(out.resolve(ResultDirectory.PAGE)))
                .contains("an old processor", "an old system", "not exposed");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .contains("results.jsonl:1: the result has version 2 of the schema")
                .contains("reads versions up to 1; use a newer one");
        assertThat(refused.out()).isEmpty();
    }

    @Test
    void bad_input_is_refused_with_what_would_be_right() throws Exception {
        Path one = suites.resolve("one");
        Path none = folder.resolve("none");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Path hollow = directory("hollow", List.of());
        Path torn = changed("torn", r -> r);
        Path lines = torn.resolve(ResultDirectory.RESULTS);
        List<String> damaged = new ArrayList<>(Files.readAllLines(lines));
        damaged.set(2, damaged.get(2).substring(0, 100));
        Files.write(lines, damaged);
        Path zero = changed("zero", r -> r.with("median_ms", 0));
        Path less = changed("less", r -> r.with("layers", null));
        Path minus = changed("minus", r -> r.with("schema", -1));

        refused(2, "there is no directory " + none + "; name directories that", one, none);
        refused(2, empty + " has no results.jsonl; name directories that", empty);
        refused(2, "there is no directory " + lines, lines);
        refused(2, "results.jsonl holds no result; leave its directory out", one, hollow);
        refused(2, "names the directory " + one + "/. twice", one, one + "/.");
        refused(1, "results.jsonl:3: the line is not a JSON object", torn);
        refused(1, "results.jsonl:1: setting 'median_ms' must be a number above 0", zero);
        refused(1, "results.jsonl:1: setting 'layers' must be a whole number", one, less);
        refused(1, "results.jsonl:1: setting 'schema' must be a whole number from 0", minus);
        refused(2, "--seconds has no place beside --merge", one, "--seconds", "3");
        refused(2, "--json has no place beside --merge", one, "--json");
        refused(2, one + " holds results, and its page; choose", one, "--output", one);
        CommandLineRun alone = CommandLineRun.of("bench", "--baseline", "x");
        assertThat(alone.code()).isEqualTo(2);
        assertThat(alone.err()).contains("--baseline is for --merge; add --merge");
    }

    private static void refused(int code, String message, Object... words) {
        CommandLineRun run = merge(words);
        assertThat(run.err()).contains(message);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
    }
}
