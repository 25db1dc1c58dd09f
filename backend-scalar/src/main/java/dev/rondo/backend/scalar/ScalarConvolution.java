package dev.rondo.backend.scalar;

import dev.rondo.array.DType;
import dev.rondo.kernels.View;
import dev.rondo.kernels.Window;

/** The convolution by its definition: a sum for each element, in the order of the kernel's. */
final class ScalarConvolution {
    private final View image;
    private final View kernel;
    private final Window rows;
    private final Window columns;
    private final View out;

    /** Channels of the result in one group. */
    private final int size;

    private ScalarConvolution(
            View image, View kernel, Window rows, Window columns, int groups, View out) {
        this.image = image;
        this.kernel = kernel;
        this.rows = rows;
        this.columns = columns;
        this.out = out;
        this.size = out.dim(3) / groups;
    }

    /** See {@link dev.rondo.kernels.Kernels#convolve}. */
    static void run(View image, View kernel, Window rows, Window columns, int groups, View out) {
        ScalarConvolution c = new ScalarConvolution(image, kernel, rows, columns, groups, out);
        int at = out.offset();
        for (int b = 0; b < out.dim(0); b++) {
            for (int i = 0; i < out.dim(1); i++) {
                for (int j = 0; j < out.dim(2); j++) {
                    for (int o = 0; o < out.dim(3); o++) {
                        out.buffer().set(at++, c.element(b, i, j, o));
                    }
                }
            }
        }
    }

    private double element(int b, int i, int j, int o) {
        double sum = 0;
        for (int p = 0; p < kernel.dim(1); p++) {
            int h = rows.at(i, p, image.dim(1));
            for (int q = 0; h >= 0 && q < kernel.dim(2); q++) {
                int w = columns.at(j, q, image.dim(2));
                if (w >= 0) {
                    int pixel =
                            image.offset()
                                    + b * image.stride(0)
                                    + h * image.stride(1)
                                    + w * image.stride(2);
                    sum = pixel(pixel, p, q, o, sum);
                }
            }
        }
        return sum;
    }

    /** Adds what the channels of one pixel contribute. */
    private double pixel(int pixel, int p, int q, int o, double start) {
        int first = o / size * kernel.dim(3);
        int weight =
                kernel.offset()
                        + o * kernel.stride(0)
                        + p * kernel.stride(1)
                        + q * kernel.stride(2);
        double sum = start;
        for (int c = 0; c < kernel.dim(3); c++) {
            double x = image.buffer().get(pixel + (first + c) * image.stride(3));
            double y = kernel.buffer().get(weight + c * kernel.stride(3));
            // in float64 these are exact, but for the roundings to float32
            sum = out.dtype() == DType.F32 ? (float) (sum + (float) (x * y)) : sum + x * y;
        }
        return sum;
    }
}
