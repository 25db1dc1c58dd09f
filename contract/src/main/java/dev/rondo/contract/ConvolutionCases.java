package dev.rondo.contract;

import dev.rondo.array.Shape;
import dev.rondo.graph.Geometry;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Images;
import dev.rondo.graph.Op;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Tensor;
import dev.rondo.kernels.Window;

import java.util.ArrayList;
import java.util.List;

/** Convolutions of every awkward size, with every window, however their operands lie. */
final class ConvolutionCases {
    /** Batch, height, width, channels; channels of the result, height and width of the kernel. */
    private static final int[][] SIZES = {
        {1, 1, 1, 1, 1, 1, 1},
        {2, 5, 7, 3, 4, 3, 3},
        {3, 9, 9, 1, 17, 3, 3},
        {1, 6, 5, 33, 2, 2, 5},
        {5, 4, 4, 2, 1, 4, 4},
        {2, 17, 13, 8, 49, 3, 2},
        {1, 3, 70, 5, 6, 1, 13},
        {17, 4, 5, 19, 18, 3, 3},
        {1, 6, 8, 65, 20, 3, 3}
    };

    private static final List<Geometry> GEOMETRIES =
            List.of(
                    Geometry.plain(),
                    Geometry.plain().padding(1),
                    Geometry.plain().stride(2).padding(1, 2),
                    Geometry.plain().stride(3, 1).dilation(2).padding(4),
                    Geometry.plain().stride(1, 2).dilation(1, 3).padding(2, 5));

    private ConvolutionCases() {}

    static List<OperationCase> all() {
        List<OperationCase> cases = new ArrayList<>();
        for (int[] s : SIZES) {
            String name = "convolution of " + Shape.of(s[0], s[1], s[2], s[3]) + " by " + s[4];
            int terms = Math.max(s[0] * s[1] * s[2], s[5] * s[6] * Math.max(s[3], s[4]));
            cases.add(OperationCase.summed(name, terms, d -> geometries(d, s)));
        }
        cases.add(
                OperationCase.summed("convolution by any windows", 60, ConvolutionCases::windows));
        cases.add(OperationCase.summed("convolution in groups", 200, ConvolutionCases::groups));
        cases.add(OperationCase.summed("convolution of views", 100, ConvolutionCases::views));
        cases.add(OperationCase.summed("convolution in a loop", 100, ConvolutionCases::loop));
        cases.add(OperationCase.exact("convolution of nothing", ConvolutionCases::nothing));
        return cases;
    }

    private static void geometries(Drawing d, int[] s) {
        Tensor x = d.floats(s[0], s[1], s[2], s[3]);
        Tensor w = d.floats(s[4], s[5], s[6], s[3]);
        for (Geometry g : GEOMETRIES) {
            boolean fits =
                    (s[5] - 1) * g.dilationRows() < s[1] + 2 * g.paddingRows()
                            && (s[6] - 1) * g.dilationColumns() < s[2] + 2 * g.paddingColumns();
            if (fits) {
                withGradients(d, x, w, g);
            }
        }
    }

    private static void withGradients(Drawing d, Tensor x, Tensor w, Geometry g) {
        Tensor y = Images.conv2d(x, w, g);
        d.output(y);
        Tensor loss = y.times(d.floats(y.shape().dims())).sum();
        Gradients.of(loss, List.of(x, w)).forEach(d::output);
    }

    /** Strides and kernels walked backwards, and spaced images, as gradients of gradients have. */
    private static void windows(Drawing d) {
        Tensor x = d.floats(2, 5, 6, 3);
        Tensor w = d.floats(4, 3, 2, 3);
        for (int stride : new int[] {1, 2, -1, -3}) {
            for (int dilation : new int[] {1, -1, 2, -2}) {
                for (int spacing : new int[] {1, 2, 3}) {
                    for (int offset : new int[] {-2, 0, 7}) {
                        Window rows = new Window(4, stride, dilation, offset, spacing);
                        Window columns = new Window(5, dilation, stride, offset + 1, spacing);
                        d.output(
                                x.graph()
                                        .add(new Op.Convolution(rows, columns, 1), List.of(x, w))
                                        .output());
                    }
                }
            }
        }
    }

    private static void groups(Drawing d) {
        for (int[] s : new int[][] {{2, 4, 6}, {3, 9, 3}, {5, 5, 5}, {2, 34, 36}}) {
            Tensor x = d.floats(2, 5, 6, s[1]);
            Tensor w = d.floats(s[2], 3, 3, s[1] / s[0]);
            withGradients(d, x, w, Geometry.plain().padding(1).groups(s[0]));
            withGradients(d, x, w, Geometry.plain().stride(2).groups(s[0]));
        }
    }

    private static void views(Drawing d) {
        List<Tensor> images =
                List.of(
                        d.floats(2, 4, 5, 6).transpose(0, 2, 3, 1),
                        d.floats(4, 5, 6, 2).transpose(3, 1, 2, 0),
                        d.floats(4, 5, 6, 19).transpose(3, 1, 2, 0),
                        d.floats(2, 7, 9, 8).slice(1, 1, 6).slice(2, 2, 8).slice(3, 3, 7),
                        d.floats(2, 1, 6, 4).broadcastTo(Shape.of(2, 5, 6, 4)),
                        d.floats(4).broadcastTo(Shape.of(2, 5, 6, 4)),
                        d.floats(1).broadcastTo(Shape.of(2, 5, 6, 4)),
                        d.floats(2, 5, 6, 4).negated());
        List<Tensor> kernels =
                List.of(
                        d.floats(3, 4, 3, 2).transpose(0, 2, 3, 1),
                        d.floats(4, 3, 2, 3).transpose(3, 1, 2, 0),
                        d.floats(5, 4, 3, 6)
                                .slice(0, 1, 4)
                                .slice(1, 0, 3)
                                .slice(2, 1, 3)
                                .slice(3, 2, 6),
                        d.floats(4).broadcastTo(Shape.of(3, 3, 2, 4)));
        for (Tensor x : images) {
            for (Tensor w : kernels) {
                d.output(Images.conv2d(x, w, Geometry.plain().padding(1)));
                d.output(Images.conv2d(x, w.negated(), Geometry.plain().stride(2)));
            }
        }
        Tensor x = d.floats(4, 3, 3, 5);
        d.output(Images.conv2d(x, x, Geometry.plain().padding(1)));
    }

    /** Images that change from step to step, and a kernel that does or does not. */
    private static void loop(Drawing d) {
        Tensor xs = d.floats(3, 2, 4, 5, 3);
        Tensor ws = d.floats(3, 3, 3, 3, 3);
        Tensor w = d.floats(3, 3, 3, 3);
        Geometry g = Geometry.plain().padding(1);
        Scan.Result r =
                Scan.over(3)
                        .carrying(d.floats(2, 4, 5, 3))
                        .reading(xs, ws)
                        .run(
                                (c, in) -> {
                                    Tensor h =
                                            Images.conv2d(in.get(0), w, g)
                                                    .plus(Images.conv2d(c.get(0), w, g).times(0.1));
                                    return new Scan.Step(
                                            List.of(h), List.of(Images.conv2d(h, in.get(1), g)));
                                });
        r.carries().forEach(d::output);
        r.outputs().forEach(d::output);
        Tensor loss = r.carries().getFirst().sum().plus(r.outputs().getFirst().sum());
        Gradients.of(loss, List.of(xs, ws, w)).forEach(d::output);
    }

    private static void nothing(Drawing d) {
        Geometry g = Geometry.plain().padding(2);
        withGradients(d, d.floats(0, 5, 6, 3), d.floats(4, 3, 3, 3), g);
        withGradients(d, d.floats(2, 5, 6, 3), d.floats(0, 3, 3, 3), g);
        withGradients(d, d.floats(2, 5, 6, 0), d.floats(4, 3, 3, 0), g);
        withGradients(d, d.floats(2, 0, 6, 3), d.floats(4, 3, 3, 3), g);
        // sums of no terms, where other numbers were
        Tensor used = d.floats(2, 7, 8, 4).plus(1);
        Tensor sum = used.sum();
        Tensor nothing = Images.conv2d(d.floats(2, 5, 6, 0), d.floats(4, 3, 3, 0), g);
        d.output(nothing.plus(sum).minus(sum));
    }
}
