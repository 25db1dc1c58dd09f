package dev.rondo.models.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A file of JSON objects, one a line, that grows. Lines are gathered and written about once a
 * second, so that a line costs no system call. For one thread at a time.
 */
public final class JsonLines implements AutoCloseable {
    private static final int FULL = 1 << 16;
    private static final long LONGEST_WAIT = 1_000_000_000L;

    private final Path file;
    private final FileChannel channel;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private long written = System.nanoTime();

    /**
     * Opens a file to append to; it is created where there is none.
     *
     * @throws CheckpointException when it cannot be opened
     */
    public JsonLines(Path file) {
        this.file = file;
        try {
            channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
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
            ByteBuffer bytes = ByteBuffer.wrap(waiting.toByteArray());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            waiting.reset();
            written = System.nanoTime();
        } catch (IOException e) {
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
            channel.force(false);
        } catch (IOException e) {
            throw cannot("write", file, e);
        }
    }

    /** Flushes and closes. */
    @Override
    public void close() {
        try (channel) {
            if (channel.isOpen()) {
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
        scan(file, line -> lines.add(line));
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
                out ->
                        scan(
                                file,
                                line -> {
                                    if (line.integer("step", 0) <= step) {
                                        write(file, out, line);
                                    }
                                }));
    }

    private static void write(Path file, WritableByteChannel out, Configuration line) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw cannot("rewrite", file, e);
        }
    }

    private static void scan(Path file, Consumer<Configuration> each) {
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
                each.accept(Configuration.of(file.toString(), object));
            }
        } catch (IOException e) {
            throw cannot("read", file, e);
        }
    }
}
