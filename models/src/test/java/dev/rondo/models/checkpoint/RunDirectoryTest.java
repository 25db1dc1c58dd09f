package dev.rondo.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

class RunDirectoryTest {
    @TempDir Path directory;

    private void save(RunDirectory run, long step, long best) {
        run.checkpoints()
                .save(Fixtures.variables(step), Map.of(), Fixtures.description(step, best));
    }

    @Test
    void aRunDirectoryIsCreatedOnceAndWithItsParents() throws IOException {
        Path path = directory.resolve("runs").resolve("first");
        RunDirectory.create(path).close();
        assertThatThrownBy(() -> RunDirectory.create(path))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(path.toString(), "not empty", "resume this run");
        Path empty = Files.createDirectory(directory.resolve("empty"));
        RunDirectory.create(empty).close();
        assertThat(Files.exists(empty.resolve("run.json"))).isTrue();
    }

    @Test
    void nothingThatIsThereIsOverwritten() throws IOException {
        Path full = Files.createDirectory(directory.resolve("full"));
        Path mine = Files.writeString(full.resolve("mine.txt"), "mine");
        assertThatThrownBy(() -> RunDirectory.create(full))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("not empty");
        assertThatThrownBy(() -> RunDirectory.create(mine))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("is not a directory");
        assertThat(Files.list(full)).containsExactly(mine);
    }

    @Test
    void whatIsNoRunDirectoryIsRefused() throws IOException {
        assertThatThrownBy(() -> RunDirectory.open(directory.resolve("none")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> RunDirectory.open(directory))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("is not a run directory of Rondo");
        Path marker = directory.resolve("run.json");
        Files.writeString(marker, "{\"format\":\"rondo-run\",\"version\":9}");
        assertThatThrownBy(() -> RunDirectory.open(directory))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("newer version of Rondo");
        Files.writeString(marker, "{\"format\":\"rondo-run\",\"version\":1}");
        assertThatThrownBy(() -> RunDirectory.open(directory))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("checkpoints is missing");
        for (String text : new String[] {"", "{", "null", "[]", "{\"format\":3}", "\0"}) {
            Files.writeString(marker, text);
            assertThatThrownBy(() -> RunDirectory.open(directory))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining(directory.toString());
        }
    }

    @Test
    void deepOrAmbiguousJsonIsRefused() throws IOException {
        Path marker = directory.resolve("run.json");
        String right = "{\"format\":\"rondo-run\",\"version\":1,\"x\":";
        Files.writeString(marker, right + "[".repeat(32) + "]".repeat(32) + "}");
        assertThatThrownBy(() -> RunDirectory.open(directory))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("nesting depth");
        Files.writeString(marker, right + "1,\"x\":1}");
        assertThatThrownBy(() -> RunDirectory.open(directory))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("Duplicate field 'x'");
    }

    @Test
    void onlyOneMayTrainIntoIt() {
        Path path = directory.resolve("run");
        try (RunDirectory run = RunDirectory.create(path)) {
            save(run, 1, 0);
            assertThatThrownBy(() -> RunDirectory.resume(path))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("another process is writing into");
            try (RunDirectory reader = RunDirectory.open(path)) {
                assertThat(reader.latest().step()).isEqualTo(1);
                assertThatThrownBy(() -> reader.appendMetrics(1))
                        .isInstanceOf(IllegalStateException.class);
            }
        }
        RunDirectory.resume(path).close();
    }

    @Test
    void resumingRemovesWhatAnInterruptedProcessLeft() throws IOException {
        Path path = directory.resolve("run");
        try (RunDirectory run = RunDirectory.create(path)) {
            save(run, 1, 0);
        }
        Path checkpoints = path.resolve("checkpoints");
        Path half = Files.createDirectory(checkpoints.resolve(".new-2"));
        Files.writeString(half.resolve(Checkpoint.TENSORS), "half");
        Files.createDirectory(checkpoints.resolve(".old-step-000000000"));
        try (RunDirectory run = RunDirectory.resume(path)) {
            assertThat(run.latest().step()).isEqualTo(1);
            assertThat(Files.list(checkpoints)).hasSize(1);
        }
    }

    @Test
    void theModelIsTheBestOfARunOrTheCheckpointItself() {
        Path path = directory.resolve("run");
        try (RunDirectory run = RunDirectory.create(path)) {
            assertThatThrownBy(() -> RunDirectory.model(path))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("no checkpoint yet");
            save(run, 1, 0);
            assertThat(RunDirectory.model(path).step()).isEqualTo(1);
            save(run, 2, 2);
            save(run, 3, 2);
            assertThat(RunDirectory.model(path).step()).isEqualTo(2);
            assertThat(RunDirectory.model(run.latest().directory()).step()).isEqualTo(3);
        }
    }

    @Test
    void resumedMetricsEndAtTheCheckpoint() throws IOException {
        Path path = directory.resolve("run");
        try (RunDirectory run = RunDirectory.create(path)) {
            try (JsonLines lines = run.appendMetrics(0)) {
                for (long step = 1; step <= 5; step++) {
                    lines.append(Configuration.empty().with("step", step).with("loss", 0.1 * step));
                }
            }
            Files.writeString(run.metrics(), "{\"step\":6,\"lo", StandardOpenOption.APPEND);
            assertThat(JsonLines.read(run.metrics())).hasSize(5);
            try (JsonLines lines = run.appendMetrics(3)) {
                lines.append(Configuration.empty().with("step", 4).with("loss", 7));
            }
            assertThat(JsonLines.read(run.metrics()))
                    .extracting(line -> line.number("loss"))
                    .containsExactly(0.1, 0.2, 0.1 * 3, 7.0);
        }
    }
}
