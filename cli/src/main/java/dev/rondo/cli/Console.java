package dev.rondo.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where a command writes: results to {@code out}, progress and warnings to {@code err}.
 *
 * @param out results
 * @param err everything else
 * @param interactive whether a person watches in a terminal that can show a moving progress bar
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

    /**
     * The locale's charset. In the bare C locale it is UTF-8, which every present terminal reads.
     */
    private static Charset charset() {
        Charset locale = System.out.charset();
        return locale.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : locale;
    }

    /** Whether a stream is a terminal. Java says this only of both streams together. */
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

    /** Writes a line to {@code err}. */
    public void note(String line) {
        err.println(Printable.escaped(line));
        err.flush();
    }

    /** Writes a line to {@code err} about something that went wrong but was not fatal. */
    public void warn(String line) {
        note("rondo: warning: " + line);
    }

    /** Shows everything that was written so far. */
    public void flush() {
        out.flush();
        err.flush();
    }
}
