package dev.rondo.models.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file to append to. Bytes are collected and written about once a second, so that a line costs no
 * system call. For one thread at a time.
 */
final class GrowingFile implements AutoCloseable {
    private static final int FULL = 1 << 16;
    private static final long LONGEST_WAIT = 1_000_000_000L;

    private final Path file;
    // a channel would be closed when the thread is interrupted, and waiting bytes would be lost
    private final FileOutputStream out;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private long written = System.nanoTime();
    private boolean torn;

    private GrowingFile(Path file) {
        this.file = file;
        try {
            out = new FileOutputStream(file.toFile(), true);
        } catch (IOException e) {
            throw cannot("write", file, e);
        }
    }

    /** Opens a file to append to. Creates it when it does not exist. */
    static GrowingFile appending(Path file) {
        return new GrowingFile(file);
    }

    static CheckpointException cannot(String what, Path file, IOException e) {
        return new CheckpointException(
                "cannot " + what + " " + file + ": " + Failures.reason(e), e);
    }

    void append(byte[] bytes) {
        waiting.writeBytes(bytes);
        if (waiting.size() >= FULL || System.nanoTime() - written >= LONGEST_WAIT) {
            flush();
        }
    }

    /** Hands everything to the operating system. */
    void flush() {
        try {
            waiting.writeTo(out);
            waiting.reset();
            written = System.nanoTime();
        } catch (IOException e) {
            torn = true;
            throw cannot("write", file, e);
        }
    }

    /** Puts everything on the disk. */
    void sync() {
        flush();
        try {
            out.getFD().sync();
        } catch (IOException e) {
            throw cannot("write", file, e);
        }
    }

    /** Flushes and closes. After a failure, nothing is written a second time. */
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
}
