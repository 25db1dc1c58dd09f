package dev.rondo.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A process that may write no file beyond a size, as {@code ulimit -f} has it. */
@DisabledOnOs(OS.WINDOWS)
class FullDiskTest {
    /** 256 blocks, of 512 or 1024 bytes by the shell. */
    private static final List<String> LIMITED =
            List.of("sh", "-c", "ulimit -f 256; exec \"$@\"", "sh");

    @TempDir Path directory;

    /** Writes metrics, then checkpoints, until there is no more room; says why it stopped. */
    public static void main(String[] arguments) {
        try (RunDirectory run = RunDirectory.create(Path.of(arguments[0]))) {
            try (JsonLines metrics = run.appendMetrics(0)) {
                for (long step = 1; ; step++) {
                    metrics.append(Configuration.empty().with("step", step).with("loss", 0.5));
                }
            } catch (CheckpointException e) {
                System.out.println(e.getMessage());
            }
            for (int step = 1; ; step++) {
                Map<String, Array> variables = Fixtures.variables(step);
                variables.put("large", Array.of(new float[10_000 * step]));
                run.checkpoints().save(variables, Map.of(), Fixtures.description(step, step));
            }
        } catch (CheckpointException e) {
            System.out.println(e.getMessage());
        }
    }

    @Test
    void theLastCheckpointStaysAndTheMessageSaysSo() throws Exception {
        Path path = directory.resolve("run");

        List<String> said =
                ChildProcess.output(LIMITED, ChildProcess.of(FullDiskTest.class, path.toString()))
                        .lines()
                        .toList();

        assertThat(said).hasSize(2);
        assertThat(said.getFirst())
                .contains("cannot write", "metrics.jsonl")
                .containsIgnoringCase("file too large");
        assertThat(said.getLast())
                .contains("cannot write the checkpoint of step", "is still good")
                .containsIgnoringCase("file too large");
        try (RunDirectory run = RunDirectory.resume(path)) {
            long step = run.latest().step();
            assertThat(step).isBetween(2L, 6L);
            assertThat(said.getLast()).contains("of step " + (step + 1), "step-00000000" + step);
            List<Configuration> metrics = JsonLines.read(run.metrics());
            for (int i = 0; i < metrics.size(); i++) {
                assertThat(metrics.get(i).integer("step")).isEqualTo(i + 1);
            }
            assertThat(metrics).hasSizeGreaterThan(1000);
            assertThat(Files.list(path.resolve("checkpoints"))).hasSize(2);
        }
    }
}
