package dev.rondo.cli.command;

import dev.rondo.cli.UsageException;
import dev.rondo.models.checkpoint.OutputFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file to be written. */
final class OutputPath {
    private OutputPath() {}

    /** Refuses what could not be written, or would overwrite what is read, before computing. */
    static void check(Path output, Path... read) {
        Path target = target(output);
        if (Files.isDirectory(target)) {
            throw new UsageException("--output " + output + " is a directory, not a file");
        }
        if (!Files.isDirectory(target.getParent())) {
            throw new UsageException(
                    "--output " + output + ": there is no directory " + target.getParent());
        }
        for (Path p : read) {
            if (p != null && target.equals(source(p))) {
                throw new UsageException("--output " + output + " would overwrite what is read");
            }
        }
    }

    /** What is not there may be meant all the same. */
    private static Path source(Path path) {
        return Files.exists(path) ? target(path) : path.toAbsolutePath().normalize();
    }

    private static Path target(Path path) {
        try {
            return OutputFile.target(path);
        } catch (IOException e) {
            throw new UsageException("--output " + path + " leads nowhere: " + e.getMessage());
        }
    }
}
