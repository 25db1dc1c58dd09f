package dev.rondo.models.image;

import static dev.rondo.graph.Functions.concat;
import static dev.rondo.graph.Images.maxPool2d;
import static dev.rondo.graph.Images.upsampleNearest;

import dev.rondo.graph.Functions;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;
import dev.rondo.models.layer.Convolution;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * An encoder-decoder of 3×3 convolutions that says the class of each pixel (Ronneberger, Fischer
 * and Brox 2015), of two levels:
 *
 * <pre>
 * images ─ top ─────────── skip ─────────── up top ─ logits
 *           └ pool ─ middle ── skip ── up middle ┘
 *                      └ pool ─ bottom ┘
 * </pre>
 *
 * <p>The encoder halves the images twice by 2×2 max pooling, the decoder doubles them again by
 * repeating pixels. A skip connection joins what a level of the encoder has seen to what comes from
 * below. Without it, the outlines have to pass the bottom, where one pixel stands for 4 × 4.
 */
public final class UNet {
    /** Heights and widths of images are multiples of it. */
    public static final int MULTIPLE = 4;

    private static final int EXTENT = 3;

    /**
     * The sizes.
     *
     * @param channels of the images
     * @param top channels of the convolutions at full size
     * @param below channels of all others
     * @param classes of pixels
     * @param skips whether the levels are joined by skip connections
     * @param start draws the kernels, such as {@code Initializers.heNormal()}
     */
    public record Config(
            int channels, int top, int below, int classes, boolean skips, Initializer start) {}

    /**
     * What the layers give.
     *
     * @param layers the result of each convolution but the last, by its name, in the order of
     *     computation
     * @param logits [batch, height, width, classes]
     */
    public record Activations(Map<String, Tensor> layers, Tensor logits) {}

    private final boolean skips;
    private final Convolution top1;
    private final Convolution top2;
    private final Convolution middle1;
    private final Convolution middle2;
    private final Convolution bottom;
    private final Convolution upMiddle;
    private final Convolution upTop;
    private final Convolution out;

    /**
     * Declares the parameters of all convolutions.
     *
     * @throws IllegalArgumentException when a number of channels or classes is less than 1
     */
    public UNet(Scope scope, Config c) {
        skips = c.skips();
        int fromTop = skips ? c.top() : 0;
        int fromMiddle = skips ? c.below() : 0;
        Layers layers = new Layers(scope, c.start());
        top1 = layers.next("top_1", c.channels(), c.top());
        top2 = layers.next("top_2", c.top(), c.top());
        middle1 = layers.next("middle_1", c.top(), c.below());
        middle2 = layers.next("middle_2", c.below(), c.below());
        bottom = layers.next("bottom", c.below(), c.below());
        upMiddle = layers.next("up_middle", fromMiddle + c.below(), c.below());
        upTop = layers.next("up_top", fromTop + c.below(), c.top());
        out =
                new Convolution(
                        scope.child("out"),
                        c.top(),
                        c.classes(),
                        1,
                        UnaryOperator.identity(),
                        c.start());
    }

    /** Declares 3×3 convolutions. */
    private record Layers(Scope scope, Initializer start) {
        Convolution next(String name, int in, int out) {
            return new Convolution(scope.child(name), in, out, EXTENT, Functions::relu, start);
        }
    }

    /**
     * Says the class of each pixel.
     *
     * @param images [batch, height, width, channels]; height and width are multiples of {@value
     *     #MULTIPLE}
     * @return logits [batch, height, width, classes]
     * @throws TraceException when these are no such images
     */
    public Tensor logits(Tensor images) {
        return over(images).logits();
    }

    /** As {@link #logits}, with what the layers give. */
    public Activations over(Tensor images) {
        if (images.rank() == 4
                && (images.dim(1) % MULTIPLE != 0 || images.dim(2) % MULTIPLE != 0)) {
            throw new TraceException(
                    "images that are halved twice need a height and a width that are multiples of "
                            + MULTIPLE
                            + "; got "
                            + images.type());
        }
        var t1 = top1.of(images);
        var t2 = top2.of(t1);
        var m1 = middle1.of(maxPool2d(t2, 2));
        var m2 = middle2.of(m1);
        var b = bottom.of(maxPool2d(m2, 2));
        var um = upMiddle.of(joined(m2, b));
        var ut = upTop.of(joined(t2, um));
        Map<String, Tensor> layers = new LinkedHashMap<>();
        layers.put("top 1", t1);
        layers.put("top 2", t2);
        layers.put("middle 1", m1);
        layers.put("middle 2", m2);
        layers.put("bottom", b);
        layers.put("up middle", um);
        layers.put("up top", ut);
        return new Activations(layers, out.of(ut));
    }

    private Tensor joined(Tensor skip, Tensor below) {
        Tensor up = upsampleNearest(below, 2, 2);
        return skips ? concat(3, skip, up) : up;
    }
}
