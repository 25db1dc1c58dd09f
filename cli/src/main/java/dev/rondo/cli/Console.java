package dev.rondo.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where a command writes: results on {@code out}, progress and warnings on {@code err}.
 *
 * @param out results
 * @param err everything else
 * @param interactive whether a person watches in a terminal, which can show a moving progress bar
 * @param unicode whether block characters can be shown
 */
public record Console(ResultWriter out, PrintWriter err, boolean interactive, boolean unicode) {

    /** The process' own streams. */
    static Console system() {
        Charset charset = charset();
        return new Console(
                ResultWriter.system(charset, isTerminal("/dev/stdout")),
                new PrintWriter(new FileOutputStream(FileDescriptor.err), true, charset),
                isTerminal(),
                charset.newEncoder().canEncode('█'));
    }

    /** The locale's, but in the bare C locale UTF-8, which every terminal of today reads. */
    private static Charset charset() {
        Charset locale = System.out.charset();
        return locale.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : locale;
    }

    /** Java says it only of both streams together. */
    private static boolean isTerminal(String stream) {
        try {
            return isTerminal() || Path.of(stream).toRealPath().startsWith("/dev/pts");
        } catch (IOException | RuntimeException _) {
            return isTerminal(); // no Unix
        }
    }

    private static boolean isTerminal() {
        java.io.Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** A line on {@code err}. */
    public void note(String line) {
        err.println(Printable.escaped(line));
        err.flush();
    }

    /** A line on {@code err} about something that went wrong and was not fatal. */
    public void warn(String line) {
        note("rondo: warning: " + line);
    }

    /** Shows all that was written so far. */
    public void flush() {
        out.flush();
        err.flush();
    }
}
