package dev.rondo.models.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A directory that one process holds to write results into. The file {@value #LOCK} in it is locked
 * until this is closed, or until the process ends, however that happens. Those who only read need
 * not hold it.
 */
public final class HeldDirectory implements AutoCloseable {
    /** The file that is locked. */
    public static final String LOCK = "lock";

    private final Path path;
    private final FileChannel lock;

    private HeldDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes a directory for new results and takes hold of it. Missing parents are created; a
     * directory that exists must be empty.
     *
     * @param marker the file that the caller writes next, by which results are recognized
     * @throws CheckpointException when something is there already, or it cannot be created
     */
    public static HeldDirectory create(Path path, String marker) {
        try {
            if (path.toAbsolutePath().getParent() != null) {
                Files.createDirectories(path.toAbsolutePath().getParent());
            }
            createOrFindEmpty(path, marker);
        } catch (IOException e) {
            throw new CheckpointException(
                    "cannot create the run directory " + path + ": " + Failures.reason(e), e);
        }
        HeldDirectory held = hold(path);
        // a second process may also have found it empty, and may have had the lock before
        if (Files.exists(path.resolve(marker))) {
            held.close();
            throw taken(path, marker);
        }
        return held;
    }

    private static void createOrFindEmpty(Path path, String marker) throws IOException {
        try {
            Files.createDirectory(path);
        } catch (FileAlreadyExistsException _) {
            if (!Files.isDirectory(path)) {
                throw new CheckpointException(path + " exists and is not a directory");
            }
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                for (Path p : entries) {
                    if (!p.getFileName().toString().equals(LOCK)) {
                        throw taken(path, marker);
                    }
                }
            }
        }
    }

    private static CheckpointException taken(Path path, String marker) {
        return new CheckpointException(
                path
                        + " exists and is not empty; choose another directory"
                        + (Files.exists(path.resolve(marker)) ? ", or resume this run" : ""));
    }

    /**
     * Takes hold of a directory that exists.
     *
     * @throws CheckpointException when another process holds it, or it cannot be written
     */
    public static HeldDirectory hold(Path path) {
        try {
            return tryHold(path).orElseThrow(() -> inUse(path));
        } catch (IOException e) {
            throw new CheckpointException(
                    "cannot lock " + path.resolve(LOCK) + ": " + Failures.reason(e), e);
        }
    }

    /**
     * Takes hold of a directory that exists.
     *
     * @return empty when another process holds it
     * @throws IOException when it cannot be written
     */
    public static Optional<HeldDirectory> tryHold(Path path) throws IOException {
        FileChannel channel = null;
        try {
            channel =
                    FileChannel.open(
                            path.resolve(LOCK),
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE);
            FileLock held = channel.tryLock();
            if (held == null) {
                return Optional.empty();
            }
            HeldDirectory directory = new HeldDirectory(path, channel);
            channel = null;
            return Optional.of(directory);
        } catch (OverlappingFileLockException _) {
            return Optional.empty();
        } finally {
            release(channel);
        }
    }

    private static CheckpointException inUse(Path path) {
        return new CheckpointException(
                "another process is writing into " + path + "; wait for it, or stop it");
    }

    private static void release(FileChannel lock) {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException _) {
                // at the latest, the lock ends with the process
            }
        }
    }

    /** The path of the directory. */
    public Path path() {
        return path;
    }

    /** Unlocks the directory. */
    @Override
    public void close() {
        release(lock);
    }
}
