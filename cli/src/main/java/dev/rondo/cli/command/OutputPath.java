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
     *
     * @param option the option that names it
     */
    static void check(String option, Path output, Path... read) {
        String given = option + " " + output;
        Path target = target(given, output);
        if (Files.isDirectory(target)) {
            throw new UsageException(given + " is a directory, not a file");
        }
        if (!Files.isDirectory(target.getParent())) {
            throw new UsageException(given + ": there is no directory " + target.getParent());
        }
        for (Path p : read) {
            if (p != null && target.equals(source(given, p))) {
                throw new UsageException(given + " would overwrite what is read");
            }
        }
    }

    /** The real path of a file that is read. A file that does not exist may still be compared. */
    private static Path source(String given, Path path) {
        return Files.exists(path) ? target(given, path) : path.toAbsolutePath().normalize();
    }

    private static Path target(String given, Path path) {
        try {
            return OutputFile.target(path);
        } catch (IOException e) {
            throw new UsageException(given + " leads nowhere: " + e.getMessage());
        }
    }
}
