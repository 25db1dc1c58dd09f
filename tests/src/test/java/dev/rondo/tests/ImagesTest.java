package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Executable;
import dev.rondo.contract.Target;
import dev.rondo.graph.Geometry;
import dev.rondo.graph.Images;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.TraceException;
import dev.rondo.kernels.Window;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Functions of images: what they refuse, and where a careless one fails. */
class ImagesTest {
    private static Array apply(String backend, UnaryOperator<Tensor> f, Array x) {
        Program p =
                Program.of(DType.F64, Scope.root(), 1)
                        .with("f", t -> t.output("y", f.apply(t.input("x", x.shape().dims()))));
        try (Executable e = Target.named(backend).open().compile(p)) {
            return e.run("f", Map.of("x", x)).get("y").copy();
        }
    }

    private static void refused(Function<Trace, Tensor> f, String... words) {
        assertThatThrownBy(
                        () ->
                                Program.of(DType.F32, Scope.root(), 1)
                                        .with("f", t -> t.output("y", f.apply(t))))
                .isInstanceOf(TraceException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    @Test
    void convolutionsThatCannotBe() {
        Geometry plain = Geometry.plain();
        refused(
                t -> Images.conv2d(t.input("x", 8, 8, 3), t.input("w", 4, 3, 3, 3)),
                "conv2d",
                "[batch, height, width, channels]",
                "F32[8, 8, 3]");
        refused(
                t -> Images.conv2d(t.input("x", 2, 8, 8, 3), t.input("w", 4, 3, 3)),
                "conv2d",
                "kernel",
                "F32[4, 3, 3]");
        refused(
                t -> Images.conv2d(t.input("x", 2, 8, 8, 3), t.input("w", 4, 3, 3, 5)),
                "channels",
                "F32[2, 8, 8, 3]",
                "F32[4, 3, 3, 5]");
        refused(
                t ->
                        Images.conv2d(
                                t.input("x", 2, 8, 8, 6),
                                t.input("w", 3, 3, 3, 3),
                                plain.groups(2)),
                "groups");
        refused(
                t ->
                        Images.conv2d(
                                t.input("x", 2, 8, 5, 3),
                                t.input("w", 4, 3, 3, 3),
                                plain.dilation(1, 3)),
                "width 3",
                "dilation 3",
                "image of width 5");
        refused(
                t ->
                        Images.conv2d(
                                t.input("x", 2, 1, 8, 3),
                                t.input("w", 4, 5, 3, 3),
                                plain.padding(1)),
                "height 5",
                "padding 1");
        refused(t -> Images.conv2d(t.input("x", 2, 8, 8, 3), t.input("w", 4, 0, 3, 3)), "height 0");
        refused(
                t -> Images.conv2d(t.input("x", DType.I32, 2, 8, 8, 3), t.input("w", 4, 3, 3, 3)),
                "float",
                "I32[2, 8, 8, 3]");
    }

    /** Where there is one window, a stride leads nowhere, and needs no memory either. */
    @ParameterizedTest
    @ValueSource(strings = {"scalar", "simd"})
    void aSingleWindowMayHaveAnyStride(String on) {
        double[] values = new Random(4).doubles(8 * 7 * 2).toArray();
        Array x = Array.of(values, 1, 8, 7, 2);
        Geometry far = Geometry.plain().stride(1_000_000_000);

        assertThat(apply(on, t -> Images.maxPool2d(t, 8, 7, far), x).f64())
                .containsExactly(apply(on, t -> t.largest(1, 2), x).f64());
        assertThat(apply(on, t -> Images.avgPool2d(t, 2, 2, far), x).f64())
                .containsExactly(
                        apply(on, t -> Images.avgPool2d(t.slice(1, 0, 2).slice(2, 0, 2), 2), x)
                                .f64());
    }

    @Test
    void geometriesThatCannotBe() {
        Geometry plain = Geometry.plain();
        assertThatThrownBy(() -> plain.stride(0)).hasMessageContaining("stride 0×0");
        assertThatThrownBy(() -> plain.padding(1, -1)).hasMessageContaining("padding 1×-1");
        assertThatThrownBy(() -> plain.dilation(-2)).hasMessageContaining("dilation -2×-2");
        assertThatThrownBy(() -> plain.groups(0)).hasMessageContaining("groups 0");
    }

    @Test
    void poolsAndSizesThatCannotBe() {
        Geometry plain = Geometry.plain();
        refused(t -> Images.maxPool2d(t.input("x", 2, 4, 4), 2), "maxPool2d", "F32[2, 4, 4]");
        refused(t -> Images.maxPool2d(t.input("x", 2, 4, 4, 3), 5), "height 5", "height 4");
        refused(
                t ->
                        Images.conv2d(
                                t.input("x", 2, 8, 8, 3),
                                t.input("w", 4, 3, 3, 3),
                                Geometry.plain().padding(1 << 30)),
                "height 8 with padding 1073741824",
                "larger");
        refused(t -> Images.avgPool2d(t.input("x", 2, 4, 4, 3), 0), "avgPool2d", "height 0");
        refused(
                t -> Images.avgPool2d(t.input("x", 2, 4, 4, 3), 2, 2, plain.padding(2)),
                "padding of at most half",
                "2×2");
        refused(
                t -> Images.maxPool2d(t.input("x", 2, 4, 4, 3), 2, 2, plain.groups(3)),
                "one group");
        refused(t -> Images.upsampleNearest(t.input("x", 2, 4, 4, 3), 2, 0), "2×0");
        refused(t -> Images.upsampleBilinear(t.input("x", 2, 4, 4, 3), 0, 4), "0×4");
        refused(t -> Images.upsampleBilinear(t.input("x", 2, 0, 4, 3), 2, 4), "pixels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "simd"})
    void aPoolHandsOnWhatIsNoNumber(String on) {
        double nan = Double.NaN;
        double low = Double.NEGATIVE_INFINITY;
        Array x =
                Array.of(new double[] {nan, 1, 2, nan, low, low, 3, 4, 1, 2, low, low}, 1, 2, 6, 1);
        Array y = apply(on, t -> Images.maxPool2d(t, 2), x);
        assertThat(y.f64()).containsExactly(nan, nan, low);
        Geometry padded = Geometry.plain().stride(2).padding(1);
        Array z = apply(on, t -> Images.maxPool2d(t, 2, 2, padded), x);
        assertThat(z.f64()).containsExactly(nan, 2, nan, low, 3, 4, 2, low);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "simd"})
    void aKernelLargerThanTheImageMeetsPaddingOnly(String on) {
        Array x = Array.of(new double[] {2}, 1, 1, 1, 1);
        Array y =
                apply(
                        on,
                        t ->
                                Images.conv2d(
                                        t,
                                        t.graph().constant(Array.of(nine(), 1, 3, 3, 1)),
                                        Geometry.plain().padding(2)),
                        x);
        assertThat(y.shape()).isEqualTo(Shape.of(1, 3, 3, 1));
        assertThat(y.f64()).containsExactly(18, 16, 14, 12, 10, 8, 6, 4, 2);
    }

    private static double[] nine() {
        return new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9};
    }

    /** Where result, kernel and image meet is the same from the side of each of the three. */
    @Property
    void windowsOfGradientsMeetAtTheSamePlaces(
            @ForAll @IntRange(min = 1, max = 6) int extent,
            @ForAll @IntRange(min = 1, max = 3) int stride,
            @ForAll boolean turned,
            @ForAll @IntRange(min = 1, max = 3) int dilation,
            @ForAll boolean backwards,
            @ForAll @IntRange(min = -7, max = 7) int offset,
            @ForAll @IntRange(min = 1, max = 3) int spacing) {
        Window w =
                new Window(
                        extent,
                        turned ? -stride : stride,
                        backwards ? -dilation : dilation,
                        offset,
                        spacing);
        int image = 5;
        int kernel = 4;
        Window byImage = w.byImage(image);
        Window byKernel = w.byKernel(kernel);
        assertThat(byImage.byImage(extent)).isEqualTo(w);
        assertThat(byKernel.byKernel(extent)).isEqualTo(w);
        for (int k = 0; k < kernel; k++) {
            for (int i = 0; i < extent; i++) {
                int h = w.at(i, k, image);
                assertThat(byKernel.at(k, i, image)).isEqualTo(h);
                if (h >= 0) {
                    assertThat(byImage.at(h, k, extent)).isEqualTo(i);
                }
            }
            for (int h = 0; h < image; h++) {
                int i = byImage.at(h, k, extent);
                if (i >= 0) {
                    assertThat(w.at(i, k, image)).isEqualTo(h);
                }
            }
        }
    }
}
