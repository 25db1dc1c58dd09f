package dev.rondo.kernels;

/**
 * Which positions of an image a convolution brings together along one axis: position i of the
 * result takes, through position k of the kernel, the image at (i · stride + k · dilation + offset)
 * / spacing. Where that is no whole number, or none of the image's positions, it takes 0.
 *
 * <p>A usual convolution has spacing 1 and its padding as a negative offset. The gradients of a
 * convolution exchange the roles of result, image and kernel, so they are convolutions too, with
 * other windows: {@link #byImage} and {@link #byKernel}.
 *
 * @param extent number of positions of the result
 * @param stride positions of the spaced image from one position of the result to the next; not 0
 * @param dilation the same, from one position of the kernel to the next; negative for a kernel that
 *     is walked backwards; not 0
 * @param offset the position of the spaced image that the first positions of result and kernel meet
 * @param spacing positions of the spaced image from one element of the image to the next, at least
 *     1; what is between them is 0
 */
public record Window(int extent, int stride, int dilation, int offset, int spacing) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException when one of them cannot be
     */
    public Window {
        if (extent < 0 || stride == 0 || dilation == 0 || spacing < 1) {
            throw new IllegalArgumentException(
                    "a window needs an extent of at least 0, a spacing of at least 1, and a stride"
                            + " and a dilation other than 0; got extent "
                            + extent
                            + ", spacing "
                            + spacing
                            + ", stride "
                            + stride
                            + " and dilation "
                            + dilation);
        }
    }

    /**
     * The image's position that positions of the result and of the kernel meet; −1 where there is
     * none.
     *
     * @param image number of positions of the image
     */
    public int at(int result, int kernel, int image) {
        int spaced = result * stride + kernel * dilation + offset;
        int position = spaced / spacing;
        return spaced >= 0 && position < image && position * spacing == spaced ? position : -1;
    }

    /**
     * The window of the gradient by the image: a convolution of the result's cotangent with the
     * same kernel.
     *
     * @param image number of positions of the image
     */
    public Window byImage(int image) {
        int sign = stride < 0 ? -1 : 1;
        return new Window(image, sign * spacing, -sign * dilation, -sign * offset, sign * stride);
    }

    /**
     * The window of the gradient by the kernel: a convolution of the image with the result's
     * cotangent.
     *
     * @param kernel number of positions of the kernel
     */
    public Window byKernel(int kernel) {
        return new Window(kernel, dilation, stride, offset, spacing);
    }

    /**
     * Whether no position that is asked for is beyond what an int holds.
     *
     * @param kernel number of positions of the kernel
     * @param image number of positions of the image
     */
    public boolean isCountable(int kernel, int image) {
        long farthest =
                Math.abs((long) extent * stride)
                        + Math.abs((long) kernel * dilation)
                        + Math.abs((long) offset);
        return farthest <= Integer.MAX_VALUE && (long) image * spacing <= Integer.MAX_VALUE;
    }
}
