package dev.rondo.models.data;

import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.checkpoint.Sha256;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Reads UTF-8 strictly and piece by piece, without a byte order mark. What is wrong with the bytes
 * is told with their place, by a {@link DataException}.
 */
final class TextReader extends Reader {
    private static final int PIECE = 1 << 16;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String file;
    private final String shortName;
    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final MessageDigest digest = Sha256.digest();
    private final ByteBuffer bytes = ByteBuffer.allocate(PIECE).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(PIECE).limit(0);
    private boolean ended;

    /** Bytes that were decoded. */
    private long position;

    private long line = 1;
    private long column = 1;
    private boolean begun;
    private boolean utf16;

    private TextReader(Path path, InputStream in) {
        this.file = TextFile.name(path);
        this.shortName =
                path.equals(TextFile.STANDARD_INPUT) ? file : path.getFileName().toString();
        this.in = in;
    }

    /**
     * Opens a file, or {@link TextFile#STANDARD_INPUT}.
     *
     * @throws DataException when it is missing, a directory, empty, or may not be read
     */
    static TextReader open(Path path) {
        if (path.equals(TextFile.STANDARD_INPUT)) {
            return begin(new TextReader(path, System.in));
        }
        if (Files.isDirectory(path)) {
            throw new DataException(path + " is a directory, not a text file");
        }
        if (!Files.exists(path)) {
            throw new DataException(path + " does not exist");
        }
        try {
            return begin(new TextReader(path, Files.newInputStream(path)));
        } catch (AccessDeniedException e) {
            throw new DataException("cannot read " + path + ": permission denied", e);
        } catch (IOException e) {
            throw new DataException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    /** Reads the first piece, so that an empty file is told at once. */
    private static TextReader begin(TextReader reader) {
        try {
            if (!reader.fill()) {
                throw new DataException(
                        reader.file
                                + " is empty"
                                + (reader.position > 0 ? " but for a byte order mark" : ""));
            }
            return reader;
        } catch (DataException e) {
            reader.close();
            throw e;
        }
    }

    /** Where the text came from. May be called once, when all of it has been read. */
    DataSource source() {
        return new DataSource(shortName, HexFormat.of().formatHex(digest.digest()), position);
    }

    @Override
    public int read(char[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!chars.hasRemaining() && !fill()) {
            return -1;
        }
        int count = Math.min(length, chars.remaining());
        chars.get(into, offset, count);
        return count;
    }

    /** Decodes the next piece; false at the end. */
    private boolean fill() {
        chars.clear();
        while (chars.position() == 0 && !(ended && !bytes.hasRemaining())) {
            load();
            int before = bytes.position();
            CoderResult result = decoder.decode(bytes, chars, ended);
            position += bytes.position() - before;
            if (result.isError()) {
                throw undecodable();
            }
            if (!begun && chars.position() > 0) {
                begun = true;
                dropMark();
            }
        }
        chars.flip();
        count();
        return chars.hasRemaining();
    }

    private void load() {
        bytes.compact();
        int from = bytes.position();
        try {
            int n = in.read(bytes.array(), from, bytes.remaining());
            ended = n < 0;
            bytes.position(from + Math.max(0, n)).flip();
            digest.update(bytes.array(), from, bytes.limit() - from);
        } catch (IOException e) {
            throw new DataException("cannot read " + file + ": " + e.getMessage(), e);
        }
        if (position == 0 && bytes.limit() >= 2) {
            int mark = (bytes.get(0) & 0xFF) << 8 | bytes.get(1) & 0xFF;
            utf16 = mark == 0xFEFF || mark == 0xFFFE;
        }
        for (int i = from; i < bytes.limit(); i++) {
            if (bytes.get(i) == 0) {
                throw new DataException(
                        file
                                + " is a binary file, not a text: byte "
                                + (position + i)
                                + " is zero"
                                + (utf16
                                        ? " (it looks like UTF-16; convert it with: iconv -f UTF-16"
                                                + " -t UTF-8)"
                                        : ""));
            }
        }
    }

    private void dropMark() {
        if (chars.get(0) == BYTE_ORDER_MARK) {
            chars.flip().position(1);
            chars.compact();
        }
    }

    /** Counts lines and columns of what was decoded, for the place of an error after it. */
    private void count() {
        for (int i = chars.position(); i < chars.limit(); i++) {
            char c = chars.get(i);
            if (c == '\n') {
                line++;
                column = 1;
            } else if (!Character.isLowSurrogate(c)) {
                column++;
            }
        }
    }

    private DataException undecodable() {
        int wrong = bytes.get(bytes.position()) & 0xFF;
        chars.flip();
        if (!begun && chars.hasRemaining() && chars.get(0) == BYTE_ORDER_MARK) {
            chars.get();
        }
        count();
        return new DataException(
                file
                        + " is not UTF-8: byte "
                        + position
                        + String.format(Locale.ROOT, " (0x%02X)", wrong)
                        + ", on line "
                        + line
                        + ", column "
                        + column
                        + ", cannot be decoded. If it is Latin-1, convert it with: iconv -f"
                        + " ISO-8859-1 -t UTF-8");
    }

    @Override
    public void close() {
        if (in != System.in) {
            try {
                in.close();
            } catch (IOException e) {
                throw new DataException("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
    }
}
