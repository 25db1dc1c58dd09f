package dev.rondo.models.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;
import dev.rondo.models.Run;
import dev.rondo.models.init.Initializers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

class UNetTest {
    private static UNet net(Scope scope, boolean skips) {
        return new UNet(scope, new UNet.Config(2, 3, 5, 4, skips, Initializers.heNormal()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void layers_halve_images_and_double_them_again(boolean skips) {
        Scope scope = Scope.root();
        UNet net = net(scope, skips);
        Array images = Run.random(1, 2, 8, 12, 2);

        Map<String, Array> results =
                Run.once(
                        scope,
                        Map.of("x", images),
                        t -> {
                            UNet.Activations a = net.over(t.input("x", 2, 8, 12, 2));
                            a.layers().forEach(t::output);
                            t.output("logits", a.logits());
                        });

        assertThat(results.get("top 1").shape().dims()).containsExactly(2, 8, 12, 3);
        assertThat(results.get("middle 2").shape().dims()).containsExactly(2, 4, 6, 5);
        assertThat(results.get("bottom").shape().dims()).containsExactly(2, 2, 3, 5);
        assertThat(results.get("up middle").shape().dims()).containsExactly(2, 4, 6, 5);
        assertThat(results.get("up top").shape().dims()).containsExactly(2, 8, 12, 3);
        assertThat(results.get("logits").shape().dims()).containsExactly(2, 8, 12, 4);
    }

    /** The sizes of kernels, with skip connections, and without. */
    @ParameterizedTest
    @CsvSource({"true, 10, 8", "false, 5, 5"})
    void skip_connections_widen_what_the_decoder_reads(boolean skips, int middle, int top) {
        Scope scope = Scope.root();
        net(scope, skips);

        assertThat(scope.variables())
                .anySatisfy(
                        v -> hasKernel(v.name(), v.shape().dims(), "up_middle", 5, 3, 3, middle))
                .anySatisfy(v -> hasKernel(v.name(), v.shape().dims(), "up_top", 3, 3, 3, top));
    }

    private static void hasKernel(String name, int[] dims, String layer, int... wanted) {
        assertThat(name).isEqualTo(layer + ".kernel");
        assertThat(dims).containsExactly(wanted);
    }

    /** What the bottom lets nothing through of reaches the loss by skip connections alone. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_gradient_passes_a_dead_bottom_by_skip_connections_alone(boolean skips) {
        Scope scope = Scope.root();
        UNet net = net(scope, skips);
        try (Executable run =
                Run.compile(
                        DType.F64,
                        scope,
                        t -> {
                            UNet.Activations a = net.over(t.input("x", 1, 8, 8, 2));
                            List<Tensor> top = List.of(a.layers().get("top 2"));
                            Tensor loss = a.logits().sum();
                            Tensor d = Gradients.of(loss, top).getFirst();
                            t.output("d", d.squared().sum());
                        })) {
            String kernel = "bottom.kernel";
            run.write(kernel, Array.zeros(DType.F64, run.read(kernel).shape()));
            double d = run.run("run", Map.of("x", Run.random(2, 1, 8, 8, 2))).get("d").item();
            assertThat(d > 0).isEqualTo(skips);
        }
    }

    @Test
    void what_cannot_be_is_refused() {
        Scope scope = Scope.root();
        UNet net = net(scope, true);
        assertThatThrownBy(
                        () ->
                                Run.compile(
                                        DType.F32,
                                        scope,
                                        t -> net.logits(t.input("x", 1, 8, 6, 2))))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("multiples of 4; got F32[1, 8, 6, 2]");
        assertThatThrownBy(
                        () ->
                                Run.compile(
                                        DType.F32,
                                        scope,
                                        t -> net.logits(t.input("x", 1, 8, 8, 3))))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("convolution 'top_1'");
        var none = new UNet.Config(1, 4, 0, 2, true, Initializers.heNormal());
        assertThatThrownBy(() -> new UNet(Scope.root(), none))
                .hasMessage("a convolution needs at least 1 channel, got 4 and 0");
    }
}
