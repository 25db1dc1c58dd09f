// Template of DoubleLines: see Twins.java.
package dev.rondo.backend.simd.product;

import dev.rondo.backend.simd.lanes.CoreCache;
import dev.rondo.kernels.View;
import dev.rondo.kernels.Window;

import java.util.Arrays;

/**
 * Some lines of an image with zeros around them, as left operand of the product that a convolution
 * is. The rows of the operand overlap: the row of the next place of the result starts some pixels
 * further. So each pixel is copied once for each block of lines, and not once for each position of
 * the kernel as by {@link FloatPatches}. The order of the common axis is the same, (p, q, c), and
 * so are the bits of the result.
 */
final class FloatLines {
    /** Elements of a run of the common axis from which on tiles are worth their start and end. */
    private static final int LEAST_RUN = 64;

    /** Elements of the common axis of a tile: a panel of it fits a first-level cache. */
    private static final int MOST_RUN = 1024 / Float.BYTES;

    private final CoreCache cache;

    private float[] image;
    private int base;
    private int batchStride;
    private int rowStride;
    private int columnStride;
    private int imageHeight;
    private int imageWidth;
    private int channels;

    /** Line of the image that row 0 of the result and of the kernel meet. */
    private int firstLine;

    private int firstColumn;
    private int lineStep;
    private int columnStep;
    private int lineDilation;
    private int columnDilation;
    private int kernelHeight;
    private int kernelWidth;

    /** Pixels of a line with its zeros. */
    private int width;

    /** Elements of such a line. */
    private int pitch;

    /** Elements of the common axis that lie side by side. */
    private int run;

    /** Lines that stay in a cache. */
    FloatLines(CoreCache cache) {
        this.cache = cache;
    }

    /** Takes an image, and a kernel for its extents; see {@link FloatPatches#fill}. */
    void fill(View x, View kernel, Window rows, Window columns) {
        image = x.f32();
        base = x.offset();
        batchStride = x.stride(0);
        rowStride = x.stride(1);
        columnStride = x.stride(2);
        imageHeight = x.dim(1);
        imageWidth = x.dim(2);
        kernelHeight = kernel.dim(1);
        kernelWidth = kernel.dim(2);
        channels = kernel.dim(3);
        lineStep = rows.stride();
        columnStep = columns.stride();
        lineDilation = Math.abs(rows.dilation());
        columnDilation = Math.abs(columns.dilation());
        firstLine = first(rows, kernelHeight);
        firstColumn = first(columns, kernelWidth);
        width = (columns.extent() - 1) * columnStep + (kernelWidth - 1) * columnDilation + 1;
        pitch = width * channels;
        run = columnDilation == 1 ? kernelWidth * channels : channels;
    }

    private static int first(Window window, int kernel) {
        return window.offset() + Math.min(0, (kernel - 1) * window.dilation());
    }

    /**
     * Whether a convolution is better computed from lines: if runs are long enough, the lines of a
     * row of the result fit the cache, and few rows of tiles are empty.
     *
     * @param x an image whose channels lie side by side
     */
    boolean suit(View x, Window rows, Window columns) {
        int full = (columns.extent() + 3) / 4 * 4;
        return x.stride(3) == 1
                && rows.spacing() == 1
                && columns.spacing() == 1
                && lineStep > 0
                && columnStep > 0
                && run >= LEAST_RUN
                && fit((long) lines(1) * width * channels)
                && 7 * full <= 8 * columns.extent();
    }

    /** Whether so many elements take no more than half of the cache. */
    private boolean fit(long elements) {
        return elements <= cache.bytes() / 2 / Float.BYTES;
    }

    /** How many rows of the result to compute from one block of lines, up to a number. */
    int rows(int most) {
        int rows = Math.max(1, most);
        while (rows > 1 && !fit(size(rows))) {
            rows--;
        }
        return rows;
    }

    /** Elements of the lines for some rows of the result. */
    int size(int rows) {
        return lines(rows) * pitch;
    }

    private int lines(int rows) {
        return (rows - 1) * lineStep + (kernelHeight - 1) * lineDilation + 1;
    }

    /** Goes on to the next group of channels. */
    void nextGroup() {
        base += channels;
    }

    void clear() {
        image = null;
    }

    /** Copies the lines for some rows of the result, from row i of batch b on. */
    void copy(int b, int i, int rows, float[] to) {
        int line = firstLine + i * lineStep;
        int end = line + lines(rows);
        int left = Math.max(0, -firstColumn);
        int from = Math.max(0, firstColumn);
        int count = Math.max(0, Math.min(imageWidth - from, width - left));
        for (int at = 0; line < end; line++) {
            if (line < 0 || line >= imageHeight || count == 0) {
                Arrays.fill(to, at, at + pitch, 0);
            } else {
                int pixel = base + b * batchStride + line * rowStride + from * columnStride;
                int start = at + left * channels;
                Arrays.fill(to, at, start, 0);
                pixels(pixel, count, to, start);
                Arrays.fill(to, start + count * channels, at + pitch, 0);
            }
            at += pitch;
        }
    }

    private void pixels(int from, int count, float[] to, int at) {
        if (columnStride == channels) {
            System.arraycopy(image, from, to, at, count * channels);
            return;
        }
        for (int i = 0; i < count; i++) {
            System.arraycopy(image, from + i * columnStride, to, at + i * channels, channels);
        }
    }

    /** Distance between rows of the operand. */
    int rowStep() {
        return columnStep * channels;
    }

    /** Where element k of the first place of row i begins; i counts from the first of the block. */
    int at(int i, int k) {
        int tap = k / channels;
        int p = tap / kernelWidth;
        int q = tap - p * kernelWidth;
        return (i * lineStep + p * lineDilation) * pitch
                + q * columnDilation * channels
                + k
                - tap * channels;
    }

    /** How many elements of the common axis, from k on, a tile takes at once. */
    int depth(int k) {
        int pieces = (run + MOST_RUN - 1) / MOST_RUN;
        return Math.min((run + pieces - 1) / pieces, run - k % run);
    }
}
