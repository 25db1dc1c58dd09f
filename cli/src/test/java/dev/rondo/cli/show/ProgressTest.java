package dev.rondo.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.Console;
import dev.rondo.cli.ResultWriter;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** A terminal obeys what the display itself writes, and nothing in the texts that it shows. */
class ProgressTest {
    private static final String CLEAR_LINE = "\r\u001b[2K";
    private static final String HOSTILE = "a\u001b]0;title\u0007\u202eb";
    private static final String SHOWN = "a\\u001b]0;title\\u0007\\u202eb";

    private final StringWriter err = new StringWriter();
    private final Console console =
            new Console(
                    ResultWriter.to(OutputStream.nullOutputStream(), StandardCharsets.UTF_8),
                    new PrintWriter(err),
                    true,
                    true);

    @Test
    void aBar() {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(terminal, true, StandardCharsets.UTF_8);
        try (var bar = new ProgressLine(console, stream, HOSTILE, HOSTILE, 10)) {
            bar.to(1, () -> HOSTILE);
            bar.line(HOSTILE);
        }

        assertThat(err.toString()).startsWith(CLEAR_LINE + SHOWN);
        assertThat(terminal.toString(StandardCharsets.UTF_8))
                .contains("a\\u001b")
                .doesNotContain("\u001b]", "\u0007", "\u202e");
    }

    @Test
    void aLog() {
        try (var log = new ProgressLog(console, "task", "steps", 10)) {
            log.line(HOSTILE);
        }

        assertThat(err.toString()).startsWith(SHOWN);
    }
}
