package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.models.checkpoint.RunDirectory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

class InterruptTest {
    private static final int TERMINATED = 128 + 15;

    @TempDir private Path folder;

    @Test
    void a_process_that_is_told_to_end_saves_first() throws Exception {
        Path run = folder.resolve("run");

        terminate(run, run.resolve("metrics.jsonl"));

        assertThat(RunDirectory.model(run).step()).isPositive();
    }

    /** The step would take days. */
    @Test
    void a_process_that_is_told_to_end_gives_its_step_up() throws Exception {
        Path run = folder.resolve("run");

        terminate(
                run,
                run.resolve("checkpoints/step-000000000/description.json"),
                "--accumulate",
                "100000000");

        assertThat(RunDirectory.model(run).step()).isZero();
    }

    @Test
    void a_process_that_is_told_to_end_while_it_builds_says_that_nothing_was_trained()
            throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "a text. ".repeat(200));
        Path log = folder.resolve("log");
        String[] words = {
            "train",
            "text",
            "--text",
            text.toString(),
            "--layers",
            "20000",
            "--hidden",
            "1",
            "--batch",
            "1",
            "--output",
            folder.resolve("run").toString()
        };
        terminated(log, () -> Files.readString(log).contains("building the model"), words);
        assertThat(log).content().contains("ended before the training began");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    /** Trains until there is something in a file, and tells the process to end. */
    private void terminate(Path run, Path sign, String... options) throws Exception {
        List<String> words =
                new ArrayList<>(
                        List.of(
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
                                run.toString()));
        words.addAll(List.of(options));
        Path log = folder.resolve("log");
        terminated(
                log,
                () -> Files.exists(sign) && Files.size(sign) > 0,
                words.toArray(String[]::new));
        assertThat(log).content().contains("saved; go on with: rondo train dates --resume " + run);
    }

    /** Runs these words, and tells the process to end once it has come so far. */
    private static void terminated(Path log, Callable<Boolean> soFar, String... words)
            throws Exception {
        Process process =
                ChildJvm.of(List.of(), words)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            while (process.isAlive() && !soFar.call()) {
                Thread.sleep(20);
            }
            process.destroy();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(TERMINATED);
    }
}
