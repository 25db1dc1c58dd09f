package dev.rondo.models.data;

import dev.rondo.models.checkpoint.DataSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of UTF-8 text, read whole and strictly.
 *
 * @param source where it came from
 * @param text the text, without a byte order mark
 */
public record TextFile(DataSource source, String text) {
    /** Java's strings and arrays end near 2^31; bytes of a text are never fewer than characters. */
    private static final long LARGEST = Integer.MAX_VALUE - 8;

    /** Standard input; a file of that name is {@code ./-}. */
    public static final Path STANDARD_INPUT = Path.of("-");

    /** How messages name a file. */
    public static String name(Path file) {
        return file.equals(STANDARD_INPUT) ? "standard input" : file.toString();
    }

    /**
     * Reads a file, or {@link #STANDARD_INPUT}.
     *
     * @throws DataException when it is missing, a directory, empty, binary, too large, or not UTF-8
     */
    public static TextFile read(Path path) {
        try (TextReader reader = TextReader.open(path)) {
            checkSize(path);
            StringBuilder text = new StringBuilder();
            char[] piece = new char[1 << 16];
            for (int n = reader.read(piece, 0, piece.length);
                    n >= 0;
                    n = reader.read(piece, 0, piece.length)) {
                text.append(piece, 0, n);
            }
            return new TextFile(reader.source(), text.toString());
        } catch (OutOfMemoryError e) {
            throw new DataException(
                    name(path) + " does not fit the JVM's memory; give it more with -Xmx", e);
        }
    }

    private static void checkSize(Path file) {
        try {
            if (!file.equals(STANDARD_INPUT) && Files.size(file) > LARGEST) {
                throw new DataException(
                        file + " has " + Files.size(file) + " bytes; at most 2^31-9 can be read");
            }
        } catch (IOException e) {
            throw new DataException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
