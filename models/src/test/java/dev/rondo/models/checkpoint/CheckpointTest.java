package dev.rondo.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

class CheckpointTest {
    @TempDir Path directory;
    private Path saved;

    @BeforeEach
    void save() {
        saved =
                new CheckpointStore(directory)
                        .save(
                                Fixtures.variables(5),
                                Map.of("state.0", Array.of(new float[] {8, 9})),
                                Fixtures.description(5, 5));
    }

    @Test
    void everythingComesBack() {
        Checkpoint c = Checkpoint.open(saved);
        assertThat(c.step()).isEqualTo(5);
        assertThat(c.description()).isEqualTo(Fixtures.description(5, 5));
        assertThat(c.carried().keySet()).containsExactly("state.0");
        assertThat(c.carried().get("state.0").f32()).containsExactly(8, 9);
        try (Executable e = executable(DType.F32, 2, 3, "weight", "step")) {
            c.restore(e);
            Fixtures.variables(5)
                    .forEach((name, a) -> assertThat(e.read(name).sameBits(a)).isTrue());
        }
    }

    /**
     * A clock that is set back between two checkpoints, or ahead, changes neither order nor use.
     */
    @Test
    void aClockMayJump() {
        CheckpointStore store = new CheckpointStore(directory);
        String[][] times = {
            {"2036-01-01T00:00:00Z", "2001-01-01T00:00:00Z"},
            {"1999-01-01T00:00:00Z", "2040-01-01T00:00:00Z"}
        };
        for (int i = 0; i < times.length; i++) {
            Description d = Fixtures.description(6 + i, 5);
            Provenance p = d.provenance().getFirst();
            Provenance jumped =
                    new Provenance(
                            p.fromStep(),
                            p.seed(),
                            p.rondo(),
                            p.java(),
                            p.os(),
                            p.backend(),
                            p.device(),
                            p.threads(),
                            p.data(),
                            p.commandLine(),
                            Instant.parse(times[i][0]),
                            Instant.parse(times[i][1]));
            store.save(
                    Fixtures.variables(6 + i),
                    Map.of(),
                    new Description(d.model(), d.training(), List.of(jumped)));
        }
        assertThat(store.latest().orElseThrow().step()).isEqualTo(7);
    }

    /** With the right checksum: whoever altered it made a new one. */
    @ParameterizedTest
    @CsvSource({
        "step, -1, a whole number from 0",
        "step, 0.5, a whole number from 0",
        "epoch, -1, a number from 0",
        "seconds, NaN, a number from 0"
    })
    void aStateThatCannotBeIsRefused(String key, String value, String expected) throws Exception {
        Path file = saved.resolve(Checkpoint.DESCRIPTION);
        Configuration c = Configuration.of(Json.object(Files.readString(file)));
        Object number = value.matches("-?\\d+") ? (Object) Long.valueOf(value) : (Object) value;
        c = c.with("training", c.section("training").with(key, number)).with("checksum", null);
        String checksum = Sha256.of(c.toString().getBytes(StandardCharsets.UTF_8));
        Files.writeString(file, c.with("checksum", checksum).toString());
        assertThatThrownBy(() -> Checkpoint.open(saved))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("training." + key, expected, "found");
    }

    @Test
    void aModelThatDiffersIsToldEveryDifferenceAndStaysAsItWas() {
        Checkpoint c = Checkpoint.open(saved);
        try (Executable e = executable(DType.F32, 3, 2, "weight", "extra")) {
            Map<String, Array> before = e.variables();
            assertThatThrownBy(() -> c.restore(e))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContainingAll(
                            saved.toString(),
                            "variable 'weight' is F32[3, 2], its value is F32[2, 3]",
                            "variable 'extra' I32[] has no value",
                            "value 'step' I32[] has no variable");
            e.variables().forEach((name, a) -> assertThat(a.sameBits(before.get(name))).isTrue());
        }
        try (Executable e = executable(DType.F64, 2, 3, "weight", "step")) {
            assertThatThrownBy(() -> c.restore(e))
                    .hasMessageContaining("'weight' is F64[2, 3], its value is F32[2, 3]");
        }
    }

    @Test
    void aModelThatNeedsOnlyAPartCanBeRestored() {
        Checkpoint c = Checkpoint.open(saved);
        Scope scope = Scope.root();
        scope.parameter("weight", Initializer.zeros(), 2, 3);
        try (Executable e = Backends.open("scalar").compile(Program.of(DType.F32, scope, 1))) {
            assertThatThrownBy(() -> c.restore(e)).hasMessageContaining("'step'");
            c.restorePart(e);
            assertThat(e.read("weight").f32()[0]).isEqualTo(5);
        }
    }

    private static Executable executable(
            DType dtype, int rows, int columns, String weight, String counter) {
        Scope scope = Scope.root();
        scope.parameter(weight, Initializer.zeros(), rows, columns);
        scope.counter(counter);
        return Backends.open("scalar").compile(Program.of(dtype, scope, 1));
    }

    @Test
    void tensorsCutShortAreRefused() throws IOException {
        Path tensors = saved.resolve(Checkpoint.TENSORS);
        byte[] bytes = Files.readAllBytes(tensors);
        Files.write(tensors, Arrays.copyOf(bytes, bytes.length - 1));
        refused("was cut short", "should have " + bytes.length + " bytes");
    }

    @Test
    void alteredTensorsAreRefused() throws IOException {
        Path tensors = saved.resolve(Checkpoint.TENSORS);
        byte[] bytes = Files.readAllBytes(tensors);
        bytes[bytes.length - 1] ^= 1;
        Files.write(tensors, bytes);
        refused("was altered", "SHA-256");
    }

    @Test
    void missingFilesAreRefused() throws IOException {
        Files.delete(saved.resolve(Checkpoint.TENSORS));
        refused(Checkpoint.TENSORS + " is missing");
        Files.delete(saved.resolve(Checkpoint.DESCRIPTION));
        refused("is not a checkpoint");
        Files.delete(saved);
        refused("does not exist");
    }

    @Test
    void aDescriptionCutShortIsRefused() throws IOException {
        rewrite(s -> s.substring(0, s.length() / 2));
        refused("not well-formed JSON", "cut short or altered");
        rewrite(_ -> "");
        refused("not well-formed JSON");
        rewrite(_ -> "null");
        refused("not well-formed JSON");
    }

    @Test
    void anAlteredDescriptionIsRefused() throws IOException {
        rewrite(s -> s.replace("\"hidden\" : 3", "\"hidden\" : 4"));
        refused("was altered", "checksum");
    }

    @Test
    void aDescriptionMayBeLaidOutDifferently() throws IOException {
        rewrite(s -> s.replace("\n", "\r\n").replace(" : ", ":"));
        assertThat(Checkpoint.open(saved).step()).isEqualTo(5);
    }

    @Test
    void aNewerFormatIsRefusedAsSuch() throws IOException {
        rewrite(_ -> "{\"format\":\"rondo-checkpoint\",\"version\":2,\"all\":\"else differs\"}");
        refused("newer version of Rondo", "its format is 2", "reads up to 1");
    }

    @Test
    void somethingElseIsRefused() throws IOException {
        rewrite(_ -> "{\"name\":\"package.json\"}");
        refused("does not describe a checkpoint of Rondo");
    }

    private void rewrite(UnaryOperator<String> change) throws IOException {
        Path file = saved.resolve(Checkpoint.DESCRIPTION);
        Files.writeString(file, change.apply(Files.readString(file)));
    }

    private void refused(String... words) {
        assertThatThrownBy(() -> Checkpoint.open(saved))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(saved.toString())
                .hasMessageContainingAll(words);
    }
}
