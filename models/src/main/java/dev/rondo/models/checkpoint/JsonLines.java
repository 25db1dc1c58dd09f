package dev.rondo.models.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
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
 * A growing file of JSON objects, one per line. Lines are collected and written about once a
 * second, so that a line costs no system call. For one thread at a time.
 */
public final class JsonLines implements AutoCloseable {
    private final GrowingFile out;

    /**
     * Opens a file to append to. Creates it when it does not exist.
     *
     * @throws CheckpointException when it cannot be opened
     */
    public JsonLines(Path file) {
        out = GrowingFile.appending(file);
    }

    /**
     * Adds a line.
     *
     * @throws CheckpointException when the file cannot be written
     */
    public void append(Configuration line) {
        out.append((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Passes all lines to the operating system, so that other processes see them.
     *
     * @throws CheckpointException when the file cannot be written
     */
    public void flush() {
        out.flush();
    }

    /**
     * Puts all lines on the disk.
     *
     * @throws CheckpointException when the file cannot be written
     */
    public void sync() {
        out.sync();
    }

    /** Flushes and closes. After a failure, nothing is written a second time. */
    @Override
    public void close() {
        out.close();
    }

    /**
     * The lines of a file, oldest first. A line that a crash left torn is skipped.
     *
     * @throws CheckpointException when the file cannot be read
     */
    public static List<Configuration> read(Path file) {
        List<Configuration> lines = new ArrayList<>();
        try {
            scan(file, lines::add, (_, _) -> {});
        } catch (IOException e) {
            throw GrowingFile.cannot("read", file, e);
        }
        return lines;
    }

    /**
     * The lines of a file that nobody writes any more, so that every line has to be whole. Errors
     * about a setting name the line, too.
     *
     * @throws CheckpointException when the file cannot be read, or a line is not a JSON object
     */
    public static List<Configuration> readWhole(Path file) {
        List<Configuration> lines = new ArrayList<>();
        try {
            scan(
                    file,
                    lines::add,
                    (number, e) -> {
                        throw new CheckpointException(
                                file
                                        + ":"
                                        + number
                                        + ": the line is not a JSON object ("
                                        + Json.reason(e)
                                        + "); if what wrote it was cut short, remove the line",
                                e);
                    });
        } catch (IOException e) {
            throw GrowingFile.cannot("read", file, e);
        }
        return lines;
    }

    /**
     * Removes the lines of later steps and torn lines. Does nothing when the path is not a file or
     * does not exist.
     *
     * @param step the last step whose lines stay
     * @throws CheckpointException when the file cannot be read or replaced; it is then unchanged
     */
    public static void truncate(Path file, long step) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        OutputFile.write(
                file,
                to -> {
                    OutputStream out = new BufferedOutputStream(to, 1 << 16);
                    scan(
                            file,
                            line -> {
                                if (line.integer("step", 0) <= step) {
                                    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                                }
                            },
                            (_, _) -> {});
                    out.flush();
                });
    }

    /** Takes one line at a time. */
    @FunctionalInterface
    private interface Reader {
        void take(Configuration line) throws IOException;
    }

    /** Is told of a line that is not an object. */
    @FunctionalInterface
    private interface Torn {
        void at(int number, JsonProcessingException why);
    }

    private static void scan(Path file, Reader each, Torn torn) throws IOException {
        // this decoder replaces bytes that are not UTF-8, so that a torn line does not stop the
        // reading
        try (InputStream in = Files.newInputStream(file);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                Map<String, Object> object;
                try {
                    object = Json.object(line);
                } catch (JsonProcessingException e) {
                    torn.at(number, e);
                    continue;
                }
                each.take(Configuration.of(file + ":" + number, object));
            }
        }
    }
}
