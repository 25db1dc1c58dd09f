package dev.rondo.contract;

import static dev.rondo.graph.Functions.abs;
import static dev.rondo.graph.Functions.concat;
import static dev.rondo.graph.Functions.cos;
import static dev.rondo.graph.Functions.cumulativeSum;
import static dev.rondo.graph.Functions.einsum;
import static dev.rondo.graph.Functions.erf;
import static dev.rondo.graph.Functions.exp;
import static dev.rondo.graph.Functions.gelu;
import static dev.rondo.graph.Functions.geluTanh;
import static dev.rondo.graph.Functions.layerNorm;
import static dev.rondo.graph.Functions.leakyRelu;
import static dev.rondo.graph.Functions.log;
import static dev.rondo.graph.Functions.logSoftmax;
import static dev.rondo.graph.Functions.logSumExp;
import static dev.rondo.graph.Functions.maskedSoftmax;
import static dev.rondo.graph.Functions.normalize;
import static dev.rondo.graph.Functions.relu;
import static dev.rondo.graph.Functions.sigmoid;
import static dev.rondo.graph.Functions.silu;
import static dev.rondo.graph.Functions.sin;
import static dev.rondo.graph.Functions.softmax;
import static dev.rondo.graph.Functions.softplus;
import static dev.rondo.graph.Functions.sqrt;
import static dev.rondo.graph.Functions.tanh;
import static dev.rondo.graph.Functions.topK;
import static dev.rondo.graph.Functions.where;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Every differentiable operation and composite. Each is followed by a nonlinear function, so that
 * its second derivative shows.
 */
public final class GradientCases {
    private static final int T = 5;

    private final List<Subject> all = new ArrayList<>();

    private GradientCases() {}

    /** The operations, to be given to {@link GradientCheck} or {@link Equivalence}. */
    public static List<Subject> all() {
        GradientCases c = new GradientCases();
        c.functions();
        c.pairs();
        c.forms();
        c.products();
        c.sumsOfProducts();
        c.reductions();
        c.indices();
        c.loops();
        c.all.addAll(ImageGradientCases.all());
        return c.all;
    }

    private void add(String name, Consumer<Drawing> body) {
        all.add(Subject.drawn("gradient of " + name, body));
    }

    private void function(String name, double low, double high, UnaryOperator<Tensor> f) {
        add(name, d -> d.output("y", bent(f.apply(d.signed(low, high, 3, 5)))));
    }

    private void positive(String name, UnaryOperator<Tensor> f) {
        add(name, d -> d.output("y", bent(f.apply(d.uniform(0.3, 2, 3, 5)))));
    }

    /** y + y², whose derivative changes with y. */
    static Tensor bent(Tensor y) {
        return y.plus(y.squared());
    }

    private void functions() {
        function("neg", 0.1, 2, Tensor::negated);
        function("abs", 0.1, 2, x -> abs(x));
        function("exp", 0, 2, x -> exp(x));
        positive("log", x -> log(x));
        positive("sqrt", x -> sqrt(x));
        function("sin", 0, 3, x -> sin(x));
        function("cos", 0, 3, x -> cos(x));
        function("tanh", 0, 2, x -> tanh(x));
        function("sigmoid", 0, 3, x -> sigmoid(x));
        function("relu", 0.1, 2, x -> relu(x));
        function("leaky relu", 0.1, 2, x -> leakyRelu(x, 0.1));
        function("gelu", 0, 2, x -> gelu(x));
        function("gelu by tanh", 0, 2, x -> geluTanh(x));
        function("erf", 0, 2, x -> erf(x));
        function("silu", 0, 2, x -> silu(x));
        function("softplus", 0.1, 3, x -> softplus(x));
        function("softmax over the last axis", 0, 2, x -> softmax(x, -1));
        function("softmax over the first axis", 0, 2, x -> softmax(x, 0));
        function("log softmax", 0, 2, x -> logSoftmax(x, -1));
        function("log-sum-exp over the last axis", 0, 2, x -> logSumExp(x, -1));
        function("log-sum-exp over the first axis", 0, 2, x -> logSumExp(x, 0));
        function("normalize", 0.1, 2, x -> normalize(x, 1e-5));
        function("cumulative sum", 0, 2, x -> cumulativeSum(x, 1));
        function("cumulative sum from behind", 0, 2, x -> cumulativeSum(x, 0, true, true));
        function("the three largest", 0.1, 2, x -> topK(x, 3).values());
        add(
                "layer normalization",
                d -> d.output("y", bent(layerNorm(d.floats(3, 5), d.floats(5), d.floats(5), 0.1))));
        function("clipping", 0.1, 2, x -> x.min(0.8).max(-0.7));
        function("cast to the same type", 0.1, 2, x -> x.cast(x.graph().dtype()).times(2));
        add(
                "masked softmax",
                d -> {
                    boolean[] some = {
                        true, false, true, true, false, true, true, true, true, true, false, true,
                        false, false, false
                    };
                    Tensor mask = d.given(Array.of(some, 3, 5));
                    d.output("y", bent(maskedSoftmax(d.floats(3, 5), mask, -1)));
                });
        add(
                "masked softmax of nothing",
                d -> {
                    boolean[] some = {false, false, false, true, true, true};
                    Tensor mask = d.given(Array.of(some, 2, 3));
                    d.output("y", bent(maskedSoftmax(d.floats(2, 3), mask, -1)));
                });
        add(
                "what is stopped",
                d -> {
                    Tensor x = d.floats(3, 5);
                    d.output(
                            "y",
                            bent(tanh(x).times(d.floats(3, 5).cast(DType.I32).cast(DType.F64)))
                                    .plus(x));
                });
    }

    private void pairs() {
        pair("plus", Tensor::plus);
        pair("minus", Tensor::minus);
        pair("times", Tensor::times);
        pair("divided by", Tensor::dividedBy);
        pair("smaller", Tensor::min);
        pair("larger", Tensor::max);
        add(
                "a tensor by itself",
                d -> {
                    Tensor x = d.signed(0.2, 1, 3, 5);
                    d.output("product", bent(x.times(x).times(x)));
                    d.output("quotient", x.times(x).dividedBy(x));
                });
        add(
                "select",
                d -> d.output("y", bent(where(d.truths(3, 5), d.floats(3, 1), tanh(d.floats(5))))));
        add(
                "select that keeps infinities out",
                d -> {
                    Tensor x = d.constant(Array.of(new double[] {0, 1, 2, 0, 3}));
                    Tensor safe = where(x.greaterThan(0), x, d.graph().scalar(1));
                    Tensor y = d.floats(5);
                    d.output("y", bent(where(x.greaterThan(0), y.times(log(safe)), y)));
                });
    }

    private interface Pair {
        Tensor apply(Tensor a, Tensor b);
    }

    private void pair(String name, Pair f) {
        int[][][] shapes = {
            {{3, 5}, {3, 5}}, {{3, 5}, {5}}, {{3, 1}, {1, 5}}, {{}, {3, 5}}, {{2, 3, 5}, {3, 1}}
        };
        for (int[][] s : shapes) {
            add(
                    name + " of " + Shape.of(s[0]) + " and " + Shape.of(s[1]),
                    d ->
                            d.output(
                                    "y",
                                    bent(f.apply(d.signed(0.3, 2, s[0]), d.signed(0.4, 2, s[1])))));
        }
    }

    private void form(String name, UnaryOperator<Tensor> f) {
        add(name, d -> d.output("y", bent(f.apply(tanh(d.floats(2, 3, 5))))));
    }

    private void forms() {
        form("transpose", x -> x.transpose(2, 0, 1));
        form("reshape", x -> x.transpose().reshape(5, 6));
        form("broadcast", x -> x.expand(1).broadcastTo(Shape.of(7, 2, 4, 3, 5)));
        form("slice", x -> x.slice(2, 1, 4).slice(1, 0, 2));
        form("position", x -> x.at(1, -1));
        form("concat", x -> concat(1, x, x.slice(1, 1, 2), x));
        form("pad", x -> x.pad(0, 1, 2).pad(2, 3, 0).plus(1));
        add("concat of two", d -> d.output("y", bent(concat(-1, d.floats(3, 2), d.floats(3, 5)))));
    }

    private void products() {
        add("matmul", d -> d.output("y", bent(d.floats(3, 5).matmul(d.floats(5, 2)))));
        add(
                "matmul of transposed operands",
                d ->
                        d.output(
                                "y",
                                bent(
                                        d.floats(5, 3)
                                                .transpose()
                                                .matmul(d.floats(2, 5).transpose()))));
        add(
                "matmul of batches",
                d -> d.output("y", bent(d.floats(2, 3, 5).matmul(d.floats(2, 5, 7)))));
        add(
                "matmul of a batch and a matrix",
                d -> d.output("y", bent(d.floats(2, 3, 5).matmul(d.floats(5, 7)))));
        add(
                "matmul of batches of batches",
                d -> d.output("y", bent(d.floats(2, 3, 1, 5).matmul(d.floats(2, 3, 5, 7)))));
        add("matmul of a vector", d -> d.output("y", bent(d.floats(5).matmul(d.floats(5, 7)))));
        add(
                "matmul by itself",
                d -> {
                    Tensor x = d.floats(3, 5);
                    d.output("y", bent(x.matmul(x.transpose())));
                });
    }

    private void sumsOfProducts() {
        for (String equation : List.of("ij,jk->ik", "aij,kaj->ki", "ij,ij->j", "ij,k->kj")) {
            String[] operands = equation.substring(0, equation.indexOf('-')).split(",");
            add(
                    "einsum " + equation,
                    d -> {
                        Tensor a = d.floats(extents(operands[0]));
                        d.output("y", bent(einsum(equation, a, d.floats(extents(operands[1])))));
                    });
        }
    }

    private static int[] extents(String letters) {
        return letters.chars().map(c -> 2 + c % 4).toArray();
    }

    private void reductions() {
        for (int[] axes : new int[][] {{}, {0}, {1}, {2}, {0, 2}, {1, 2}}) {
            String over = " over " + Arrays.toString(axes);
            form("sum" + over, x -> x.sum(axes));
            form("mean" + over, x -> x.mean(axes));
            form("largest" + over, x -> x.largest(axes));
        }
    }

    private void indices() {
        add(
                "gather",
                d -> d.output("y", bent(tanh(d.floats(7, 3)).gather(d.integers(0, 7, 2, 5)))));
        add(
                "scatter-add",
                d ->
                        d.output(
                                "y",
                                bent(
                                        IndexCases.scatterAdd(
                                                tanh(d.floats(11, 3)), d.integers(0, 5, 11), 5))));
    }

    // ---- loops

    private interface Drive {
        Scan apply(Drawing d, Scan scan);
    }

    private void loops() {
        loop("a loop", (d, s) -> s);
        loop("a loop backwards", (d, s) -> s.reversed(true));
        for (int n : new int[] {0, 1, 3}) {
            Drive drive = (d, s) -> s.steps(d.given(Array.scalar(DType.I32, n)));
            loop("a loop of " + n + " steps", drive);
            loop("a loop of " + n + " steps backwards", (d, s) -> drive.apply(d, s).reversed(true));
        }
        add("a loop whose carry is an integer", GradientCases::counted);
        add("a loop that hands its inputs on", GradientCases::handed);
        add("a nested loop", d -> nested(d, false));
        add("a nested loop backwards", d -> nested(d, true));
        add("a loop that gives nothing within a loop", GradientCases::idle);
        add("a gradient within a loop", GradientCases::gradientWithin);
    }

    private void loop(String name, Drive drive) {
        add(
                name,
                d -> {
                    Tensor w = d.floats(2, 2);
                    Tensor outside = d.floats(3, 2);
                    Scan scan =
                            Scan.over(T)
                                    .carrying(d.floats(3, 2), d.floats(2))
                                    .reading(d.floats(T, 3, 2), d.floats(T, 2));
                    Scan.Result r =
                            drive.apply(d, scan)
                                    .run(
                                            (c, in) -> {
                                                Tensor h = tanh(c.get(0).matmul(w).plus(in.get(0)));
                                                Tensor k =
                                                        sigmoid(c.get(1).plus(h.sum(0)))
                                                                .times(in.get(1));
                                                return new Scan.Step(
                                                        List.of(h.times(outside), k),
                                                        List.of(
                                                                h,
                                                                c.get(1),
                                                                tanh(outside.plus(k))));
                                            });
                    r.carries().forEach(t -> d.output(bent(t)));
                    r.outputs().forEach(t -> d.output(bent(t)));
                });
    }

    private static void counted(Drawing d) {
        Tensor one = d.constant(Array.scalar(DType.I32, 1));
        Scan.Result r =
                Scan.over(T)
                        .carrying(d.given(Array.scalar(DType.I32, 0)), d.floats(3))
                        .reading(d.floats(T, 3))
                        .run(
                                (c, in) -> {
                                    Tensor odd = c.get(0).greaterThan(2);
                                    Tensor next =
                                            where(
                                                    odd,
                                                    tanh(c.get(1).plus(in.get(0))),
                                                    c.get(1).times(in.get(0)));
                                    Tensor time = c.get(0).cast(d.graph().dtype());
                                    return new Scan.Step(
                                            List.of(c.get(0).plus(one), next),
                                            List.of(next.times(time.plus(1))));
                                });
        d.output(bent(r.carries().get(1)));
        d.output(bent(r.outputs().getFirst()));
    }

    private static void handed(Drawing d) {
        Tensor outside = d.floats(3);
        Scan.Result r =
                Scan.over(T)
                        .carrying(d.floats(3), d.floats(3))
                        .reading(d.floats(T, 3))
                        .run(
                                (c, in) ->
                                        new Scan.Step(
                                                List.of(c.get(1), in.get(0)),
                                                List.of(c.get(0), in.get(0), outside)));
        r.carries().forEach(t -> d.output(bent(t)));
        r.outputs().forEach(t -> d.output(bent(t)));
    }

    private static void nested(Drawing d, boolean backwards) {
        Tensor w = d.floats(2, 2);
        Tensor ys = d.floats(3, 4, 2);
        Scan.Result r =
                Scan.over(T)
                        .carrying(d.floats(4, 2))
                        .reading(d.floats(T, 4, 2))
                        .run(
                                (c, in) -> {
                                    Scan.Result inner =
                                            Scan.over(3)
                                                    .carrying(c.get(0))
                                                    .reading(ys)
                                                    .reversed(backwards)
                                                    .run(
                                                            (k, y) -> {
                                                                Tensor s =
                                                                        tanh(
                                                                                k.get(0)
                                                                                        .matmul(w)
                                                                                        .plus(
                                                                                                y
                                                                                                        .get(
                                                                                                                0))
                                                                                        .plus(
                                                                                                in
                                                                                                        .get(
                                                                                                                0)));
                                                                return new Scan.Step(
                                                                        List.of(s),
                                                                        List.of(s.times(k.get(0))));
                                                            });
                                    return new Scan.Step(
                                            inner.carries(),
                                            List.of(inner.outputs().getFirst().sum(0)));
                                });
        d.output(bent(r.carries().getFirst()));
        d.output(bent(r.outputs().getFirst()));
    }

    private static void idle(Drawing d) {
        Tensor ys = d.floats(3, 4);
        Scan.Result r =
                Scan.over(T)
                        .carrying(d.floats(4))
                        .run(
                                (c, in) -> {
                                    Scan.over(3)
                                            .reading(ys)
                                            .run((k, y) -> new Scan.Step(List.of(), List.of()));
                                    return new Scan.Step(List.of(tanh(c.get(0))), List.of());
                                });
        d.output(bent(r.carries().getFirst()));
    }

    private static void gradientWithin(Drawing d) {
        Scan.Result r =
                Scan.over(T)
                        .carrying(d.floats(3))
                        .reading(d.floats(T, 3))
                        .run(
                                (c, in) -> {
                                    Tensor loss = tanh(c.get(0).times(in.get(0))).squared().sum();
                                    Tensor slope = Gradients.of(loss, List.of(c.get(0))).getFirst();
                                    return new Scan.Step(
                                            List.of(c.get(0).minus(slope.times(0.3))),
                                            List.of(loss));
                                });
        d.output(bent(r.carries().getFirst()));
        d.output(bent(r.outputs().getFirst()));
    }
}
