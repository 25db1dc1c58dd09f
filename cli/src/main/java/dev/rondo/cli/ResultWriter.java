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
 * The writer of results. A {@link PrintWriter} hides errors. This one keeps the first error, so
 * that no command ends successfully when its results have not been written.
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

    /** A writer to a stream, line by line. */
    public static ResultWriter to(OutputStream stream, Charset charset) {
        return new ResultWriter(new Kept(stream), charset, false);
    }

    /** A writer to a terminal. It writes nothing that the terminal would obey. */
    static ResultWriter toTerminal(OutputStream stream, Charset charset) {
        return new ResultWriter(new Kept(stream), charset, true);
    }

    /** A writer to the process' standard output. */
    static ResultWriter system(Charset charset, boolean terminal) {
        return new ResultWriter(new Kept(new StandardOutput()), charset, terminal);
    }

    /** A writer to the same stream for text of Rondo's own, such as colored help. */
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
     * Writes all results out. A command that runs for long calls this between two results, to learn
     * whether there is still a reason to go on.
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

    /** Thrown when results could not be written. */
    static final class LostException extends IOException {
        private final boolean readerGone;

        private LostException(IOException cause) {
            super("cannot write the results: " + cause.getMessage(), cause);
            this.readerGone = cause instanceof ReaderGoneException;
        }

        /** Whether the reader has gone, as {@code head} does when it has enough. */
        boolean readerGone() {
            return readerGone;
        }
    }

    private static final class ReaderGoneException extends IOException {
        ReaderGoneException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Keeps the first error. Nothing is written after it, so that results have no gap. */
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
         * Whether it is a pipe. A pipe refuses bytes only when nobody reads it. The system's
         * message says so too, but in the user's language.
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
