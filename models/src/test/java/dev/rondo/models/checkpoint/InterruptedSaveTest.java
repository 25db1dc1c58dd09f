package dev.rondo.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

/** A thread that is interrupted finishes the save it is at; channels would be closed under it. */
class InterruptedSaveTest {
    @TempDir Path directory;

    @AfterEach
    void forgetTheInterrupt() {
        Thread.interrupted();
    }

    private static void save(RunDirectory run, long step) {
        Map<String, Array> variables = Fixtures.variables(step);
        variables.put("large", Array.of(new float[200_000]));
        run.checkpoints().save(variables, Map.of(), Fixtures.description(step, step));
    }

    @Test
    void anInterruptedThreadSavesAndStaysInterrupted() {
        try (RunDirectory run = RunDirectory.create(directory.resolve("run"))) {
            try (JsonLines metrics = run.appendMetrics(0)) {
                Thread.currentThread().interrupt();
                metrics.append(Configuration.empty().with("step", 1));
                metrics.sync();
                save(run, 1);
                metrics.append(Configuration.empty().with("step", 2));
            }
            assertThat(Thread.interrupted()).isTrue();
            assertThat(run.latest().step()).isEqualTo(1);
            assertThat(JsonLines.read(run.metrics())).hasSize(2);
            assertThat(run.checkpoints().list()).hasSize(1);
        }
    }

    @Test
    void interruptsAtAnyMomentOfASaveDoNoHarm() throws InterruptedException {
        try (RunDirectory run = RunDirectory.create(directory.resolve("run"))) {
            Thread saving = Thread.currentThread();
            Thread interrupting =
                    Thread.startVirtualThread(
                            () -> {
                                while (!Thread.currentThread().isInterrupted()) {
                                    saving.interrupt();
                                    Thread.yield();
                                }
                            });
            for (int step = 1; step <= 20; step++) {
                save(run, step);
            }
            interrupting.interrupt();
            while (interrupting.isAlive()) {
                Thread.interrupted();
                Thread.yield();
            }
            Thread.interrupted();
            assertThat(run.latest().step()).isEqualTo(20);
        }
    }
}
