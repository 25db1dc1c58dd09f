package dev.rondo.cli;

import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.JsonLines;
import dev.rondo.models.checkpoint.OutputFile;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The file by which a directory of trials is recognized, and which says what they are.
 *
 * @param name of the file
 * @param format what stands in it under {@code format}
 * @param version the version that is written, and the newest that is read
 * @param what the directory belongs to, for messages, such as {@code a sweep}
 */
public record MarkerFile(String name, String format, int version, String what) {
    /** What every such file begins with. */
    public Configuration begin() {
        return Configuration.empty().with("format", format).with("version", version);
    }

    /**
     * Writes it.
     *
     * @throws CheckpointException when it cannot be written
     */
    public void write(Path directory, Configuration content) {
        byte[] line = (content + "\n").getBytes(StandardCharsets.UTF_8);
        OutputFile.write(directory.resolve(name), out -> out.write(line));
    }

    /**
     * Reads it.
     *
     * @throws UsageException when the directory has none
     * @throws CheckpointException when it is damaged or of a newer format
     */
    public Configuration read(Path directory) {
        Path file = directory.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new UsageException(
                    directory + " is no directory of " + what + ": it has no " + name);
        }
        Configuration c =
                JsonLines.read(file).stream()
                        .findFirst()
                        .orElseThrow(() -> new CheckpointException(file + " is damaged"));
        if (!c.text("format").equals(format) || c.integer("version") > version) {
            throw new CheckpointException(
                    file + " was written by a newer version of Rondo. Use a newer Rondo");
        }
        return c;
    }

    /** The lines of a file beside it, if there is one; a torn one is removed from it. */
    public static Stream<Configuration> lines(Path file) {
        if (!Files.exists(file)) {
            return Stream.empty();
        }
        JsonLines.truncate(file, Long.MAX_VALUE);
        return JsonLines.read(file).stream();
    }
}
