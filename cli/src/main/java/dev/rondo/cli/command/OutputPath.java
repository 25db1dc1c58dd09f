package dev.rondo.cli.command;

import dev.rondo.cli.UsageException;
import dev.rondo.models.checkpoint.OutputFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that will be written. */
final class OutputPath {
    private OutputPath() {}

    /**
     * Before computing, refuses a file that could not be written, or that is one of the files to
     * read.
     */
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

    /** The real path of a file that is read. A file that does not exist may still be compared. */
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
