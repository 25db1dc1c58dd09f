package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.models.checkpoint.RunDirectory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

class InterruptTest {
    private static final int TERMINATED = 128 + 15;

    @TempDir private Path folder;

    @Test
    void a_process_that_is_told_to_end_saves_first() throws Exception {
        Path run = folder.resolve("run");
        Process process =
                ChildJvm.of(
                                List.of(),
                                "train",
                                "dates",
                                "--backend",
                                "scalar",
                                "--hidden",
                                "4",
                                "--embedding",
                                "4",
                                "--batch",
                                "2",
                                "--steps",
                                "1000000",
                                "--save-every",
                                "1000000",
                                "--evaluate-every",
                                "1000000",
                                "--output",
                                run.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        try {
            Path metrics = run.resolve("metrics.jsonl");
            while (process.isAlive() && !(Files.exists(metrics) && Files.size(metrics) > 0)) {
                Thread.sleep(20);
            }
            process.destroy();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(TERMINATED);
        assertThat(folder.resolve("log"))
                .content()
                .contains("saved; go on with: rondo train dates --resume " + run);
        assertThat(RunDirectory.model(run).step()).isPositive();
    }
}
