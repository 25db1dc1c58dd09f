package dev.rondo.models.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A file of JSON objects, one a line, that grows. Lines are gathered and written about once a
 * second, so that a line costs no system call. For one thread at a time.
 */
public final class JsonLines implements AutoCloseable {
    private static final int FULL = 1 << 16;
    private static final long LONGEST_WAIT = 1_000_000_000L;

    private final Path file;
    // a channel would be closed when the thread is interrupted, and the lines lost
    private final FileOutputStream out;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private long written = System.nanoTime();
    private boolean torn;

    /**
     * Opens a file to append to; it is created where there is none.
     *
     * @throws CheckpointException when it cannot be opened
     */
    public JsonLines(Path file) {
        this.file = file;
        try {
            out = new FileOutputStream(file.toFile(), true);
        } catch (IOException e) {
            throw cannot("write", file, e);
        }
    }

    private static CheckpointException cannot(String what, Path file, IOException e) {
        return new CheckpointException(
                "cannot " + what + " " + file + ": " + Failures.reason(e), e);
    }

    /**
     * Adds a line.
     *
     * @throws CheckpointException when the file cannot be written
     */
    public void append(Configuration line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        waiting.write(bytes, 0, bytes.length);
        if (waiting.size() >= FULL || System.nanoTime() - written >= LONGEST_WAIT) {
            flush();
        }
    }

    /**
     * Hands all lines to the operating system, where other processes see them.
     *
     * @throws CheckpointException when the file cannot be written
     */
    public void flush() {
        try {
            waiting.writeTo(out);
            waiting.reset();
            written = System.nanoTime();
        } catch (IOException e) {
            torn = true;
            throw cannot("write", file, e);
        }
    }

    /**
     * Puts all lines on the disk.
     *
     * @throws CheckpointException when the file cannot be written
     */
    public void sync() {
        flush();
        try {
            out.getFD().sync();
        } catch (IOException e) {
            throw cannot("write", file, e);
        }
    }

    /** Flushes and closes; after a failure nothing is written a second time. */
    @Override
    public void close() {
        try (out) {
            if (!torn) {
                flush();
            }
        } catch (IOException e) {
            throw cannot("close", file, e);
        }
    }

    /**
     * The lines of a file, oldest first. A line that a crash left torn is left out.
     *
     * @throws CheckpointException when the file cannot be read
     */
    public static List<Configuration> read(Path file) {
        List<Configuration> lines = new ArrayList<>();
        try {
            scan(file, lines::add);
        } catch (IOException e) {
            throw cannot("read", file, e);
        }
        return lines;
    }

    /**
     * Drops the lines of later steps, and torn ones; a file that does not exist is left alone.
     *
     * @param step the last whose lines stay
     * @throws CheckpointException when the file cannot be read or replaced; it is then as it was
     */
    public static void truncate(Path file, long step) {
        if (!Files.exists(file)) {
            return;
        }
        Disk.REAL.replace(
                file,
                to -> {
                    OutputStream out = new BufferedOutputStream(to, FULL);
                    scan(
                            file,
                            line -> {
                                if (line.integer("step", 0) <= step) {
                                    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                                }
                            });
                    out.flush();
                });
    }

    /** Takes a line. */
    @FunctionalInterface
    private interface Reader {
        void take(Configuration line) throws IOException;
    }

    private static void scan(Path file, Reader each) throws IOException {
        // a decoder that replaces what is not UTF-8: a torn line must not stop the reading
        try (InputStream in = Files.newInputStream(file);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Map<String, Object> object;
                try {
                    object = Json.object(line);
                } catch (JsonProcessingException _) {
                    continue;
                }
                each.take(Configuration.of(file.toString(), object));
            }
        }
    }
}
