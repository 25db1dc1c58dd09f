package dev.rondo.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What results are written on. A {@link PrintWriter} keeps errors to itself; this one keeps the
 * first, so that no command ends as if its results had arrived where they had not.
 */
public final class ResultWriter extends PrintWriter {
    private final Kept stream;
    private final Charset charset;
    private final boolean terminal;

    private ResultWriter(Kept stream, Charset charset, boolean terminal) {
        super(stream, true, charset);
        this.stream = stream;
        this.charset = charset;
        this.terminal = terminal;
    }

    /** Writes to a stream, line by line. */
    public static ResultWriter to(OutputStream stream, Charset charset) {
        return new ResultWriter(new Kept(stream), charset, false);
    }

    /** Writes to a terminal, which gets nothing that it would obey. */
    static ResultWriter toTerminal(OutputStream stream, Charset charset) {
        return new ResultWriter(new Kept(stream), charset, true);
    }

    /** Writes to the process' standard output. */
    static ResultWriter system(Charset charset, boolean terminal) {
        return new ResultWriter(new Kept(new StandardOutput()), charset, terminal);
    }

    /** Writes to the same, for what is all Rondo's own, such as a coloured help. */
    PrintWriter own() {
        return new PrintWriter(stream, true, charset);
    }

    @Override
    public void write(String text, int from, int count) {
        if (terminal) {
            String shown = Printable.escaped(text.substring(from, from + count));
            super.write(shown, 0, shown.length());
        } else {
            super.write(text, from, count);
        }
    }

    @Override
    public void write(char[] text, int from, int count) {
        write(new String(text, from, count), 0, count);
    }

    @Override
    public void write(int character) {
        write(String.valueOf((char) character), 0, 1);
    }

    /**
     * Hands all results over. A command that goes on for long asks between two results whether
     * there is still a reason to.
     *
     * @throws UncheckedIOException with a {@link LostException} when this or an earlier write
     *     failed
     */
    public void check() {
        flush();
        if (stream.lost != null) {
            throw new UncheckedIOException(stream.lost);
        }
    }

    /** Results could not be written. */
    static final class LostException extends IOException {
        private final boolean readerGone;

        private LostException(IOException cause) {
            super("cannot write the results: " + cause.getMessage(), cause);
            this.readerGone = cause instanceof ReaderGoneException;
        }

        /** Whether a reader had enough of them, as {@code head} has. */
        boolean readerGone() {
            return readerGone;
        }
    }

    private static final class ReaderGoneException extends IOException {
        ReaderGoneException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Keeps the first error; nothing is written after it, so that no results have a hole. */
    private static final class Kept extends FilterOutputStream {
        private LostException lost;

        Kept(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            keep(() -> out.write(bytes, from, count));
        }

        @Override
        public void flush() throws IOException {
            keep(out::flush);
        }

        private void keep(Action action) throws IOException {
            if (lost != null) {
                throw lost;
            }
            try {
                action.run();
            } catch (IOException e) {
                lost = new LostException(e);
                throw lost;
            }
        }

        private interface Action {
            void run() throws IOException;
        }
    }

    private static final class StandardOutput extends OutputStream {
        private final FileOutputStream file = new FileOutputStream(FileDescriptor.out);

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            try {
                file.write(bytes, from, count);
            } catch (IOException e) {
                throw isPipe() ? new ReaderGoneException(e) : e;
            }
        }

        /**
         * A pipe refuses bytes only when nobody reads it. The system's message says so too, but in
         * the user's language.
         */
        private static boolean isPipe() {
            try {
                int mode = (int) Files.getAttribute(Path.of("/dev/stdout"), "unix:mode");
                int type = mode & 0170000;
                return type == 0010000 || type == 0140000; // a FIFO or a socket
            } catch (IOException | RuntimeException _) {
                return false; // no Unix
            }
        }
    }
}
