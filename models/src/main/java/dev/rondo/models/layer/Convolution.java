package dev.rondo.models.layer;

import dev.rondo.graph.Geometry;
import dev.rondo.graph.Images;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Part;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;
import dev.rondo.models.init.Initializers;

import java.util.function.UnaryOperator;

/**
 * A convolution with an activation, f(K ∗ x + b), whose result is as high and as wide as the image:
 * there are zeros around it.
 */
public final class Convolution {
    private final Part part;
    private final int channels;
    private final Geometry geometry;
    private final UnaryOperator<Tensor> activation;
    private final Variable kernel;
    private final Variable bias;

    /** With the kernel drawn after He. */
    public Convolution(Scope scope, int in, int out, int extent, UnaryOperator<Tensor> activation) {
        this(scope, in, out, extent, activation, Initializers.heNormal());
    }

    /**
     * Declares {@code kernel} [out, extent, extent, in] and {@code bias} [out] (zeros).
     *
     * @param in channels of the image
     * @param out channels of the result
     * @param extent height and width of the kernel, an odd number
     * @param activation f, such as {@code Functions::relu}
     * @param start draws the kernel
     * @throws IllegalArgumentException when there are no channels, or the extent is even or less
     *     than 1
     */
    public Convolution(
            Scope scope,
            int in,
            int out,
            int extent,
            UnaryOperator<Tensor> activation,
            Initializer start) {
        if (in < 1 || out < 1) {
            throw new IllegalArgumentException(
                    "a convolution needs at least 1 channel, got " + in + " and " + out);
        }
        if (extent < 1 || extent % 2 == 0) {
            throw new IllegalArgumentException(
                    "a convolution that keeps the size of its images needs a kernel of odd extent,"
                            + " got "
                            + extent);
        }
        part = Part.of("convolution", scope);
        channels = in;
        geometry = Geometry.plain().padding(extent / 2);
        this.activation = activation;
        kernel = scope.parameter("kernel", start, out, extent, extent, in);
        bias = scope.parameter("bias", Initializer.zeros(), out);
    }

    /**
     * Applies the layer.
     *
     * @param x images [batch, height, width, in]
     * @return [batch, height, width, out]
     * @throws dev.rondo.graph.TraceException when x is no such image
     */
    public Tensor of(Tensor x) {
        part.floats("its input", x, "batch", "height", "width", channels);
        return activation.apply(Images.conv2d(x, kernel, geometry).plus(bias));
    }
}
