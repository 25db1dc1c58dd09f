package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.rondo.backend.Availability;
import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendException;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.BackendProvider;
import dev.rondo.backend.Backends;
import dev.rondo.backend.CompileOptions;
import dev.rondo.backend.Device;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.graph.Tensor;
import dev.rondo.models.attention.Attentions;
import dev.rondo.models.cell.Cells;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class VerifyTest {
    private static final String OFF = "off";
    private static final String BROKEN = "broken";

    /** Computes with the reference, and gives all gradients a little too large; or fails. */
    public static final class Wrong implements BackendProvider {
        /** Only the tests of this class see its devices. */
        private static volatile boolean here;

        @Override
        public String name() {
            return "wrong";
        }

        @Override
        public List<Device> devices() {
            Availability a = here ? Availability.yes() : Availability.no("hidden", "Look again");
            return List.of(
                    new Device(name(), OFF, "errs", a), new Device(name(), BROKEN, "fails", a));
        }

        @Override
        public Backend open(Device device, BackendOptions options) {
            Backend right = Backends.open("scalar");
            return new Backend() {
                @Override
                public Device device() {
                    return device;
                }

                @Override
                public int threads() {
                    return 1;
                }

                @Override
                public Executable compile(Program program, CompileOptions how) {
                    if (device.name().equals(BROKEN)) {
                        throw new BackendException("out of order");
                    }
                    Program wrong = program;
                    for (Entry e : program.entries().values()) {
                        wrong = wrong.with(spoilt(e));
                    }
                    return right.compile(wrong, how);
                }
            };
        }

        private static Entry spoilt(Entry e) {
            Map<String, Tensor> outputs = new LinkedHashMap<>(e.outputs());
            outputs.replaceAll((name, t) -> name.startsWith("d.") ? t.times(1.001) : t);
            return new Entry(
                    e.name(), e.graph(), e.inputs(), outputs, e.assignments(), e.condition());
        }
    }

    static CommandLineRun withWrong(String words) {
        Wrong.here = true;
        try {
            return CommandLineRun.line(words);
        } finally {
            Wrong.here = false;
        }
    }

    /** As many as it takes for each kind of computation to have its turn. */
    private static int round() {
        return 2 * (Cells.all().size() + 1 + Attentions.values().length);
    }

    @Test
    void every_device_is_verified_on_every_kind_of_computation() {
        CommandLineRun verify = CommandLineRun.line("verify --tries " + round()).succeeded();

        Stream<String> cells =
                Stream.concat(Cells.all().stream().map(c -> c.id()), Stream.of("conv-lstm"));
        Stream<String> attentions = Stream.of(Attentions.values()).map(a -> a.id() + " attention");
        Stream.concat(Stream.of("random programs"), Stream.concat(cells, attentions))
                .forEach(
                        kind ->
                                assertThat(verify.out())
                                        .containsPattern("(?m)^" + kind + " +scalar:cpu +f32")
                                        .containsPattern("(?m)^" + kind + " +simd:cpu +f32")
                                        .containsPattern("(?m)^" + kind + " +simd:cpu +f64"));
        assertThat(verify.out())
                .containsPattern("(?m)^random programs +scalar:cpu +f64")
                .contains("absent:card cannot run here: there is no card. Put one in")
                .contains("on scalar:cpu, simd:cpu from seed 0 on")
                .contains("all within their limits.")
                .doesNotContain("WRONG", "NaN");
    }

    @Test
    void one_device_can_be_verified_alone() {
        CommandLineRun verify =
                CommandLineRun.line("verify --backend scalar --tries 3 --seed 40").succeeded();

        assertThat(verify.out()).contains("3 computations on scalar:cpu from seed 40 on");
        assertThat(verify.out()).doesNotContain("simd", "absent");
    }

    @Test
    void a_device_that_errs_is_found_and_its_worst_case_can_be_tried_alone() {
        CommandLineRun verify = withWrong("verify --tries 6 --seed 3");

        assertThat(verify.code()).isEqualTo(1);
        String finding =
                verify.outLines().stream()
                        .filter(l -> l.contains("gradient on wrong:off in f32: off by"))
                        .findFirst()
                        .orElseThrow();
        assertThat(verify.out()).doesNotContain("forward on wrong:off", "on scalar:cpu in");
        String command = finding.substring(finding.indexOf("rondo verify") + "rondo ".length());
        assertThat(command).matches("verify --backend wrong:off --seed [3-8] --tries 1");

        CommandLineRun again = withWrong(command);

        assertThat(again.code()).isEqualTo(1);
        assertThat(again.outLines()).contains(finding);
        assertThat(CommandLineRun.line(command.replace("wrong:off", "simd")).code()).isZero();
    }

    @Test
    void a_device_that_fails_is_found_with_its_message() {
        CommandLineRun verify = withWrong("verify --backend wrong:broken --tries 1");

        assertThat(verify.code()).isEqualTo(1);
        assertThat(verify.out())
                .contains("failed", "WRONG", "out of order")
                .contains("rondo verify --backend wrong:broken --seed 0 --tries 1");
    }

    @Test
    void the_report_comes_as_json_too() throws Exception {
        CommandLineRun verify = withWrong("verify --tries 2 --json");

        assertThat(verify.code()).isEqualTo(1);
        JsonNode report = new ObjectMapper().readTree(verify.out());
        assertThat(report.path("tries").asInt()).isEqualTo(2);
        assertThat(report.path("passed").isBoolean()).isTrue();
        assertThat(report.path("passed").asBoolean()).isFalse();
        assertThat(report.path("devices").findValuesAsText("device"))
                .filteredOn(d -> !d.startsWith("tornado:"))
                .containsExactly(
                        "scalar:cpu", "simd:cpu", "wrong:off", "wrong:broken", "absent:card");
        assertThat(report.path("devices").findValuesAsText("reason")).contains("there is no card");
        for (JsonNode f : report.path("worst")) {
            boolean wrong = f.path("device").asText().startsWith("wrong");
            boolean gradient = f.path("part").asText().equals("gradient");
            boolean broken = f.has("failure");
            assertThat(f.path("passed").asBoolean()).isEqualTo(!broken && !(wrong && gradient));
            assertThat(broken).isEqualTo(f.path("device").asText().equals("wrong:broken"));
            assertThat(broken || f.path("error").isDouble() && f.path("limit").isDouble()).isTrue();
            assertThat(f.path("command").asText()).contains("--seed " + f.path("seed").asLong());
        }
    }

    @Test
    void an_interrupted_run_shows_what_it_has() {
        Interrupt interrupt = new Interrupt();
        interrupt.request();
        CommandLineRun verify = CommandLineRun.of(interrupt, "verify", "--tries", "100000");

        assertThat(verify.code()).isEqualTo(130);
        assertThat(verify.out()).contains("computation ", "0 computations of 100,000");
    }

    @Test
    void wrong_use_is_refused() {
        assertThat(CommandLineRun.line("verify --tries 0").code()).isEqualTo(2);
        assertThat(CommandLineRun.line("verify --backend cuda").code()).isEqualTo(2);
        CommandLineRun absent = CommandLineRun.line("verify --backend absent");
        assertThat(absent.code()).isEqualTo(1);
        assertThat(absent.err()).contains("there is no card", "Put one in");
    }
}
