package dev.rondo.graph;

import dev.rondo.kernels.Window;

/**
 * How a kernel moves over an image: first along the height, then along the width.
 *
 * <pre>{@code
 * conv2d(x, kernel, Geometry.plain().padding(1))
 * conv2d(x, kernel, Geometry.plain().stride(2).padding(3, 0).groups(4))
 * }</pre>
 *
 * @param strideRows pixels from one position of the kernel to the next, at least 1
 * @param paddingRows rows of zeros before the first and after the last row, at least 0
 * @param dilationRows pixels from one element of the kernel to the next, at least 1
 * @param groups into how many groups channels are divided, each convolved by itself
 */
public record Geometry(
        int strideRows,
        int strideColumns,
        int paddingRows,
        int paddingColumns,
        int dilationRows,
        int dilationColumns,
        int groups) {
    private static final Geometry PLAIN = new Geometry(1, 1, 0, 0, 1, 1, 1);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException when a stride, a dilation or the number of groups is less
     *     than 1, or padding is negative
     */
    public Geometry {
        if (Math.min(strideRows, strideColumns) < 1
                || Math.min(dilationRows, dilationColumns) < 1
                || Math.min(paddingRows, paddingColumns) < 0
                || groups < 1) {
            throw new IllegalArgumentException(
                    "a kernel moves with strides and dilations of at least 1, padding of at least 0"
                            + " and at least 1 group; got stride "
                            + pair(strideRows, strideColumns)
                            + ", padding "
                            + pair(paddingRows, paddingColumns)
                            + ", dilation "
                            + pair(dilationRows, dilationColumns)
                            + ", groups "
                            + groups);
        }
    }

    private static String pair(int rows, int columns) {
        return rows + "×" + columns;
    }

    /** Pixel by pixel, without padding, in one group. */
    public static Geometry plain() {
        return PLAIN;
    }

    /** This with another stride along both axes. */
    public Geometry stride(int both) {
        return stride(both, both);
    }

    /** This with other strides. */
    public Geometry stride(int rows, int columns) {
        return new Geometry(
                rows, columns, paddingRows, paddingColumns, dilationRows, dilationColumns, groups);
    }

    /** This with other padding, on all four sides. */
    public Geometry padding(int all) {
        return padding(all, all);
    }

    /** This with other padding: above and below, and left and right. */
    public Geometry padding(int rows, int columns) {
        return new Geometry(
                strideRows, strideColumns, rows, columns, dilationRows, dilationColumns, groups);
    }

    /** This with another dilation along both axes. */
    public Geometry dilation(int both) {
        return dilation(both, both);
    }

    /** This with other dilations. */
    public Geometry dilation(int rows, int columns) {
        return new Geometry(
                strideRows, strideColumns, paddingRows, paddingColumns, rows, columns, groups);
    }

    /** This with another number of groups. */
    public Geometry groups(int number) {
        return new Geometry(
                strideRows,
                strideColumns,
                paddingRows,
                paddingColumns,
                dilationRows,
                dilationColumns,
                number);
    }

    /**
     * How rows of image, kernel and result correspond.
     *
     * @param what is computed, for the message
     * @throws TraceException when the kernel does not fit into the padded image, even once
     */
    Window rows(String what, int image, int kernel) {
        return window(what, "height", image, kernel, strideRows, paddingRows, dilationRows);
    }

    /** How columns of image, kernel and result correspond; see {@link #rows}. */
    Window columns(String what, int image, int kernel) {
        return window(what, "width", image, kernel, strideColumns, paddingColumns, dilationColumns);
    }

    private static Window window(
            String what,
            String axis,
            int image,
            int kernel,
            int stride,
            int padding,
            int dilation) {
        long covered = (kernel - 1L) * dilation + 1;
        long padded = image + 2L * padding;
        if (padded > Integer.MAX_VALUE) {
            throw new TraceException(
                    what
                            + ": an image of "
                            + axis
                            + " "
                            + image
                            + " with padding "
                            + padding
                            + " is larger than 2^31 − 1");
        }
        if (kernel < 1 || covered > padded) {
            throw new TraceException(
                    what
                            + ": a kernel of "
                            + axis
                            + " "
                            + kernel
                            + (dilation == 1 ? "" : " and dilation " + dilation)
                            + " does not fit into an image of "
                            + axis
                            + " "
                            + image
                            + (padding == 0 ? "" : " with padding " + padding));
        }
        return new Window((int) ((padded - covered) / stride + 1), stride, dilation, -padding, 1);
    }
}
