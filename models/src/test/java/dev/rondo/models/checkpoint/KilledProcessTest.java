package dev.rondo.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** A process that does nothing but write checkpoints is killed; what it leaves can be opened. */
class KilledProcessTest {
    @TempDir Path directory;

    /** Writes checkpoints until it is killed; says each that it has committed. */
    public static void main(String[] arguments) {
        try (RunDirectory run = RunDirectory.create(Path.of(arguments[0]))) {
            Array large = Array.of(new float[200_000]);
            for (long step = 1; ; step++) {
                Map<String, Array> variables = Fixtures.variables(step);
                variables.put("large", large);
                run.checkpoints()
                        .save(variables, Map.of(), Fixtures.description(step, step / 7 * 7));
                System.out.println(step);
            }
        }
    }

    @Test
    void theLastCommittedCheckpointSurvives() throws Exception {
        Path path = directory.resolve("run");
        Process process =
                ChildProcess.of(KilledProcessTest.class, path.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        long said = 0;
        try {
            BufferedReader out =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8));
            while (said < 20) {
                said = Long.parseLong(out.readLine());
            }
            assertThatThrownBy(() -> RunDirectory.resume(path))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("another process is writing into " + path);
        } finally {
            process.destroyForcibly().waitFor();
        }
        try (RunDirectory run = RunDirectory.resume(path)) {
            Checkpoint latest = run.latest();
            assertThat(latest.step()).isGreaterThanOrEqualTo(said);
            try (SafetensorsReader tensors = latest.tensors()) {
                assertThat(tensors.read("weight").get(0)).isEqualTo(latest.step());
            }
            assertThat(run.best().orElseThrow().step() % 7).isZero();
        }
    }
}
