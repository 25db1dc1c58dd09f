package dev.rondo.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.DType;
import dev.rondo.backend.Availability;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Device;
import dev.rondo.cli.Interrupt;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.JsonLines;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** What is written is what is published. */
class ResultSchemaTest {
    private static final BenchSettings QUICK = new BenchSettings(0, 0.001, Set.of("fusion"));

    @TempDir private Path folder;

    private List<Configuration> written() {
        return JsonLines.readWhole(folder.resolve("a").resolve(ResultDirectory.RESULTS));
    }

    @Test
    void the_results_of_a_suite_are_valid() throws Exception {
        var workload = new Workload("lstm", 3, 2, 4, 5, 2, Mode.TRAIN, DType.F64);
        var run = new SuiteRun(List.of(workload), QUICK, new Interrupt(), List.of("rondo"));
        run.run(
                folder.resolve("a"),
                List.of(Backends.open("simd", new BackendOptions(1))),
                _ -> {},
                _ -> {});

        assertThat(written()).hasSize(1);
        assertThat(ResultSchema.errors(written().getFirst())).isEmpty();
    }

    @Test
    void the_results_of_a_growth_run_are_valid() throws Exception {
        var run =
                new GrowthRun(
                        SyntheticGrowth.MIDDLE,
                        QUICK,
                        new GrowthLimits(1, 1000, 1L << 30),
                        new Interrupt(),
                        List.of("rondo"));
        run.run(
                folder.resolve("a"),
                Backends.open("simd", new BackendOptions(1)),
                new GrowthRun.Listener() {
                    @Override
                    public void point(GrowthPoint point) {}

                    @Override
                    public void end(GrowthSeries series) {}
                },
                _ -> {});

        assertThat(written()).hasSize(10).anyMatch(r -> r.has("recomputed"));
        assertThat(written()).allMatch(r -> ResultSchema.errors(r).isEmpty());
    }

    /** Fields that this machine or a right result lacks. */
    private static Configuration rare() {
        return new Result(
                        new Workload("lstm", 3, 2, 4, 5, 1, Mode.TRAIN, DType.F32),
                        new Device("simd", "cpu", "words", Availability.yes()),
                        1,
                        0,
                        new Timing(1, 3, 1e6, 1e6, 0, OptionalDouble.of(0.25)),
                        0,
                        1,
                        new Check(3, 2, Double.NaN, Double.NaN, "it has no result"),
                        QUICK,
                        Machine.occasion(List.of("rondo")).with("load", 0.5))
                .json();
    }

    @Test
    void rare_fields_are_valid_too() {
        Configuration rare = rare();

        assertThat(rare.number("energy_joules_per_step")).isEqualTo(0.25);
        assertThat(rare.section("provenance").section("check").keys())
                .containsExactly("steps", "rows", "error", "limit", "right", "failure");
        assertThat(ResultSchema.errors(rare)).isEmpty();
    }

    /** Otherwise the tests above could not fail. */
    @Test
    void a_field_that_the_schema_lacks_or_that_is_wrong_is_found() {
        Configuration right = rare();
        Configuration check = right.section("provenance").section("check").with("right", "perhaps");

        assertThat(ResultSchema.errors(right.with("speed", 3))).hasSize(1);
        assertThat(ResultSchema.errors(right.with("median_ms", null))).hasSize(1);
        assertThat(ResultSchema.errors(right.with("schema", ResultFormat.VERSION + 1))).hasSize(1);
        assertThat(
                        ResultSchema.errors(
                                right.with("machine", right.section("machine").with("moon", 1))))
                .hasSize(1);
        assertThat(
                        ResultSchema.errors(
                                right.with(
                                        "provenance",
                                        right.section("provenance").with("check", check))))
                .hasSize(1);
    }

    @Test
    void the_page_has_every_field_of_the_schema() throws Exception {
        String page = Files.readString(Path.of("../docs/reference/bench-results.md"));

        assertThat(ResultSchema.allFields())
                .contains("schema", "caches", "level", "check", "failure")
                .allSatisfy(field -> assertThat(page).contains("`" + field + "`"));
        assertThat(ResultSchema.published().at("/properties/schema/const").asInt())
                .isEqualTo(ResultFormat.VERSION);
    }
}
