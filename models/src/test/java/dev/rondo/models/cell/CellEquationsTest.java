package dev.rondo.models.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cell.Cell;
import dev.rondo.cell.CellFactory;
import dev.rondo.cell.MaskableCell;
import dev.rondo.cell.Step;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Trace;
import dev.rondo.models.Run;
import dev.rondo.models.layer.LayerNorm;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The step of each variant of LSTM and GRU beside the equations of its paper, in plain Java. */
class CellEquationsTest {
    private static final int B = 3;
    private static final int I = 5;
    private static final int H = 4;

    /** The step of one row. */
    @FunctionalInterface
    private interface Equations {
        /**
         * The output and the new state.
         *
         * @param x the input
         * @param h the first part of the state as products read it, masked or not
         * @param state the state before
         */
        double[][] step(double[] x, double[] h, double[]... state);
    }

    private Executable run;

    /** Holds a cell's step against equations, with and without a mask on what products read. */
    private void check(int parts, CellFactory factory, Equations equations) {
        check(parts, factory, equations, false, true);
    }

    private void check(
            int parts, CellFactory factory, Equations equations, boolean... maskedOrNot) {
        for (boolean masked : maskedOrNot) {
            Array mask = Run.random(4, B, H);
            Scope scope = Scope.root();
            Cell<?> cell = factory.create(scope, I, H);
            run = Run.compile(DType.F64, scope, t -> trace(t, cell, masked, mask));
            scope.parameters()
                    .forEach(
                            p ->
                                    run.write(
                                            p.name(),
                                            Run.random(p.name().hashCode(), p.shape().dims())));
            Map<String, Array> inputs = new LinkedHashMap<>();
            inputs.put("x", Run.random(1, B, I));
            for (int i = 0; i < parts; i++) {
                inputs.put("s." + i, Run.random(10 + i, B, H));
            }
            Map<String, Array> got = run.run("run", inputs);
            for (int b = 0; b < B; b++) {
                double[][] state = new double[parts][];
                for (int i = 0; i < parts; i++) {
                    state[i] = row(inputs.get("s." + i), b);
                }
                double[] h = masked ? times(state[0], row(mask, b)) : state[0];
                double[][] expected = equations.step(row(inputs.get("x"), b), h, state);
                assertThat(row(got.get("y"), b)).containsExactly(expected[0], within(1e-13));
                for (int i = 0; i < parts; i++) {
                    assertThat(row(got.get("next." + i), b))
                            .containsExactly(expected[1 + i], within(1e-13));
                }
            }
        }
    }

    private static <S extends Record> void trace(
            Trace t, Cell<S> cell, boolean masked, Array mask) {
        var x = t.input("x", B, I);
        S state = StatePorts.input(t, "s", cell.initialState(t.graph(), B));
        Step<S> step =
                masked
                        ? MaskableCell.masked(cell, v -> v.times(t.graph().constant(mask)))
                                .step(x, state)
                        : cell.step(x, state);
        t.output("y", step.output());
        StatePorts.output(t, "next", step.state());
    }

    // ---- vectors

    private static double[] row(Array a, int b) {
        int n = a.shape().dim(1);
        return IntStream.range(0, n).mapToDouble(i -> a.get(b * n + i)).toArray();
    }

    private static double[] each(DoubleUnaryOperator f, double[] a) {
        return Arrays.stream(a).map(f).toArray();
    }

    private static double[] each(DoubleBinaryOperator f, double[] a, double[] b) {
        assertThat(a).hasSameSizeAs(b);
        return IntStream.range(0, a.length).mapToDouble(i -> f.applyAsDouble(a[i], b[i])).toArray();
    }

    private static double[] sigmoid(double[] a) {
        return each(v -> 1 / (1 + Math.exp(-v)), a);
    }

    private static double[] tanh(double[] a) {
        return each(Math::tanh, a);
    }

    private static double[] oneMinus(double[] a) {
        return each(v -> 1 - v, a);
    }

    private static double[] times(double[] a, double[] b) {
        return each((v, w) -> v * w, a, b);
    }

    private static double[] sum(double[]... all) {
        return Stream.of(all).reduce((a, b) -> each(Double::sum, a, b)).orElseThrow();
    }

    private static double[] concat(double[]... all) {
        return Stream.of(all).flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[] part(double[] a, int k) {
        return Arrays.copyOfRange(a, k * H, (k + 1) * H);
    }

    // ---- parameters

    private double[] vector(String name) {
        return run.read(name).toDoubles();
    }

    private double[] product(String weight, double[] x) {
        Array w = run.read(weight);
        return IntStream.range(0, w.shape().dim(0))
                .mapToDouble(
                        k ->
                                IntStream.range(0, x.length)
                                        .mapToDouble(j -> w.get(k * x.length + j) * x[j])
                                        .sum())
                .toArray();
    }

    /** U_k x + W_k h + b_k. */
    private double[] net(String k, double[] x, double[] h) {
        return sum(product("U_" + k, x), product("W_" + k, h), vector("b_" + k));
    }

    /** γ∘(a − μ) / √(σ² + ε) + β. */
    private double[] normalized(String name, double[] a) {
        double mean = Arrays.stream(a).average().orElseThrow();
        double variance =
                Arrays.stream(a).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        double[] z = each(v -> (v - mean) / Math.sqrt(variance + LayerNorm.EPSILON), a);
        return sum(times(vector(name + ".weight"), z), vector(name + ".bias"));
    }

    // ---- cells

    @Test
    void peepholeLstm() {
        check(
                2,
                PeepholeLstm::new,
                (x, h, s) -> {
                    double[] c = s[1];
                    double[] i = sigmoid(sum(net("i", x, h), times(vector("p_i"), c)));
                    double[] f = sigmoid(sum(net("f", x, h), times(vector("p_f"), c)));
                    double[] next = sum(times(c, f), times(i, tanh(net("g", x, h))));
                    double[] o = sigmoid(sum(net("o", x, h), times(vector("p_o"), next)));
                    double[] y = times(o, tanh(next));
                    return new double[][] {y, y, next};
                });
    }

    @Test
    void coupledLstm() {
        check(
                2,
                CoupledLstm::new,
                (x, h, s) -> {
                    double[] i = sigmoid(net("i", x, h));
                    double[] next = sum(times(s[1], oneMinus(i)), times(i, tanh(net("g", x, h))));
                    double[] y = times(sigmoid(net("o", x, h)), tanh(next));
                    return new double[][] {y, y, next};
                });
    }

    @Test
    void janet() {
        check(
                1,
                Janet::new,
                (x, h, s) -> {
                    double[] a = net("f", x, h);
                    double[] in = oneMinus(sigmoid(each(v -> v - 1, a)));
                    double[] y = sum(times(sigmoid(a), s[0]), times(in, tanh(net("g", x, h))));
                    return new double[][] {y, y};
                });
    }

    @Test
    void minimalGatedUnit() {
        check(
                1,
                MinimalGatedUnit::new,
                (x, h, s) -> {
                    double[] f = sigmoid(net("f", x, h));
                    double[] g = tanh(net("g", x, times(f, h)));
                    double[] y = sum(times(oneMinus(f), s[0]), times(f, g));
                    return new double[][] {y, y};
                });
    }

    @Test
    void independentlyRecurrentNetwork() {
        check(
                1,
                (scope, inputs, size) -> new IndRnn(scope, inputs, size, Functions::tanh),
                (x, h, _) -> {
                    double[] y = tanh(sum(product("U", x), times(vector("w"), h), vector("b")));
                    return new double[][] {y, y};
                });
    }

    @Test
    void layerNormLstm() {
        String[] gates = {"i", "f", "o", "g"};
        check(
                2,
                LayerNormLstm::new,
                (x, h, s) -> {
                    double[] ofH = concat(products("W_", gates, h));
                    double[] ofX = concat(products("U_", gates, x));
                    double[] all = sum(normalized("norm_h", ofH), normalized("norm_x", ofX));
                    double[][] nets = new double[gates.length][];
                    for (int k = 0; k < nets.length; k++) {
                        nets[k] = sum(part(all, k), vector("b_" + gates[k]));
                    }
                    double[] next =
                            sum(
                                    times(sigmoid(nets[1]), s[1]),
                                    times(sigmoid(nets[0]), tanh(nets[3])));
                    double[] y = times(sigmoid(nets[2]), tanh(normalized("norm_c", next)));
                    return new double[][] {y, y, next};
                });
    }

    private double[][] products(String prefix, String[] gates, double[] v) {
        return Stream.of(gates).map(k -> product(prefix + k, v)).toArray(double[][]::new);
    }

    @Test
    void layerNormGru() {
        String[] gates = {"z", "r"};
        check(
                1,
                LayerNormGru::new,
                (x, h, s) -> {
                    double[] all =
                            sum(
                                    normalized("norm_gates_h", concat(products("W_", gates, h))),
                                    normalized("norm_gates_x", concat(products("U_", gates, x))));
                    double[] z = sigmoid(part(all, 0));
                    double[] r = sigmoid(part(all, 1));
                    double[] candidate =
                            tanh(
                                    sum(
                                            normalized("norm_x", product("U_h", x)),
                                            times(r, normalized("norm_h", product("W_h", h)))));
                    double[] y = sum(times(oneMinus(z), s[0]), times(z, candidate));
                    return new double[][] {y, y};
                });
    }

    /** x + 0.5 above 0, σ(x) below. */
    private static double[] positive(double[] a) {
        return each(v -> v < 0 ? 1 / (1 + Math.exp(-v)) : v + 0.5, a);
    }

    private double[] ofInput(String k, double[] x) {
        return sum(product("U_" + k, x), vector("b_" + k));
    }

    @Test
    void minGru() {
        check(
                1,
                MinGru::new,
                (x, _, s) -> {
                    double[] z = sigmoid(ofInput("z", x));
                    double[] y = sum(times(oneMinus(z), s[0]), times(z, positive(ofInput("h", x))));
                    return new double[][] {y, y};
                },
                false);
    }

    @Test
    void minLstm() {
        check(
                1,
                MinLstm::new,
                (x, _, s) -> {
                    double[] f = sigmoid(ofInput("f", x));
                    double[] i = sigmoid(ofInput("i", x));
                    double[] share = each((v, w) -> v / (v + w), f, i);
                    double[] candidate = positive(ofInput("h", x));
                    double[] y = sum(times(share, s[0]), times(oneMinus(share), candidate));
                    return new double[][] {y, y};
                },
                false);
    }

    /** U_k x + R_k h + b_k, where each half of the units sees itself alone. */
    private double[] ofHeads(String k, double[] x, double[] h) {
        double[] first = product("R_" + k + ".0", Arrays.copyOf(h, H / 2));
        double[] second = product("R_" + k + ".1", Arrays.copyOfRange(h, H / 2, H));
        return sum(ofInput(k, x), concat(first, second));
    }

    @ParameterizedTest
    @EnumSource(SLstm.ForgetGate.class)
    void sLstm(SLstm.ForgetGate gate) {
        check(
                4,
                (scope, inputs, size) ->
                        new SLstm(scope, inputs, size, 2, gate, CellInitializers.defaults()),
                (x, h, s) -> {
                    double[] i = ofHeads("i", x, h);
                    double[] raw = ofHeads("f", x, h);
                    double[] f =
                            switch (gate) {
                                case SIGMOID -> each(Math::log, sigmoid(raw));
                                case EXPONENTIAL -> raw;
                            };
                    double[] kept = sum(f, s[3]);
                    double[] m = each(Math::max, kept, i);
                    double[] in = each((v, w) -> Math.exp(v - w), i, m);
                    double[] keep = each((v, w) -> Math.exp(v - w), kept, m);
                    double[] c = sum(times(keep, s[1]), times(in, tanh(ofHeads("z", x, h))));
                    double[] n = sum(times(keep, each(Math::abs, s[2])), in);
                    double[] o = sigmoid(ofHeads("o", x, h));
                    double[] y = times(o, each((v, w) -> v / w, c, n));
                    return new double[][] {y, y, c, n, m};
                });
    }
}
