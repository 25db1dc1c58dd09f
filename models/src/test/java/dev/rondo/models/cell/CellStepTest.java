package dev.rondo.models.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cell.MaskableCell;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.StackedCell;
import dev.rondo.cell.Step;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.models.Run;
import dev.rondo.models.init.Initializers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

/** Each cell's step beside its equations, number by number. */
class CellStepTest {
    private static final int B = 3;
    private static final int I = 5;
    private static final int H = 2;

    private final Array x = Run.random(1, B, I);
    private final Array h = Run.random(2, B, H);
    private final Array c = Run.random(3, B, H);
    private final Array mask = Run.random(4, B, H);

    /** What enters the products: h, masked or not. */
    private Array read = h;

    private Executable run;

    private void masking(boolean masked) {
        if (masked) {
            read = h.copy();
            for (int i = 0; i < read.size(); i++) {
                read.set(i, h.get(i) * mask.get(i));
            }
        }
    }

    private <S extends Record> Step<S> step(
            MaskableCell<S> cell, Tensor x, S state, boolean masked) {
        return masked
                ? cell.step(x, state, v -> v.times(x.graph().constant(mask)))
                : cell.step(x, state);
    }

    /** (W x)_k of row b. */
    private double product(String weight, Array x, int b, int k) {
        Array w = run.read(weight);
        int n = w.shape().dim(1);
        double sum = 0;
        for (int j = 0; j < n; j++) {
            sum += w.get(k * n + j) * x.get(b * n + j);
        }
        return sum;
    }

    private double bias(String name, int k) {
        return run.read(name).get(k);
    }

    private static double sigmoid(double v) {
        return 1 / (1 + Math.exp(-v));
    }

    /** Starts with biases that are not zero. */
    private void randomBiases(Scope scope) {
        scope.parameters().stream()
                .filter(p -> p.shape().rank() == 1)
                .forEach(p -> run.write(p.name(), Run.random(p.name().hashCode(), H)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rnnIsItsEquation(boolean masked) {
        masking(masked);
        Scope scope = Scope.root();
        Rnn cell = new Rnn(scope, I, H, Functions::relu);
        run =
                Run.compile(
                        DType.F64,
                        scope,
                        t ->
                                t.output(
                                        "h",
                                        step(
                                                        cell,
                                                        t.input("x", B, I),
                                                        new Rnn.State(t.input("h", B, H)),
                                                        masked)
                                                .state()
                                                .h()));
        randomBiases(scope);
        Array got = run.run("run", Map.of("x", x, "h", h)).get("h");
        for (int b = 0; b < B; b++) {
            for (int k = 0; k < H; k++) {
                double a = product("U", x, b, k) + product("W", read, b, k) + bias("b", k);
                assertThat(got.get(b * H + k)).isCloseTo(Math.max(0, a), within(1e-14));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void lstmIsItsEquations(boolean masked) {
        masking(masked);
        Scope scope = Scope.root();
        Lstm cell = new Lstm(scope, I, H);
        run =
                Run.compile(
                        DType.F64,
                        scope,
                        t -> {
                            var s = new Lstm.State(t.input("h", B, H), t.input("c", B, H));
                            var step = step(cell, t.input("x", B, I), s, masked);
                            t.output("y", step.output());
                            t.output("h", step.state().h());
                            t.output("c", step.state().c());
                        });
        assertThat(run.read("b_f").toDoubles()).containsOnly(1);
        assertThat(run.read("b_i").toDoubles()).containsOnly(0);
        randomBiases(scope);
        Map<String, Array> got = run.run("run", Map.of("x", x, "h", h, "c", c));
        for (int b = 0; b < B; b++) {
            for (int k = 0; k < H; k++) {
                double i = sigmoid(gate("i", b, k));
                double f = sigmoid(gate("f", b, k));
                double o = sigmoid(gate("o", b, k));
                double g = Math.tanh(gate("g", b, k));
                double next = c.get(b * H + k) * f + g * i;
                assertThat(got.get("c").get(b * H + k)).isCloseTo(next, within(1e-14));
                assertThat(got.get("h").get(b * H + k))
                        .isCloseTo(Math.tanh(next) * o, within(1e-14));
            }
        }
        assertThat(got.get("y").sameBits(got.get("h"))).isTrue();
    }

    private double gate(String k, int b, int row) {
        return product("U_" + k, x, b, row) + product("W_" + k, read, b, row) + bias("b_" + k, row);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gruIsItsEquationsWithTheResetGateBeforeAndAfter(boolean masked) {
        masking(masked);
        for (ResetGate place : ResetGate.values()) {
            Scope scope = Scope.root();
            Gru cell = new Gru(scope, I, H, place);
            run =
                    Run.compile(
                            DType.F64,
                            scope,
                            t ->
                                    t.output(
                                            "h",
                                            step(
                                                            cell,
                                                            t.input("x", B, I),
                                                            new Gru.State(t.input("h", B, H)),
                                                            masked)
                                                    .output()));
            randomBiases(scope);
            Array got = run.run("run", Map.of("x", x, "h", h)).get("h");
            Array reset = Array.of(new double[B * H], B, H);
            for (int b = 0; b < B; b++) {
                for (int k = 0; k < H; k++) {
                    reset.set(b * H + k, sigmoid(part("r", b, k)));
                }
            }
            Array kept = read.copy();
            for (int i = 0; i < kept.size(); i++) {
                kept.set(i, read.get(i) * reset.get(i));
            }
            for (int b = 0; b < B; b++) {
                for (int k = 0; k < H; k++) {
                    int at = b * H + k;
                    double z = sigmoid(part("z", b, k));
                    double recurrent =
                            place == ResetGate.BEFORE
                                    ? product("W_hh", kept, b, k)
                                    : reset.get(at)
                                            * (product("W_hh", read, b, k) + bias("b_hh", k));
                    double candidate =
                            Math.tanh(product("W_xh", x, b, k) + recurrent + bias("b_h", k));
                    assertThat(got.get(at))
                            .isCloseTo(z * h.get(at) + (1 - z) * candidate, within(1e-14));
                }
            }
        }
    }

    private double part(String k, int b, int row) {
        return product("W_x" + k, x, b, row)
                + product("W_h" + k, read, b, row)
                + bias("b_" + k, row);
    }

    @Test
    void chronoGatesAreOpposite() {
        CellInitializers start = CellInitializers.defaults().chrono(50, 9);
        Scope scope = Scope.root();
        new Lstm(scope.child("lstm"), I, 30, start);
        new Gru(scope.child("gru"), I, 30, ResetGate.BEFORE, start);
        Map<String, Array> first = scope.initial(1, DType.F64);
        double[] keeping = first.get("lstm.b_f").toDoubles();
        for (int k = 0; k < keeping.length; k++) {
            assertThat(keeping[k]).isBetween(0.0, Math.log(49) + 1e-6);
            assertThat(first.get("lstm.b_i").get(k)).isEqualTo(-keeping[k]);
            assertThat(first.get("gru.b_z").get(k)).isEqualTo(keeping[k]);
        }
        assertThat(first.get("lstm.b_o").toDoubles()).containsOnly(0);
        assertThat(first.get("gru.b_r").toDoubles()).containsOnly(0);
        assertThat(scope.initial(2, DType.F64).get("lstm.b_f").toDoubles()).isEqualTo(keeping);
    }

    @Test
    void anIdentityRnnKeepsItsStateWithoutInput() {
        Scope scope = Scope.root();
        CellInitializers start =
                CellInitializers.defaults().recurrentWeights(Initializers.identity());
        Rnn cell = new Rnn(scope, I, H, Functions::relu, start);
        Array given = Array.of(new double[] {0.5, 2, 0, 1, 3, 0.25}, B, H);
        Map<String, Array> got =
                Run.once(
                        scope,
                        Map.of("h", given),
                        t -> {
                            var from = new Rnn.State(t.input("h", B, H));
                            var silence = t.graph().zeros(100, B, I);
                            t.output("h", Recurrence.of(cell).from(from).over(silence).last().h());
                        });
        assertThat(got.get("h").toDoubles()).containsExactly(given.toDoubles());
    }

    @Test
    void aStackStepsLikeItRunsOverSequences() {
        int steps = 4;
        for (Cells kind : Cells.values()) {
            Scope scope = Scope.root();
            StackedCell stack = kind.stack(scope, I, H, 3);
            Map<String, Array> got =
                    Run.once(
                            scope,
                            Map.of("xs", Run.random(4, steps, B, I)),
                            t -> {
                                var xs = t.input("xs", steps, B, I);
                                var start = stack.initialState(t.graph(), B);
                                t.output("whole", stack.over(xs, null, start).outputs().at(0, -1));
                                var state = start;
                                for (int i = 0; i < steps; i++) {
                                    var s = stack.step(xs.at(0, i), state);
                                    state = s.state();
                                    if (i == steps - 1) {
                                        t.output("steps", s.output());
                                    }
                                }
                            });
            assertThat(got.get("whole").toDoubles())
                    .containsExactly(got.get("steps").toDoubles(), within(1e-14));
        }
    }

    @Test
    void cellsAreFoundByName() {
        assertThat(Cells.named("gru-after")).isSameAs(Cells.GRU_AFTER);
        assertThatThrownBy(() -> Cells.named("lsmt"))
                .hasMessageContaining("lsmt")
                .hasMessageContaining("rnn, rnn-relu, indrnn, lstm, lstm-peephole");
        assertThatThrownBy(() -> new Lstm(Scope.root(), 0, 3)).hasMessageContaining("got 0 and 3");
    }
}
