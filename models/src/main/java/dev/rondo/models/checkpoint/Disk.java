package dev.rondo.models.checkpoint;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The file operations that a commit consists of. They are methods of an object, so that tests can
 * let any of them fail. A thread that is interrupted finishes the operation and stays interrupted.
 * A channel would be closed by the interrupt, and half a checkpoint is of no use.
 */
class Disk {
    /** The file system as it is. */
    static final Disk REAL = new Disk();

    /** Creates a directory that does not exist yet. */
    void createDirectory(Path directory) throws IOException {
        Files.createDirectory(directory);
    }

    /** Creates a file that does not exist yet. On return its content is on the disk. */
    void create(Path file, OutputFile.Content content) throws IOException {
        Files.createFile(file);
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            content.writeTo(stream(out));
            out.getFD().sync();
        }
    }

    /** The stream through which a file's content goes; tests replace it. */
    OutputStream stream(OutputStream file) {
        return file;
    }

    /** Puts a directory's list of names on the disk, so that a rename in it survives a crash. */
    void sync(Path directory) throws IOException {
        boolean interrupted = false;
        try {
            // only a channel can do this; if an interrupt closes it, it is opened again
            while (true) {
                interrupted |= Thread.interrupted();
                try {
                    force(directory);
                    return;
                } catch (ClosedByInterruptException _) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel d = FileChannel.open(directory, StandardOpenOption.READ)) {
            d.force(true);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            // Windows does not open directories; a rename there is durable without this
            if (File.separatorChar == '/') {
                throw e;
            }
        }
    }

    /** Renames in one step: at any moment one of the two names exists. */
    void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes a file or a directory with its content; does nothing when it does not exist. */
    void delete(Path tree) throws IOException {
        try {
            Files.walkFileTree(
                    tree,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes a)
                                throws IOException {
                            Files.delete(file);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(Path directory, IOException e)
                                throws IOException {
                            if (e != null) {
                                throw e;
                            }
                            Files.delete(directory);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (NoSuchFileException _) {
            // already deleted
        }
    }

    /** Deletes what a failed attempt left; a failure of this is ignored. */
    final void deleteQuietly(Path tree) {
        try {
            delete(tree);
        } catch (IOException | UncheckedIOException _) {
            // removed when the run directory is next opened for training
        }
    }
}
