package dev.rondo.graph;

import static dev.rondo.graph.Functions.concat;

import dev.rondo.array.Shape;
import dev.rondo.kernels.Window;

import java.util.ArrayList;
import java.util.List;

/**
 * What each place of a moving window sees of images: a tensor [batch, rows, columns, channels] for
 * each place, row by row. But for padding they are views: along an axis, positions are split into
 * blocks as long as the stride, so that a place is one position of some neighboring blocks.
 */
final class Taps {
    private Taps() {}

    /**
     * The places of a window.
     *
     * @param what is computed, for messages
     * @param fill what is seen outside of the image
     */
    static List<Tensor> of(String what, Tensor x, int height, int width, Geometry g, double fill) {
        boolean half =
                2L * g.paddingRows() <= (height - 1L) * g.dilationRows() + 1
                        && 2L * g.paddingColumns() <= (width - 1L) * g.dilationColumns() + 1;
        if (g.groups() != 1 || height > 0 && width > 0 && !half) {
            throw new TraceException(
                    what
                            + " takes one group, and padding of at most half of its windows; got"
                            + " windows of "
                            + height
                            + "×"
                            + width
                            + " and "
                            + g);
        }
        Window rows = needed(g.rows(what, x.dim(1), height), height);
        Window columns = needed(g.columns(what, x.dim(2), width), width);
        Tensor image = blocks(x, 1, rows, height, fill);
        image = blocks(image, 3, columns, width, fill);
        List<Tensor> taps = new ArrayList<>();
        Shape shape = Shape.of(x.dim(0), rows.extent(), columns.extent(), x.dim(3));
        for (int p = 0; p < height; p++) {
            Tensor line = place(image, 1, rows, p);
            for (int q = 0; q < width; q++) {
                taps.add(place(line, 3, columns, q).reshape(shape));
            }
        }
        return taps;
    }

    /** A single window needs no stride beyond what it sees, however far the next would be. */
    private static Window needed(Window w, int kernel) {
        int covered = (kernel - 1) * w.dilation() + 1;
        return w.extent() > 1 || w.stride() <= covered
                ? w
                : new Window(1, covered, w.dilation(), w.offset(), w.spacing());
    }

    /** Splits an axis into blocks and positions in a block, with all that the window sees. */
    private static Tensor blocks(Tensor x, int axis, Window w, int kernel, double fill) {
        int count = w.extent() + (kernel - 1) * w.dilation() / w.stride();
        int low = -w.offset();
        int high = count * w.stride() - low - x.dim(axis);
        Tensor cut = high < 0 ? x.slice(axis, 0, x.dim(axis) + high) : x;
        List<Tensor> parts = new ArrayList<>();
        if (low > 0) {
            parts.add(filled(x, axis, low, fill));
        }
        parts.add(cut);
        if (high > 0) {
            parts.add(filled(x, axis, high, fill));
        }
        Shape s = x.shape();
        Shape split = Shape.of();
        for (int i = 0; i < s.rank(); i++) {
            split = i == axis ? split.append(count).append(w.stride()) : split.append(s.dim(i));
        }
        return concat(axis, parts).reshape(split);
    }

    private static Tensor filled(Tensor x, int axis, int extent, double fill) {
        return x.constant(fill).broadcastTo(x.shape().with(axis, extent));
    }

    /** What position {@code tap} of the kernel sees along an axis of blocks. */
    private static Tensor place(Tensor x, int axis, Window w, int tap) {
        int block = tap * w.dilation() / w.stride();
        int within = tap * w.dilation() % w.stride();
        return x.slice(axis, block, block + w.extent()).slice(axis + 1, within, within + 1);
    }
}
