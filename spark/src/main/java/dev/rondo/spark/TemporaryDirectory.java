package dev.rondo.spark;

import org.apache.hadoop.fs.FileUtil;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory that exists until it is closed. */
record TemporaryDirectory(Path path) implements AutoCloseable {
    /** A new one. */
    TemporaryDirectory() {
        this(created());
    }

    private static Path created() {
        try {
            return Files.createTempDirectory("rondo");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a temporary directory", e);
        }
    }

    @Override
    public void close() {
        FileUtil.fullyDelete(path.toFile());
    }
}
