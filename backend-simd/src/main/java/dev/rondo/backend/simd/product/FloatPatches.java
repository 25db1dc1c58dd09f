// Template of DoublePatches: see Twins.java.
package dev.rondo.backend.simd.product;

import dev.rondo.backend.simd.lanes.Lanes;
import dev.rondo.kernels.Window;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import java.util.Arrays;

/**
 * The left operand of the product that a convolution is: row (b, i, j) holds what the kernel meets
 * at this place of the result, 0 outside of the image. It is nowhere as a whole; some of it is
 * copied when it is needed.
 *
 * <p>The common axis runs over (p, q, c), row, column and channel of the kernel, where channels lie
 * side by side, and over (c, p, q) where columns do.
 */
final class FloatPatches {
    private static final VectorSpecies<Float> S = Lanes.FLOAT;
    private static final int L = S.length();

    private float[] image;
    private int base;
    private int batchStride;
    private int rowStride;
    private int columnStride;
    private int channelStride;
    private boolean channelsInside;

    private int height;
    private int width;
    private int kernelHeight;
    private int kernelWidth;
    private int channels;

    /** Where position p of the kernel is at row i: i·kernelHeight + p gives it, or −1. */
    private int[] rowAt = new int[0];

    /** The same for columns. */
    private int[] columnAt = new int[0];

    /** For each column j the first position of the kernel within the image, and the one after. */
    private int[] inside = new int[0];

    /** From one position of the kernel to the next along a row; 0 where the image is spaced. */
    private int step;

    /**
     * Takes an image.
     *
     * @param base its first element, and then its strides: batch, row, column, channel
     * @param channelsInside whether channels come last on the common axis
     */
    void image(
            float[] image, int base, int batch, int row, int column, int channel, boolean inside) {
        this.image = image;
        this.base = base;
        batchStride = batch;
        rowStride = row;
        columnStride = column;
        channelStride = channel;
        channelsInside = inside;
    }

    /**
     * Takes windows, over an image of so many rows and columns and a kernel of such a size. A
     * kernel that is walked backwards is exchanged end for end: it has to be given so as right
     * operand.
     */
    void windows(Window rows, Window columns, int h, int w, int kh, int kw, int channels) {
        height = rows.extent();
        width = columns.extent();
        kernelHeight = kh;
        kernelWidth = kw;
        this.channels = channels;
        rowAt = places(rows, h, kh, rowStride, rowAt);
        columnAt = places(columns, w, kw, columnStride, columnAt);
        step = columns.spacing() == 1 ? Math.abs(columns.dilation()) * columnStride : 0;
        if (inside.length < 2 * width) {
            inside = new int[2 * width];
        }
        for (int j = 0; j < width; j++) {
            int from = 0;
            int to = kw;
            while (from < kw && columnAt[j * kw + from] < 0) {
                from++;
            }
            while (to > from && columnAt[j * kw + to - 1] < 0) {
                to--;
            }
            inside[2 * j] = from;
            inside[2 * j + 1] = to;
        }
    }

    private static int[] places(Window window, int image, int kernel, int stride, int[] room) {
        int count = window.extent() * kernel;
        int[] at = room.length < count ? new int[count] : room;
        for (int i = 0; i < window.extent(); i++) {
            for (int p = 0; p < kernel; p++) {
                int tap = window.dilation() < 0 ? kernel - 1 - p : p;
                int position = window.at(i, tap, image);
                at[i * kernel + p] = position < 0 ? -1 : position * stride;
            }
        }
        return at;
    }

    /** Goes on to the channels of another group. */
    void shift(int elements) {
        base += elements;
    }

    void clear() {
        image = null;
    }

    /** Copies elements {@code k} to {@code end} of rows {@code m} to {@code mEnd}, row by row. */
    void copy(int m, int mEnd, int k, int end, float[] to) {
        int j = m % width;
        int rest = m / width;
        int i = rest % height;
        int pixel = base + rest / height * batchStride;
        int at = 0;
        for (int r = m; r < mEnd; r++) {
            if (channelsInside) {
                channels(pixel, i * kernelHeight, j * kernelWidth, k, end, to, at);
            } else {
                columns(pixel, i * kernelHeight, j, k, end, to, at);
            }
            at += end - k;
            if (++j == width) {
                j = 0;
                if (++i == height) {
                    i = 0;
                    pixel += batchStride;
                }
            }
        }
    }

    /** One row whose elements are in the order (p, q, c). */
    private void channels(int pixel, int row, int column, int k, int end, float[] to, int at) {
        int tap = k / channels;
        int c = k - tap * channels;
        int p = tap / kernelWidth;
        int q = tap - p * kernelWidth;
        while (k < end) {
            int h = rowAt[row + p];
            int w = columnAt[column + q];
            int next = q + 1;
            int n = channels - c;
            if (h < 0) {
                n += (kernelWidth - next) * channels;
                next = kernelWidth;
            } else if (w >= 0) {
                // neighbors in the kernel that are neighbors in the image, too
                for (int beside = w + channels;
                        next < kernelWidth && columnAt[column + next] == beside;
                        beside += channels) {
                    n += channels;
                    next++;
                }
            }
            n = Math.min(n, end - k);
            if (h < 0 || w < 0) {
                Arrays.fill(to, at, at + n, 0);
            } else {
                copy(image, pixel + h + w + c, to, at, n);
            }
            k += n;
            at += n;
            c = 0;
            q = next;
            if (q == kernelWidth) {
                q = 0;
                p++;
            }
        }
    }

    /** One row whose elements are in the order (c, p, q). */
    private void columns(int pixel, int row, int j, int k, int end, float[] to, int at) {
        int line = k / kernelWidth;
        int q = k - line * kernelWidth;
        int c = line / kernelHeight;
        int p = line - c * kernelHeight;
        int from = inside[2 * j];
        int until = inside[2 * j + 1];
        while (k < end) {
            int n = Math.min(kernelWidth - q, end - k);
            int h = rowAt[row + p];
            if (h < 0) {
                Arrays.fill(to, at, at + n, 0);
            } else {
                int first = Math.clamp(from, q, q + n);
                int last = Math.clamp(until, first, q + n);
                Arrays.fill(to, at, at + first - q, 0);
                line(pixel + c * channelStride + h, j, first, last, to, at + first - q);
                Arrays.fill(to, at + last - q, at + n, 0);
            }
            k += n;
            at += n;
            q = 0;
            if (++p == kernelHeight) {
                p = 0;
                c++;
            }
        }
    }

    /** Elements of a line of the image, for positions of the kernel. */
    private void line(int line, int j, int q, int end, float[] to, int at) {
        int places = j * kernelWidth;
        if (step == 1 && q < end) {
            copy(image, line + columnAt[places + q], to, at, end - q);
        } else if (step != 0) {
            for (int from = q < end ? line + columnAt[places + q] : 0; q < end; q++) {
                to[at++] = image[from];
                from += step;
            }
        } else {
            for (; q < end; q++) {
                int w = columnAt[places + q];
                to[at++] = w < 0 ? 0 : image[line + w];
            }
        }
    }

    /** Copies a run; its last vector may overlap the one before. */
    private static void copy(float[] from, int p, float[] to, int q, int n) {
        if (n < L) {
            for (int i = 0; i < n; i++) {
                to[q + i] = from[p + i];
            }
            return;
        }
        for (int i = 0; i <= n - L; i += L) {
            FloatVector.fromArray(S, from, p + i).intoArray(to, q + i);
        }
        FloatVector.fromArray(S, from, p + n - L).intoArray(to, q + n - L);
    }
}
