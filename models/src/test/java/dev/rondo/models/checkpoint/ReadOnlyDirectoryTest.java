package dev.rondo.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** A run directory that may be read and not written. */
@DisabledOnOs(OS.WINDOWS)
class ReadOnlyDirectoryTest {
    @TempDir Path directory;
    private Path path;

    /** Does with a run directory whatever there is to do; says what came of it, a line each. */
    public static void main(String[] arguments) {
        Path path = Path.of(arguments[0]);
        say(() -> RunDirectory.model(path).step());
        say(() -> RunDirectory.resume(path));
        say(() -> RunDirectory.create(path.resolve("inside")));
        RunDirectory run = RunDirectory.open(path);
        say(
                () ->
                        run.checkpoints()
                                .save(Fixtures.variables(2), Map.of(), Fixtures.description(2, 0)));
        say(() -> new JsonLines(run.metrics()));
        say(() -> run.latest().step());
    }

    private static void say(Callable<?> action) {
        try {
            System.out.println("fine: " + action.call());
        } catch (Exception e) {
            System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    @BeforeEach
    void makeAndProtect() throws IOException {
        path = directory.resolve("run");
        try (RunDirectory run = RunDirectory.create(path)) {
            run.checkpoints().save(Fixtures.variables(1), Map.of(), Fixtures.description(1, 0));
            run.appendMetrics(1).close();
        }
        setWritable(false);
    }

    @AfterEach
    void release() {
        setWritable(true);
    }

    private void setWritable(boolean writable) {
        for (String name : List.of("", "checkpoints", "metrics.jsonl", "lock")) {
            assertThat(path.resolve(name).toFile().setWritable(writable)).isTrue();
        }
    }

    /** The superuser writes where others may not, unless that right is taken from the process. */
    private List<String> wrapper() throws Exception {
        if (!Files.isWritable(path)) {
            return List.of();
        }
        List<String> wrapper = List.of("setpriv", "--bounding-set=-dac_override");
        try {
            Process trial =
                    new ProcessBuilder("setpriv", "--bounding-set=-dac_override", "true").start();
            Assumptions.assumeTrue(trial.waitFor() == 0, "setpriv cannot be used here");
        } catch (IOException e) {
            Assumptions.abort("the superuser may write everywhere, and there is no setpriv: " + e);
        }
        return wrapper;
    }

    @Test
    void itCanBeReadAndEveryAttemptToWriteIsRefusedClearly() throws Exception {
        List<String> said =
                ChildProcess.output(
                                wrapper(),
                                ChildProcess.of(ReadOnlyDirectoryTest.class, path.toString()))
                        .lines()
                        .toList();
        assertThat(said).hasSize(6);
        assertThat(said.get(0)).isEqualTo("fine: 1");
        assertThat(said.subList(1, 5))
                .allSatisfy(
                        line ->
                                assertThat(line)
                                        .startsWith("CheckpointException: cannot ")
                                        .contains(path.toString(), "permission denied"));
        assertThat(said.get(3)).contains("step-000000001 is still good");
        assertThat(said.get(5)).isEqualTo("fine: 1");
    }
}
