package dev.rondo.graph;


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
