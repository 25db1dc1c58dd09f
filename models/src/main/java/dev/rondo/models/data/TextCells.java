package dev.rondo.models.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A column of short texts in one array of bytes. A million cells of ten characters take 14 MB; as
 * strings they would take five times that.
 */
final class TextCells {
    private byte[] bytes = new byte[256];
    private int[] ends = new int[32];
    private int size;

    /**
     * Adds a cell.
     *
     * @throws DataException when all cells together have more than 2^31 bytes
     */
    void add(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int begin = size == 0 ? 0 : ends[size - 1];
        long end = (long) begin + utf8.length;
        if (end > Integer.MAX_VALUE - 8) {
            throw new DataException(
                    "a column has more than 2^31 bytes of text; no column that large can be read");
        }
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, 2 * end));
        }
        System.arraycopy(utf8, 0, bytes, begin, utf8.length);
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 2 * size);
        }
        ends[size++] = (int) end;
    }

    String get(int row) {
        int begin = row == 0 ? 0 : ends[row - 1];
        return new String(bytes, begin, ends[row] - begin, StandardCharsets.UTF_8);
    }

    int size() {
        return size;
    }
}
