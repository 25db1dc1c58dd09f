package dev.rondo.spark;

import dev.rondo.backend.Executable;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.Description;
import dev.rondo.models.checkpoint.HeldDirectory;
import dev.rondo.models.checkpoint.RunDirectory;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The files of a run directory, so that a model can go where there is no common file system. It has
 * one checkpoint, the best, and the metrics of its training.
 *
 * @param files their bytes, by paths with {@code /}, relative to the run directory
 */
public record RunFiles(Map<String, byte[]> files) implements Serializable {
    private static final long serialVersionUID = 1;

    /** Copies the map, in its order. */
    public RunFiles {
        files = new LinkedHashMap<>(files);
    }

    /**
     * Reads a run directory.
     *
     * @throws CheckpointException when it is none, or its best checkpoint is damaged
     */
    public static RunFiles of(Path directory) {
        Checkpoint best = RunDirectory.model(directory);
        List<Path> wanted = new ArrayList<>();
        wanted.addAll(regular(directory, 1));
        wanted.addAll(regular(best.directory(), 1));
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (Path file : wanted) {
            String name = directory.relativize(file).toString().replace('\\', '/');
            files.put(name, bytes(file));
        }
        return new RunFiles(files);
    }

    private static List<Path> regular(Path directory, int depth) {
        try (Stream<Path> all = Files.walk(directory, depth)) {
            return all.filter(Files::isRegularFile)
                    .filter(f -> !f.endsWith(HeldDirectory.LOCK))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OutOfMemoryError e) {
            throw new CheckpointException(
                    file + " does not fit the memory of this JVM; give it more", e);
        }
    }

    /** Writes them below a directory. */
    public void writeTo(Path directory) {
        files.forEach(
                (name, bytes) -> {
                    Path file = directory.resolve(name);
                    try {
                        Files.createDirectories(file.getParent());
                        Files.write(file, bytes);
                    } catch (IOException e) {
                        throw new UncheckedIOException("cannot write " + file, e);
                    }
                });
    }

    /**
     * What the checkpoint says about itself.
     *
     * @throws CheckpointException when that was altered
     */
    public Description description() {
        return sealed().description();
    }

    /** SHA-256 of the weights, in hexadecimal, which tells models apart. */
    public String weights() {
        return sealed().tensorsSha256();
    }

    private Description.Sealed sealed() {
        return files.entrySet().stream()
                .filter(f -> f.getKey().endsWith(Checkpoint.DESCRIPTION))
                .map(f -> Description.parse(f.getKey(), f.getValue()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new CheckpointException(
                                        "there is no checkpoint in " + files.keySet()));
    }

    /**
     * Sets the variables of an executable that predicts.
     *
     * @throws CheckpointException when the checkpoint is damaged, or has not all of them
     */
    public void restore(Executable executable) {
        use(
                checkpoint -> {
                    checkpoint.restorePart(executable);
                    return executable;
                });
    }

    /**
     * Uses the checkpoint, whose files exist only meanwhile.
     *
     * @throws CheckpointException when it is damaged
     */
    public <T> T use(Function<Checkpoint, T> user) {
        try (TemporaryDirectory temporary = new TemporaryDirectory()) {
            writeTo(temporary.path());
            return user.apply(RunDirectory.model(temporary.path()));
        }
    }
}
