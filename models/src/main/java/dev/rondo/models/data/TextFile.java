package dev.rondo.models.data;

import dev.rondo.models.checkpoint.DataSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

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
        byte[] bytes = bytes(path);
        String file = name(path);
        if (bytes.length == 0) {
            throw new DataException(file + " is empty");
        }
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                throw new DataException(
                        file
                                + " is a binary file, not a text: byte "
                                + i
                                + " is zero"
                                + (looksLikeUtf16(bytes)
                                        ? " (it looks like UTF-16; convert it with: iconv -f UTF-16"
                                                + " -t UTF-8)"
                                        : ""));
            }
        }
        String text = decode(file, bytes);
        if (text.isEmpty()) {
            throw new DataException(file + " is empty but for a byte order mark");
        }
        return new TextFile(new DataSource(shortName(path), sha256(bytes), bytes.length), text);
    }

    private static String shortName(Path file) {
        return file.equals(STANDARD_INPUT) ? name(file) : file.getFileName().toString();
    }

    private static byte[] bytes(Path file) {
        if (file.equals(STANDARD_INPUT)) {
            try {
                return System.in.readAllBytes();
            } catch (IOException e) {
                throw new DataException("cannot read standard input: " + e.getMessage(), e);
            }
        }
        if (Files.isDirectory(file)) {
            throw new DataException(file + " is a directory, not a text file");
        }
        if (!Files.exists(file)) {
            throw new DataException(file + " does not exist");
        }
        try {
            if (Files.size(file) > LARGEST) {
                throw new DataException(
                        file + " has " + Files.size(file) + " bytes; at most 2^31-9 can be read");
            }
            return Files.readAllBytes(file);
        } catch (AccessDeniedException e) {
            throw new DataException("cannot read " + file + ": permission denied", e);
        } catch (IOException e) {
            throw new DataException("cannot read " + file + ": " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new DataException(
                    file + " does not fit the JVM's memory; give it more with -Xmx", e);
        }
    }

    private static boolean looksLikeUtf16(byte[] b) {
        return b.length >= 2
                && (b[0] == (byte) 0xFE && b[1] == (byte) 0xFF
                        || b[0] == (byte) 0xFF && b[1] == (byte) 0xFE);
    }

    private static String decode(String file, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            int at = in.position();
            throw new DataException(
                    file
                            + " is not UTF-8: byte "
                            + at
                            + String.format(Locale.ROOT, " (0x%02X)", bytes[at])
                            + ", on line "
                            + lineOf(bytes, at)
                            + ", column "
                            + columnAt(out)
                            + ", cannot be decoded. If it is Latin-1, convert it with: iconv -f"
                            + " ISO-8859-1 -t UTF-8");
        }
        out.flip();
        if (out.hasRemaining() && out.charAt(0) == '\uFEFF') {
            out.position(1);
        }
        return out.toString();
    }

    /** The column of the character after those that were decoded. */
    private static int columnAt(CharBuffer decoded) {
        String before = decoded.flip().toString();
        int begin = before.lastIndexOf('\n') + 1;
        return before.codePointCount(begin, before.length()) + 1;
    }

    private static int lineOf(byte[] bytes, int at) {
        int line = 1;
        for (int i = 0; i < at; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    /** SHA-256 of bytes as lower-case hexadecimal. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has SHA-256", e);
        }
    }
}
