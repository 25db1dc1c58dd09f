package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.models.checkpoint.RunDirectory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Results that could not be written are no success. */
class ResultsTest {
    private static final String FULL =
            "rondo: cannot write the results: No space left on device; free some space there, or"
                    + " write to another disk"
                    + System.lineSeparator();

    @TempDir private Path folder;

    /** Takes some bytes and then no more. */
    private static final class FullStream extends OutputStream {
        private int room;

        FullStream(int room) {
            this.room = room;
        }

        @Override
        public void write(int b) throws IOException {
            if (--room < 0) {
                throw new IOException("No space left on device");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "--help", "help", "sample --help", "backends"})
    void a_result_that_is_cut_is_a_failure(String words) {
        for (int room : new int[] {0, 10}) {
            var run = CommandLineRun.of(new Interrupt(), new FullStream(room), words.split(" "));

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).isEqualTo(FULL);
        }
    }

    @Test
    void what_was_used_wrongly_stays_so() {
        var run = CommandLineRun.of(new Interrupt(), new FullStream(0), "sample");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).doesNotContain("results");
    }

    @Test
    void a_training_saves_before_it_fails() {
        Path run = folder.resolve("run");
        String words =
                "train dates --backend scalar --hidden 4 --embedding 4 --batch 2 --steps 1 --output ";
        List<String> all = new ArrayList<>(List.of(words.strip().split(" ")));
        all.add(run.toString());
        var trained =
                CommandLineRun.of(new Interrupt(), new FullStream(0), all.toArray(String[]::new));

        assertThat(trained.code()).isEqualTo(1);
        assertThat(trained.err()).endsWith(FULL);
        assertThat(RunDirectory.model(run).step()).isEqualTo(1);
        assertThat(run.resolve("report.html")).exists();
    }

    // ---- the process' own standard output

    /**
     * Runs {@code rondo --version} as "$@" in a line of bash; standard error is what comes back.
     */
    private static String bash(String line) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "-c", line, "bash"));
        command.addAll(ChildJvm.of(List.of("-Xlog:disable"), "--version").command());
        Process process =
                new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        return new String(process.getErrorStream().readAllBytes());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_full_device_is_a_failure() throws Exception {
        assertThat(bash("\"$@\" >/dev/full; echo \"code $?\" >&2")).isEqualTo(FULL + "code 1\n");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_closed_standard_output_is_a_failure() throws Exception {
        assertThat(bash("\"$@\" >&-; echo \"code $?\" >&2"))
                .isEqualTo("rondo: cannot write the results: Bad file descriptor\ncode 1\n");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_reader_that_went_away_ends_it_quietly() throws Exception {
        assertThat(bash("exec 3> >(:); wait $!; \"$@\" >&3; echo \"code $?\" >&2"))
                .isEqualTo("code 141\n");
    }
}
