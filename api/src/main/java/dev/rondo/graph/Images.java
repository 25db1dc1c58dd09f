package dev.rondo.graph;

import static dev.rondo.graph.Functions.where;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;

import java.util.List;

/**
 * Functions of images, for static import. Images are [batch, height, width, channels], and kernels
 * [channels of the result, height, width, channels / groups]: the channels of a pixel lie side by
 * side. What PyTorch has as [batch, channels, height, width] becomes so by {@code transpose(0, 2,
 * 3, 1)}, and its kernels as well.
 */
public final class Images {
    private Images() {}

    /**
     * A convolution, pixel by pixel and without padding; see {@link #conv2d(Tensor, Operand,
     * Geometry)}.
     */
    public static Tensor conv2d(Tensor x, Operand kernel) {
        return conv2d(x, kernel, Geometry.plain());
    }

    /**
     * The convolution (the cross-correlation, as everywhere) of images with a kernel: y[b, i, j, o]
     * = Σ_{p, q, c} x[b, i·s + p·d − padding, j·s + q·d − padding, c] · kernel[o, p, q, c] with
     * stride s and dilation d. Outside of the image is 0. In groups, each group of the result's
     * channels sees its group of the image's. A bias [channels of the result] is added by {@link
     * Tensor#plus}.
     *
     * @param x [batch, height, width, channels]
     * @param kernel [channels of the result, kernel height, kernel width, channels / groups]
     * @return [batch, rows, columns, channels of the result], where rows are (height + 2 · padding
     *     − d · (kernel height − 1) − 1) / s + 1, rounded down, and columns likewise
     * @throws TraceException when types or shapes do not fit, or the kernel is larger than the
     *     padded image
     */
    public static Tensor conv2d(Tensor x, Operand kernel, Geometry geometry) {
        Tensor w = kernel.in(x.graph());
        Tensor image = image("conv2d", x.in(w.graph()));
        if (w.rank() != 4) {
            throw new TraceException(
                    "conv2d needs a kernel [channels of the result, height, width, channels /"
                            + " groups]"
                            + Typing.operands(List.of(image, w)));
        }
        return image.emit(
                new Op.Convolution(
                        geometry.rows("conv2d", image.dim(1), w.dim(1)),
                        geometry.columns("conv2d", image.dim(2), w.dim(2)),
                        geometry.groups()),
                w);
    }

    /** {@link #maxPool2d(Tensor, int, int, Geometry)} of squares that do not overlap. */
    public static Tensor maxPool2d(Tensor x, int size) {
        return maxPool2d(x, size, size, Geometry.plain().stride(Math.max(1, size)));
    }

    /**
     * The largest element of each window, channel by channel, without the windows that reach out of
     * the padded image. Padding is −∞. The gradient goes to the first of the largest elements, row
     * by row; a NaN is larger than all, and of several the last counts.
     *
     * @param x [batch, height, width, channels]
     * @param rows height of a window
     * @param columns width of a window
     * @param geometry where windows are; in one group
     * @return [batch, rows, columns, channels], as {@link #conv2d} counts them
     * @throws TraceException when x is no image, the windows do not fit into it even once, or
     *     padding is more than half of a window
     */
    public static Tensor maxPool2d(Tensor x, int rows, int columns, Geometry geometry) {
        Tensor y = null;
        for (Tensor v :
                Taps.of(
                        "maxPool2d",
                        image("maxPool2d", x),
                        rows,
                        columns,
                        geometry,
                        Double.NEGATIVE_INFINITY)) {
            y = y == null ? v : where(v.greaterThan(y).or(v.notEqualTo(v)), v, y);
        }
        return y;
    }

    /** {@link #avgPool2d(Tensor, int, int, Geometry)} of squares that do not overlap. */
    public static Tensor avgPool2d(Tensor x, int size) {
        return avgPool2d(x, size, size, Geometry.plain().stride(Math.max(1, size)));
    }

    /**
     * The mean of each window; the same as {@link #maxPool2d(Tensor, int, int, Geometry)}
     * otherwise. Padding is 0 and counts.
     */
    public static Tensor avgPool2d(Tensor x, int rows, int columns, Geometry geometry) {
        List<Tensor> taps = Taps.of("avgPool2d", image("avgPool2d", x), rows, columns, geometry, 0);
        Tensor sum = taps.getFirst();
        for (Tensor v : taps.subList(1, taps.size())) {
            sum = sum.plus(v);
        }
        return sum.times(1.0 / taps.size());
    }

    /**
     * Each pixel as a rectangle of equal ones.
     *
     * @param x [batch, height, width, channels]
     * @param rows how many rows become of one
     * @param columns how many columns become of one
     * @return [batch, height · rows, width · columns, channels]
     * @throws TraceException when x is no image, or a factor is less than 1
     */
    public static Tensor upsampleNearest(Tensor x, int rows, int columns) {
        image("upsampleNearest", x);
        if (rows < 1 || columns < 1) {
            throw new TraceException(
                    "upsampleNearest needs factors of at least 1, got " + rows + "×" + columns);
        }
        int b = x.dim(0);
        int h = x.dim(1);
        int w = x.dim(2);
        int c = x.dim(3);
        return x.reshape(b, h, 1, w, 1, c)
                .broadcastTo(Typing.shape(b, h, rows, w, columns, c))
                .reshape(Typing.shape(b, h * rows, w * columns, c));
    }

    /**
     * Images of another size, with pixels interpolated linearly along both axes between the centres
     * of pixels, and none beyond those at the edge. It is a product with a matrix along each axis,
     * so one pixel that is infinite or NaN makes its channel NaN.
     *
     * @param x [batch, height, width, channels]
     * @param height of the result
     * @param width of the result
     * @return [batch, height, width, channels]
     * @throws TraceException when x is no image or has no pixels, or an extent is less than 1
     */
    public static Tensor upsampleBilinear(Tensor x, int height, int width) {
        return upsampleBilinear(x, height, width, false);
    }

    /**
     * Images of another size, interpolated; see {@link #upsampleBilinear(Tensor, int, int)}.
     *
     * @param alignCorners whether the centres of the pixels in the corners of image and result are
     *     the same points, instead of the corners
     */
    public static Tensor upsampleBilinear(Tensor x, int height, int width, boolean alignCorners) {
        image("upsampleBilinear", x);
        if (Math.min(height, width) < 1 || Math.min(x.dim(1), x.dim(2)) < 1) {
            throw new TraceException(
                    "upsampleBilinear needs images and a result with pixels; got "
                            + x.type()
                            + " and "
                            + height
                            + "×"
                            + width);
        }
        int b = x.dim(0);
        int w = x.dim(2);
        int c = x.dim(3);
        Tensor rows = interpolation(x, x.dim(1), height, alignCorners);
        Tensor tall =
                rows.broadcastTo(Shape.of(b, height, x.dim(1)))
                        .matmul(x.reshape(Shape.of(b, x.dim(1), w * c)));
        Tensor columns = interpolation(x, w, width, alignCorners);
        return columns.broadcastTo(Shape.of(b * height, width, w))
                .matmul(tall.reshape(Shape.of(b * height, w, c)))
                .reshape(Shape.of(b, height, width, c));
    }

    /** How much of each position makes a position of the result: [to, from]. */
    private static Tensor interpolation(Tensor like, int from, int to, boolean alignCorners) {
        Array share = Array.zeros(DType.F64, Shape.of(to, from));
        for (int i = 0; i < to; i++) {
            double at =
                    alignCorners
                            ? to == 1 ? 0 : i * (from - 1.0) / (to - 1)
                            : Math.max(0, (i + 0.5) * from / to - 0.5);
            int low = Math.min((int) at, from - 1);
            int high = Math.min(low + 1, from - 1);
            double t = low == high ? 0 : at - low;
            share.set(i * from + low, 1 - t);
            if (t > 0) {
                share.set(i * from + high, t);
            }
        }
        return like.graph().constant(share.cast(like.dtype()));
    }

    private static Tensor image(String what, Tensor x) {
        if (x.rank() != 4 || !x.dtype().isFloat()) {
            throw new TraceException(
                    what
                            + " needs float images [batch, height, width, channels]"
                            + Typing.operands(List.of(x)));
        }
        return x;
    }
}
