package dev.rondo.contract;

import dev.rondo.graph.Geometry;
import dev.rondo.graph.Images;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The functions of images, each followed by something that bends; see {@link GradientCases}. */
final class ImageGradientCases {
    private final List<Subject> all = new ArrayList<>();

    private ImageGradientCases() {}

    static List<Subject> all() {
        ImageGradientCases c = new ImageGradientCases();
        c.convolutions();
        c.pools();
        c.sizes();
        return c.all;
    }

    private void add(String name, Consumer<Drawing> body) {
        all.add(Subject.drawn("gradient of " + name, body));
    }

    private void convolutions() {
        convolution("conv2d", Geometry.plain());
        convolution("conv2d, padded", Geometry.plain().padding(1, 2));
        convolution("conv2d, strided", Geometry.plain().stride(2, 3).padding(1));
        convolution("conv2d, dilated", Geometry.plain().dilation(2, 1).padding(2, 0));
        convolution("conv2d in groups", Geometry.plain().padding(1).groups(2));
        convolution(
                "conv2d with all of it",
                Geometry.plain().stride(2).dilation(1, 2).padding(2, 1).groups(2));
        add(
                "conv2d of an image by itself",
                d -> {
                    Tensor x = d.floats(3, 3, 2, 3);
                    d.output(
                            "y",
                            GradientCases.bent(Images.conv2d(x, x, Geometry.plain().padding(1))));
                });
    }

    private void image(String name, UnaryOperator<Tensor> f) {
        add(name, d -> d.output("y", GradientCases.bent(f.apply(d.floats(2, 5, 4, 2)))));
    }

    private void pools() {
        Geometry overlapping = Geometry.plain().stride(2).padding(1);
        image("max pool", x -> Images.maxPool2d(x, 2));
        image("max pool, overlapping", x -> Images.maxPool2d(x, 3, 3, overlapping));
        image("max pool, dilated", x -> Images.maxPool2d(x, 2, 3, Geometry.plain().dilation(2, 1)));
        image("avg pool", x -> Images.avgPool2d(x, 2));
        image("avg pool, overlapping", x -> Images.avgPool2d(x, 3, 2, overlapping));
    }

    private void sizes() {
        image("nearest upsampling", x -> Images.upsampleNearest(x, 2, 3));
        image("bilinear upsampling", x -> Images.upsampleBilinear(x, 7, 8));
        image("bilinear upsampling, corners", x -> Images.upsampleBilinear(x, 7, 8, true));
    }

    private void convolution(String name, Geometry g) {
        add(
                name,
                d -> {
                    Tensor x = d.floats(2, 5, 4, 4);
                    Tensor w = d.floats(2, 3, 2, 4 / g.groups());
                    d.output("y", GradientCases.bent(Images.conv2d(x, w, g)));
                });
    }
}
