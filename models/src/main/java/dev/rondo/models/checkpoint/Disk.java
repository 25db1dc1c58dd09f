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
 * The few operations a commit is made of. They are methods of an object so that tests can let any
 * of them fail. A thread that is interrupted finishes what it began and stays interrupted: a
 * channel would be closed under its hands, and half a checkpoint is of no use to anybody.
 */
class Disk {
    /** The file system as it is. */
    static final Disk REAL = new Disk();

    /** Creates a directory that is not there yet. */
    void createDirectory(Path directory) throws IOException {
        Files.createDirectory(directory);
    }

    /** Creates a file that is not there yet; when this returns its content is on the disk. */
    void create(Path file, OutputFile.Content content) throws IOException {
        Files.createFile(file);
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            content.writeTo(stream(out));
            out.getFD().sync();
        }
    }

    /** What a file's content passes on its way; a seam for tests. */
    OutputStream stream(OutputStream file) {
        return file;
    }

    /** Puts a directory's list of names on the disk, so that a rename in it survives a crash. */
    void sync(Path directory) throws IOException {
        boolean interrupted = false;
        try {
            // only a channel can do it; closed by an interrupt, it is opened again
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
            // Windows does not open directories; there a rename is durable by itself
            if (File.separatorChar == '/') {
                throw e;
            }
        }
    }

    /** Renames in one step: at any moment there is the one or the other, never neither. */
    void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes a file or directory with all it holds; what is not there is left alone. */
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
            // gone already
        }
    }

    /** Deletes what a failed attempt left behind; a second failure has nothing to add. */
    final void deleteQuietly(Path tree) {
        try {
            delete(tree);
        } catch (IOException | UncheckedIOException _) {
            // cleaned when the run directory is opened for training again
        }
    }
}
