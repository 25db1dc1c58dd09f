package dev.rondo.cli.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.cli.CommandLineRun;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.training.Evaluator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Evaluations of every task can be given up between any two of their batches. */
class GivingUpTest {
    private static final String SMALL = " --batch 4 --steps 1 --backend scalar --output ";

    @TempDir private Path folder;

    private Checkpoint trained(String command) {
        Path run = folder.resolve("run");
        String line = "train " + command + SMALL + run;
        CommandLineRun trained = CommandLineRun.of(line.replace("DIR", folder + "").split(" "));
        assertThat(trained.code()).as(trained.err()).isZero();
        return RunDirectory.model(run);
    }

    private static void check(Task task) {
        int[] parts = {0};
        try (Executable executable = Backends.open("scalar").compile(task.program())) {
            task.evaluator(executable, () -> parts[0]++).evaluate(1);
            assertThat(parts[0]).isGreaterThan(1);
            for (int last = 1; last <= parts[0]; last++) {
                int[] left = {last};
                Evaluator evaluator =
                        task.evaluator(
                                executable,
                                () -> {
                                    if (--left[0] == 0) {
                                        throw new CancellationException();
                                    }
                                });
                assertThatThrownBy(() -> evaluator.evaluate(1))
                        .isInstanceOf(CancellationException.class);
            }
        }
    }

    @Test
    void text() throws IOException {
        Files.writeString(folder.resolve("text.txt"), "once upon a time. ".repeat(100));

        check(
                TextTask.resume(
                        trained("text --hidden 4 --embedding 4 --sequence 8 --text DIR/text.txt"),
                        null,
                        s -> s));
    }

    @Test
    void pairs() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            lines.add("a" + i + "\t" + i);
        }
        Files.write(folder.resolve("pairs.tsv"), lines);

        Checkpoint c = trained("pairs --hidden 4 --embedding 4 --tsv DIR/pairs.tsv");

        check(TranslationTask.resume(PairsData.resume(c, null), c, s -> s));
    }

    @Test
    void series() throws IOException {
        List<String> lines = new ArrayList<>(List.of("y"));
        for (int i = 0; i < 1000; i++) {
            lines.add("" + Math.round(100 * Math.sin(i)));
        }
        Files.write(folder.resolve("series.csv"), lines);

        check(
                SeriesTask.resume(
                        trained(
                                "series --hidden 4 --window 8 --horizon 2 --target y --csv"
                                        + " DIR/series.csv"),
                        null,
                        s -> s));
    }
}
