// Template of DoublePatches: see Twins.java.
package dev.rondo.backend.simd.product;

import dev.rondo.backend.simd.lanes.Lanes;
import dev.rondo.kernels.View;
import dev.rondo.kernels.Window;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import java.util.Arrays;

/**
 * The pixels that the kernel of a convolution meets at each place of the result, 0 outside of the
 * image: one operand of the product that the convolution is. It never exists as a whole. Parts of
 * it are copied when they are needed.
 *
 * <p>If the channels of the image lie side by side, it is the left operand. Row (b, i, j) belongs
 * to a place of the result, and the common axis runs over (p, q, c): row, column and channel of the
 * kernel. If the batch lies side by side, it is the right operand. Column (i, j, b) belongs to a
 * place of the result, and the common axis runs over (c, p, q). Both orders copy runs of neighbors.
 */
final class FloatPatches {
    private static final VectorSpecies<Float> S = Lanes.FLOAT;
    private static final int L = S.length();

    private float[] image;
    private int base;
    private int batches;
    private int batchStride;
    private int columnStride;
    private int channelStride;

    private int height;
    private int width;
    private int kernelHeight;
    private int kernelWidth;
    private int channels;

    /** Distance to the row that row i and position p meet, at i·kernelHeight + p; or −1. */
    private int[] rowAt = new int[0];

    /** The same for columns. */
    private int[] columnAt = new int[0];

    /** For each column j the first position of the kernel within the image, and the one after. */
    private int[] inside = new int[0];

    /** From one position of the kernel to the next in a row; 0 if the image is spaced. */
    private int step;

    /**
     * Takes an image, and a kernel for its extents. If a window walks the kernel backwards, the
     * order of its positions is reversed, and the other operand must have the same order.
     */
    void fill(View x, View kernel, Window rows, Window columns) {
        image = x.f32();
        base = x.offset();
        batches = x.dim(0);
        batchStride = x.stride(0);
        columnStride = x.stride(2);
        channelStride = x.dim(3) == 1 ? 1 : x.stride(3);
        height = rows.extent();
        width = columns.extent();
        kernelHeight = kernel.dim(1);
        kernelWidth = kernel.dim(2);
        channels = kernel.dim(3);
        rowAt = places(rows, x.dim(1), kernelHeight, x.stride(1), rowAt);
        columnAt = places(columns, x.dim(2), kernelWidth, columnStride, columnAt);
        step = columns.spacing() == 1 ? Math.abs(columns.dilation()) * columnStride : 0;
        limits();
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

    private void limits() {
        if (inside.length < 2 * width) {
            inside = new int[2 * width];
        }
        for (int j = 0; j < width; j++) {
            int from = 0;
            int to = kernelWidth;
            while (from < to && columnAt[j * kernelWidth + from] < 0) {
                from++;
            }
            while (to > from && columnAt[j * kernelWidth + to - 1] < 0) {
                to--;
            }
            inside[2 * j] = from;
            inside[2 * j + 1] = to;
        }
    }

    /** Goes on to the next group of channels. */
    void nextGroup() {
        base += channels * channelStride;
    }

    void clear() {
        image = null;
    }

    // ---- the left operand

    /** Copies elements {@code k} to {@code end} of rows {@code m} to {@code mEnd}, row by row. */
    void rows(int m, int mEnd, int k, int end, float[] to) {
        int j = m % width;
        int rest = m / width;
        int i = rest % height;
        int pixel = base + rest / height * batchStride;
        int at = 0;
        for (int r = m; r < mEnd; r++) {
            row(pixel, i * kernelHeight, j * kernelWidth, k, end, to, at);
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

    private void row(int pixel, int row, int column, int k, int end, float[] to, int at) {
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
                copy(image, pixel + h + w + c, 0, 1, n, to, at, 0);
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

    // ---- the right operand

    /**
     * Packs columns of a panel: elements {@code k} to {@code end} become rows of {@code length}
     * elements, filled up with zeros.
     */
    void panel(int column, int columns, int k, int end, float[] to, int at, int length) {
        int place = column / batches;
        int b = column - place * batches;
        int i = place / width;
        int j = place - i * width;
        for (int done = 0; done < columns; ) {
            int n = Math.min(batches - b, columns - done);
            strip(i, j, b, n, k, end, to, at + done, length);
            done += n;
            b = 0;
            if (++j == width) {
                j = 0;
                i++;
            }
        }
        if (columns < length) {
            zeros(to, at + columns, end - k, length - columns, length);
        }
    }

    /** The columns of one place of the result, for n of the batch. */
    private void strip(int i, int j, int b, int n, int k, int end, float[] to, int at, int length) {
        int line = k / kernelWidth;
        int q = k - line * kernelWidth;
        int c = line / kernelHeight;
        int p = line - c * kernelHeight;
        while (k < end) {
            int stop = Math.min(kernelWidth, q + end - k);
            int h = rowAt[i * kernelHeight + p];
            int first = h < 0 ? stop : Math.min(Math.max(inside[2 * j], q), stop);
            int last = Math.min(Math.max(inside[2 * j + 1], first), stop);
            int from = base + b * batchStride + c * channelStride + h;
            zeros(to, at, first - q, n, length);
            line(from, j, first, last, n, to, at + (first - q) * length, length);
            zeros(to, at + (last - q) * length, stop - last, n, length);
            at += (stop - q) * length;
            k += stop - q;
            q = 0;
            if (++p == kernelHeight) {
                p = 0;
                c++;
            }
        }
    }

    /** Pixels of one line of the image, for positions {@code q} to {@code end} of the kernel. */
    private void line(int from, int j, int q, int end, int n, float[] to, int at, int length) {
        int places = j * kernelWidth;
        if (step == 0) {
            for (; q < end; q++) {
                int w = columnAt[places + q];
                for (int m = 0; m < n; m++) {
                    to[at + m] = w < 0 ? 0 : image[from + w + m * batchStride];
                }
                at += length;
            }
        } else if (q < end && batchStride == 1) {
            copy(image, from + columnAt[places + q], step, end - q, n, to, at, length);
        } else if (q < end) {
            int pixel = from + columnAt[places + q];
            for (; q < end; q++) {
                for (int m = 0; m < n; m++) {
                    to[at + m] = image[pixel + m * batchStride];
                }
                pixel += step;
                at += length;
            }
        }
    }

    // ---- runs

    /** Fills n elements of each of some rows with zeros. */
    private static void zeros(float[] to, int at, int rows, int n, int length) {
        for (int r = 0; r < rows; r++) {
            Arrays.fill(to, at + r * length, at + r * length + n, 0);
        }
    }

    /** Copies n elements of each of some rows. The last vector of a row may overlap another. */
    private static void copy(
            float[] x, int from, int step, int rows, int n, float[] to, int at, int length) {
        if (n < L) {
            for (int r = 0; r < rows; r++) {
                for (int m = 0; m < n; m++) {
                    to[at + m] = x[from + m];
                }
                from += step;
                at += length;
            }
            return;
        }
        for (int r = 0; r < rows; r++) {
            for (int m = 0; m <= n - L; m += L) {
                FloatVector.fromArray(S, x, from + m).intoArray(to, at + m);
            }
            FloatVector.fromArray(S, x, from + n - L).intoArray(to, at + n - L);
            from += step;
            at += length;
        }
    }
}
