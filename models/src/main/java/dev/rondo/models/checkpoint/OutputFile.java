package dev.rondo.models.checkpoint;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** A file that is written as a whole. */
public final class OutputFile {
    /** As many links as Linux follows. */
    private static final int MOST_LINKS = 40;

    private OutputFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of the content. The stream is not buffered, and must not be closed. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Gives a file new content, by means of a temporary file next to it. Whatever happens, the file
     * then has either its old content or all of the new one. A symbolic link stays, and the file it
     * leads to is written. A path that is not a file, such as a named pipe or a device, cannot be
     * replaced; the content is written into it.
     *
     * @throws CheckpointException when it cannot be written
     */
    public static void write(Path file, Content content) {
        try {
            Path target = target(file);
            if (isStream(target)) {
                try (FileOutputStream out = new FileOutputStream(target.toFile())) {
                    content.writeTo(out);
                }
            } else {
                replace(target, content);
            }
        } catch (IOException e) {
            throw GrowingFile.cannot("write", file, e);
        }
    }

    private static void replace(Path file, Content content) throws IOException {
        Disk disk = Disk.REAL;
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            disk.delete(temporary);
            disk.create(temporary, content);
            disk.rename(temporary, file);
            disk.sync(file.getParent());
        } catch (IOException e) {
            disk.deleteQuietly(temporary);
            throw e;
        }
    }

    /**
     * The file that is written when a path is written: the end of its symbolic links, even if
     * nothing exists there yet.
     *
     * @throws IOException when the links form a circle or cannot be read
     */
    public static Path target(Path file) throws IOException {
        Path at = file.toAbsolutePath();
        if (Files.exists(at)) {
            // a link of /proc to a pipe leads to no path
            return isStream(at) ? at : at.toRealPath();
        }
        for (int links = 0; Files.isSymbolicLink(at); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemException(
                        file.toString(), null, "its symbolic links lead in a circle");
            }
            at = at.resolveSibling(Files.readSymbolicLink(at));
        }
        return at;
    }

    private static boolean isStream(Path file) throws IOException {
        return Files.exists(file)
                && Files.readAttributes(file, BasicFileAttributes.class).isOther();
    }
}
