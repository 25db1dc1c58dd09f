package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.RunDirectory;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Training by several processes. */
class WorkersTest {
    private static final String MODEL =
            "train text --text TEXT --hidden 7 --embedding 3 --sequence 5 --batch 8 --dropout 0.2"
                    + " --schedule constant --evaluate-every 10 --save-every 10 --threads 1 --backend scalar ";

    @TempDir private static Path folder;

    @BeforeAll
    static void write() throws Exception {
        Files.writeString(folder.resolve("text"), "the quick brown fox jumps. ".repeat(60));
    }

    private static CommandLineRun train(String words) {
        return CommandLineRun.line(
                (MODEL + words)
                        .replace("TEXT", folder.resolve("text").toString())
                        .replace("DIR", folder.toString()));
    }

    /** The latest checkpoints have the same weights, optimizer, carried state and best. */
    private static void same(Path a, Path b) throws IOException {
        Checkpoint first = RunDirectory.open(a).latest();
        Checkpoint second = RunDirectory.open(b).latest();
        assertThat(second.step()).isEqualTo(first.step());
        assertThat(second.directory().resolve(Checkpoint.TENSORS))
                .hasSameBinaryContentAs(first.directory().resolve(Checkpoint.TENSORS));
        assertThat(second.description().training().best())
                .isEqualTo(first.description().training().best());
    }

    @Test
    void with_blocks_the_number_of_processes_does_not_show_even_in_a_run_that_goes_on()
            throws Exception {
        assertThat(train("--blocks 4 --steps 40 --output DIR/one").code()).isZero();
        CommandLineRun some = train("--blocks 4 --workers 2 --steps 20 --output DIR/more");
        assertThat(some.code()).as(some.err()).isZero();
        assertThat(some.err()).contains("in each of 2 processes");
        CommandLineRun rest =
                CommandLineRun.line(
                        "train text --resume DIR/more --steps 40 --workers 3 --backend scalar"
                                .replace("DIR", folder.toString()));
        assertThat(rest.code()).as(rest.err()).isZero();
        same(folder.resolve("one"), folder.resolve("more"));
    }

    @Test
    void a_worker_that_is_killed_ends_the_run_which_can_go_on() throws Exception {
        Path run = folder.resolve("killed");
        List<ProcessHandle> before = ProcessHandle.current().children().toList();
        CompletableFuture<CommandLineRun> training =
                CompletableFuture.supplyAsync(
                        () -> train("--workers 2 --steps 1000000 --output DIR/killed"));
        Path begun = run.resolve("checkpoints").resolve("step-000000010");
        while (!Files.exists(begun)) {
            assertThat(training).isNotDone();
            Thread.onSpinWait();
        }
        List<ProcessHandle> workers =
                ProcessHandle.current().children().filter(p -> !before.contains(p)).toList();
        assertThat(workers).hasSize(1);
        workers.getFirst().destroyForcibly();
        CommandLineRun failed = training.get();
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.err())
                .contains("rondo: rank 1 is gone")
                .contains("worker 1 failed: exit code ")
                .contains("--resume");
        long saved = RunDirectory.open(run).latest().step();
        assertThat(saved).isGreaterThanOrEqualTo(10);

        String rest = "train text --resume DIR/killed --backend scalar --steps " + (saved + 20);
        CommandLineRun second = CommandLineRun.line(rest.replace("DIR", folder.toString()));
        assertThat(second.code()).as(second.err()).isZero();
        String all = "--workers 2 --steps " + (saved + 20) + " --output DIR/unbroken";
        assertThat(train(all).code()).isZero();
        same(folder.resolve("unbroken"), run);
    }

    @Test
    void what_a_worker_says_when_it_fails_is_told() {
        CommandLineRun run =
                train("--workers 2 --steps 50 --learning-rate 1e37 --clip 1e30 --output DIR/bad");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("worker 1 failed: training diverged")
                .contains("rondo: training diverged");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--workers 3              | --batch must be a multiple of --workers, 3; got 8",
                "--workers 0              | --workers must be at least 1",
                "--blocks 0               | --blocks must be at least 1",
                "--blocks 5               | --batch must be a multiple of --blocks, 5; got 8",
                "--blocks 2 --workers 4   | --workers must be at most --blocks"
            })
    void refuses_what_cannot_be_shared_out(String options, String message) {
        CommandLineRun run = train(options + " --steps 2 --output DIR/refused");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(folder.resolve("refused")).doesNotExist();
    }

    @Test
    void a_run_that_was_begun_by_one_process_goes_on_so() {
        assertThat(train("--steps 3 --output DIR/alone").code()).isZero();
        CommandLineRun run =
                CommandLineRun.line(
                        "train text --resume DIR/alone --steps 5 --workers 2"
                                .replace("DIR", folder.toString()));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("begin a run with --workers or --blocks");
    }
}
