package dev.rondo.backend.scalar;

import dev.rondo.array.Buffer;
import dev.rondo.array.DType;
import dev.rondo.kernels.View;
import dev.rondo.kernels.Window;

/** The convolution by its definition: a sum for each element, in the order of the kernel's. */
final class ScalarConvolution {
    private ScalarConvolution() {}

    /** See {@link dev.rondo.kernels.Kernels#convolve}. */
    static void run(View image, View kernel, Window rows, Window columns, int groups, View out) {
        int size = out.dim(3) / groups;
        int at = out.offset();
        for (int b = 0; b < out.dim(0); b++) {
            for (int i = 0; i < out.dim(1); i++) {
                for (int j = 0; j < out.dim(2); j++) {
                    for (int o = 0; o < out.dim(3); o++) {
                        int from =
                                image.offset()
                                        + b * image.stride(0)
                                        + o / size * kernel.dim(3) * image.stride(3);
                        int weights = kernel.offset() + o * kernel.stride(0);
                        double sum = sum(image, from, kernel, weights, rows, i, columns, j);
                        out.buffer().set(at++, sum);
                    }
                }
            }
        }
    }

    /** The sum for a place (i, j) of the result, from one image and for one channel. */
    private static double sum(
            View image,
            int from,
            View kernel,
            int weights,
            Window rows,
            int i,
            Window columns,
            int j) {
        double sum = 0;
        for (int p = 0; p < kernel.dim(1); p++) {
            int h = rows.at(i, p, image.dim(1));
            for (int q = 0; h >= 0 && q < kernel.dim(2); q++) {
                int w = columns.at(j, q, image.dim(2));
                if (w >= 0) {
                    int pixel = from + h * image.stride(1) + w * image.stride(2);
                    int weight = weights + p * kernel.stride(1) + q * kernel.stride(2);
                    sum = add(sum, image, pixel, kernel, weight);
                }
            }
        }
        return sum;
    }

    /** Adds the terms of the channels of one pixel. */
    private static double add(double start, View image, int pixel, View kernel, int weight) {
        boolean single = image.dtype() == DType.F32;
        Buffer xs = image.buffer();
        Buffer ys = kernel.buffer();
        int across = image.stride(3);
        int along = kernel.stride(3);
        double sum = start;
        for (int c = 0, x = pixel, y = weight; c < kernel.dim(3); c++, x += across, y += along) {
            double term = xs.get(x) * ys.get(y);
            // float64 holds the product of two floats, so this rounds as float32 does
            sum = single ? (float) (sum + (float) term) : sum + term;
        }
        return sum;
    }
}
