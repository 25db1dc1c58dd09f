package dev.rondo.cli.command;

import dev.rondo.cli.UsageException;

import java.nio.file.Files;
import java.nio.file.Path;

/** A file to be written. */
final class OutputPath {
    private OutputPath() {}

    /** Refuses what could not be written, or would overwrite what is read, before computing. */
    static void check(Path output, Path... read) {
        Path target = output.toAbsolutePath().normalize();
        if (Files.isDirectory(target)) {
            throw new UsageException("--output " + output + " is a directory, not a file");
        }
        if (!Files.isDirectory(target.getParent())) {
            throw new UsageException(
                    "--output " + output + ": there is no directory " + target.getParent());
        }
        for (Path p : read) {
            if (p != null && target.equals(p.toAbsolutePath().normalize())) {
                throw new UsageException("--output " + output + " would overwrite what is read");
            }
        }
    }
}
