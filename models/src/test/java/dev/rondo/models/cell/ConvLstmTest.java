package dev.rondo.models.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Executable;
import dev.rondo.cell.CellFactory;
import dev.rondo.cell.Recurrence;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;
import dev.rondo.graph.Variable;
import dev.rondo.models.Run;
import dev.rondo.models.layer.Mode;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class ConvLstmTest {
    private static final int B = 2;
    private static final int ROWS = 3;
    private static final int COLUMNS = 4;
    private static final int I = 2;
    private static final int H = 3;

    /**
     * By tests/src/test/python/conv_lstm.py (PyTorch, float64): a step from drawn images, states
     * and weights, and the gradients of Σ h' + Σ c'². Each tensor is summed with the weights
     * cos(0), cos(1), …
     */
    private static final Map<String, Double> TORCH =
            Map.ofEntries(
                    Map.entry("h", -0.2607683737097479),
                    Map.entry("c", -0.9946150895804935),
                    Map.entry("d.x", -0.1870387615869239),
                    Map.entry("d.h", -0.3770981626544635),
                    Map.entry("d.c", 0.20539104511595596),
                    Map.entry("d.W_xi", 0.2439329275283758),
                    Map.entry("d.W_hi", 0.20235725852690178),
                    Map.entry("d.b_i", 2.3250606569041223),
                    Map.entry("d.W_xf", -0.015309150360865581),
                    Map.entry("d.W_hf", 0.13071603885690591),
                    Map.entry("d.b_f", 0.824440334111075),
                    Map.entry("d.W_xo", -0.13135673272717163),
                    Map.entry("d.W_ho", 0.5749021368905711),
                    Map.entry("d.b_o", 0.12799111401647434),
                    Map.entry("d.W_xc", 0.2068303387605397),
                    Map.entry("d.W_hc", 0.6194072883917281),
                    Map.entry("d.b_c", 0.8358488174825377),
                    Map.entry("d.W_ci", -0.0903014548144638),
                    Map.entry("d.W_cf", -0.15723339380032325),
                    Map.entry("d.W_co", 0.0523269059153241));

    private int drawn;

    /** sin(s), sin(s + 2), sin(s + 4), … for the s-th tensor, times a factor. */
    private Array drawn(double factor, Shape shape) {
        drawn++;
        Array a = Array.zeros(DType.F64, shape);
        for (int i = 0; i < a.size(); i++) {
            a.set(i, Math.sin(drawn + 2.0 * i) * factor);
        }
        return a;
    }

    private static double weighted(Array a) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += a.get(i) * Math.cos(i);
        }
        return sum;
    }

    @Test
    void aStepAndItsGradientsAreThoseOfPyTorch() {
        Scope scope = Scope.root();
        ConvLstm cell = new ConvLstm(scope, ROWS, COLUMNS, I, H, 3);
        Map<String, Array> inputs = new HashMap<>();
        inputs.put("x", drawn(1, Shape.of(B, ROWS, COLUMNS, I)));
        inputs.put("h", drawn(1, Shape.of(B, ROWS, COLUMNS, H)));
        inputs.put("c", drawn(1, Shape.of(B, ROWS, COLUMNS, H)));
        try (Executable run =
                Run.compile(
                        DType.F64,
                        scope,
                        t -> {
                            Tensor x = t.input("x", B, ROWS, COLUMNS, I);
                            Tensor h = t.input("h", B, ROWS, COLUMNS, H);
                            Tensor c = t.input("c", B, ROWS, COLUMNS, H);
                            var next = cell.step(x, new ConvLstm.State(h, c)).state();
                            t.output("h", next.h());
                            t.output("c", next.c());
                            List<Tensor> all = new ArrayList<>(List.of(x, h, c));
                            scope.parameters().forEach(p -> all.add(p.in(t.graph())));
                            List<String> names = new ArrayList<>(List.of("x", "h", "c"));
                            scope.parameters().stream().map(Variable::name).forEach(names::add);
                            Tensor loss = next.h().sum().plus(next.c().squared().sum());
                            List<Tensor> found = Gradients.of(loss, all);
                            for (int i = 0; i < all.size(); i++) {
                                t.output("d." + names.get(i), found.get(i));
                            }
                        })) {
            // in the order in which the script draws them: kernels and bias gate by gate, peepholes
            for (Variable p : scope.parameters()) {
                run.write(p.name(), drawn(p.shape().rank() == 4 ? 0.5 : 1, p.shape()));
            }
            Map<String, Array> got = Run.run(run, inputs);
            assertThat(got.keySet()).isEqualTo(TORCH.keySet());
            got.forEach(
                    (name, a) ->
                            assertThat(weighted(a))
                                    .as(name)
                                    .isCloseTo(TORCH.get(name), within(1e-12)));
        }
    }

    /** Of one pixel it is the peephole LSTM, whose weights are the middles of the kernels. */
    @Property(tries = 20)
    void ofOnePixelItIsThePeepholeLstm(
            @ForAll @IntRange(min = 1, max = 3) int inputs,
            @ForAll @IntRange(min = 1, max = 3) int units) {
        Scope scope = Scope.root();
        ConvLstm cell = new ConvLstm(scope.child("conv"), 1, 1, inputs, units, 3);
        PeepholeLstm plain = new PeepholeLstm(scope.child("plain"), inputs, units);
        try (Executable run =
                Run.compile(
                        DType.F64,
                        scope,
                        t -> {
                            Tensor x = t.input("x", 4, B, inputs);
                            Tensor image = x.reshape(4, B, 1, 1, inputs);
                            Tensor y = Recurrence.of(cell).over(image).outputs();
                            t.output("conv", y.reshape(4, B, units));
                            t.output("plain", Recurrence.of(plain).over(x).outputs());
                        })) {
            for (String k : List.of("i", "f", "o", "g")) {
                String paper = k.equals("g") ? "c" : k;
                run.write("plain.U_" + k, middle(run.read("conv.W_x" + paper)));
                run.write("plain.W_" + k, middle(run.read("conv.W_h" + paper)));
                Array bias = Run.random(k.hashCode(), units);
                run.write("plain.b_" + k, bias);
                run.write("conv.b_" + paper, bias);
                if (!k.equals("g")) {
                    Array peephole = Run.random(k.hashCode() + 1, units);
                    run.write("plain.p_" + k, peephole);
                    run.write("conv.W_c" + k, peephole.reshape(1, 1, units));
                }
            }
            Map<String, Array> got = Run.run(run, Map.of("x", Run.random(1, 4, B, inputs)));
            assertThat(got.get("conv").toDoubles())
                    .containsExactly(got.get("plain").toDoubles(), within(1e-14));
        }
    }

    /** [out, in] of a kernel [out, 3, 3, in]. */
    private static Array middle(Array kernel) {
        int out = kernel.shape().dim(0);
        int in = kernel.shape().dim(3);
        Array m = Array.zeros(DType.F64, Shape.of(out, in));
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                m.set(o * in + i, kernel.get((o * 9 + 4) * in + i));
            }
        }
        return m;
    }

    /** Dropout of h, of recurrent kernels and of steps all see images. */
    @Test
    void itTakesEveryOptionOfAStack() {
        Scope scope = Scope.root();
        CellFactory factory = (s, i, h) -> new ConvLstm(s, ROWS, COLUMNS, i, h, 3);
        var stack = factory.stack(scope, I, H, 2);
        StackOptions options =
                StackOptions.none()
                        .dropout(0.2)
                        .recurrentDropout(0.3)
                        .dropConnect(0.4)
                        .zoneout(0.1);
        try (Executable run =
                Run.compile(
                        DType.F64,
                        scope,
                        t -> {
                            Tensor x = t.input("x", 5, B, ROWS, COLUMNS, I);
                            var start = stack.initialState(t.graph(), B);
                            var trained = options.in(Mode.training(t), stack);
                            t.output("trained", trained.over(x, null, start).outputs());
                            t.output("plain", stack.over(x, null, start).outputs());
                        })) {
            Map<String, Array> got =
                    Run.run(
                            run,
                            Map.of(
                                    "x",
                                    Run.random(2, 5, B, ROWS, COLUMNS, I),
                                    Mode.Training.KEY,
                                    Mode.Training.key(1, 1)));
            assertThat(got.get("trained").shape()).isEqualTo(Shape.of(5, B, ROWS, COLUMNS, H));
            assertThat(got.get("trained").toDoubles()).doesNotContain(Double.NaN);
            assertThat(got.get("trained").sameBits(got.get("plain"))).isFalse();
        }
    }

    /** The loss reads h alone, so the last c reaches it no more. */
    @Test
    void itsStatesHaveGradients() {
        Scope scope = Scope.root();
        ConvLstm cell = new ConvLstm(scope, ROWS, COLUMNS, I, H, 3);
        Map<String, Array> got =
                Run.once(
                        scope,
                        Map.of("x", Run.random(2, 5, B, ROWS, COLUMNS, I)),
                        t -> {
                            Tensor x = t.input("x", 5, B, ROWS, COLUMNS, I);
                            var r = Recurrence.of(cell).probing().over(x);
                            var found = r.stateGradients(r.last().h().sum());
                            t.output("h", found.h());
                            t.output("c", found.c());
                        });
        assertThat(got.get("h").shape()).isEqualTo(Shape.of(5, B, ROWS, COLUMNS, H));
        int last = 4 * B * ROWS * COLUMNS * H;
        for (int i = last; i < got.get("h").size(); i++) {
            assertThat(got.get("h").get(i)).isEqualTo(1);
            assertThat(got.get("c").get(i)).isZero();
        }
        for (int i = 0; i < last; i++) {
            assertThat(got.get("h").get(i)).isNotZero().isFinite();
            assertThat(got.get("c").get(i)).isNotZero().isFinite();
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new ConvLstm(Scope.root(), 4, 4, 0, 3, 3))
                .hasMessageContaining("got 0 and 3");
        assertThatThrownBy(() -> new ConvLstm(Scope.root(), 4, 0, 1, 3, 3))
                .hasMessageContaining("4×0 pixels");
        assertThatThrownBy(() -> new ConvLstm(Scope.root(), 4, 4, 1, 3, 2))
                .hasMessageContaining("odd size")
                .hasMessageContaining("size 2");
        refused("reads images [batch, 3, 4, channels]; got F32[2, 3, 1, 2]", 3, 1, I);
        refused("F32[2, 1, 4, 2]", 1, COLUMNS, I);
        refused("F32[..., 2]; got F32[2, 3, 4, 1]", ROWS, COLUMNS, 1);
    }

    private static void refused(String message, int rows, int columns, int channels) {
        Scope scope = Scope.root();
        ConvLstm cell = new ConvLstm(scope, ROWS, COLUMNS, I, H, 3);
        assertThatThrownBy(
                        () ->
                                Program.of(DType.F32, scope, 1)
                                        .with(
                                                "run",
                                                t -> {
                                                    var x =
                                                            t.input(
                                                                    "x", 5, B, rows, columns,
                                                                    channels);
                                                    Recurrence.of(cell).over(x);
                                                }))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining(message);
    }

    @Test
    void byNameItIsToldThatARowOfNumbersIsNoImage() {
        assertThatThrownBy(() -> Cells.named("conv-lstm"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reads images")
                .hasMessageContaining("ConvLstm");
    }
}
