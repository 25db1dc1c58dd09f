package dev.rondo.cli.onnx;

import dev.rondo.array.Shape;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Products of matrices, reductions, and what is made of reductions. */
final class OnnxSums {
    static final Map<String, OnnxOperators.Operator> OPERATORS = operators();

    private OnnxSums() {}

    private static Map<String, OnnxOperators.Operator> operators() {
        Map<String, OnnxOperators.Operator> m = new TreeMap<>();
        m.put("MatMul", c -> c.gives(product(c.tensor(0), c.tensor(1))));
        m.put("Gemm", OnnxSums::gemm);
        m.put("Einsum", OnnxSums::einsum);
        m.put("ReduceSum", c -> reduced(c, Tensor::sum));
        m.put("ReduceMean", c -> reduced(c, Tensor::mean));
        m.put("ReduceMax", c -> reduced(c, Tensor::largest));
        m.put("ReduceMin", c -> reduced(c, (x, a) -> x.negated().largest(a).negated()));
        m.put("ReduceSumSquare", c -> reduced(c, (x, a) -> x.squared().sum(a)));
        m.put("ReduceL2", c -> reduced(c, (x, a) -> Functions.sqrt(x.squared().sum(a))));
        m.put("Softmax", c -> normalized(c, Functions::softmax));
        m.put("LogSoftmax", c -> normalized(c, Functions::logSoftmax));
        m.put("ArgMax", OnnxSums::argmax);
        m.put("CumSum", OnnxSums::cumulated);
        m.put("LayerNormalization", OnnxSums::layerNorm);
        return m;
    }

    /** As numpy's matmul has it. */
    private static Tensor product(Tensor a, Tensor b) {
        if (a.rank() == 1) {
            Tensor row = product(a.expand(0), b);
            return row.reshape(row.shape().without(b.rank() == 1 ? 0 : -2));
        }
        if (b.rank() == 1) {
            Tensor column = product(a, b.expand(1));
            return column.reshape(column.shape().without(-1));
        }
        if (b.rank() == 2) {
            return a.matmul(b);
        }
        Shape batch = OnnxElements.common(leading(a), leading(b));
        return wide(a, batch).matmul(wide(b, batch));
    }

    private static Shape leading(Tensor t) {
        return Shape.of(Arrays.copyOf(t.shape().dims(), t.rank() - 2));
    }

    private static Tensor wide(Tensor t, Shape batch) {
        return t.broadcastTo(batch.append(t.dim(-2)).append(t.dim(-1)));
    }

    private static List<OnnxValue> gemm(OnnxCall c) {
        OnnxNode n = c.node();
        Tensor a = n.whole("transA", 0) == 0 ? c.tensor(0) : c.tensor(0).transpose();
        Tensor b = n.whole("transB", 0) == 0 ? c.tensor(1) : c.tensor(1).transpose();
        Tensor y = scaled(a.matmul(b), n.number("alpha", 1));
        return c.gives(c.optional(2).map(d -> y.plus(scaled(d, n.number("beta", 1)))).orElse(y));
    }

    private static Tensor scaled(Tensor t, double factor) {
        return factor == 1 ? t : t.times(factor);
    }

    private static List<OnnxValue> einsum(OnnxCall c) {
        if (c.operands().size() != 2) {
            throw c.wrong("has " + c.operands().size() + " operands; 2 can be imported");
        }
        String equation = c.node().text("equation", "").replace(" ", "");
        return c.gives(Functions.einsum(equation, c.tensor(0), c.tensor(1)));
    }

    private static List<OnnxValue> reduced(OnnxCall c, BiFunction<Tensor, int[], Tensor> function) {
        Tensor x = c.tensor(0);
        long[] given = c.wholes("axes", 1).orElse(new long[0]);
        if (given.length == 0 && c.node().whole("noop_with_empty_axes", 0) == 1) {
            return c.gives(x);
        }
        int[] axes =
                given.length == 0
                        ? IntStream.range(0, x.rank()).toArray()
                        : Arrays.stream(given)
                                .mapToInt(a -> OnnxCall.axis(a, x.rank()))
                                .sorted()
                                .toArray();
        return c.gives(kept(function.apply(x, axes), x, axes, c.node().whole("keepdims", 1)));
    }

    private static Tensor kept(Tensor y, Tensor x, int[] axes, long keep) {
        Shape shape = x.shape();
        for (int axis : axes) {
            shape = shape.with(axis, 1);
        }
        return keep == 1 ? y.reshape(shape) : y;
    }

    /** Before version 13 over all axes from one on, since then over one. */
    private static List<OnnxValue> normalized(
            OnnxCall c, BiFunction<Tensor, Integer, Tensor> function) {
        Tensor x = c.tensor(0);
        if (c.opset() >= 13) {
            return c.gives(function.apply(x, OnnxCall.axis(c.node().whole("axis", -1), x.rank())));
        }
        Shape rows = OnnxForms.matrix(x.shape(), c.node().whole("axis", 1));
        return c.gives(function.apply(x.reshape(rows), 1).reshape(x.shape()));
    }

    private static List<OnnxValue> argmax(OnnxCall c) {
        Tensor x = c.tensor(0);
        int axis = OnnxCall.axis(c.node().whole("axis", 0), x.rank());
        int last = x.rank() - 1;
        int[] turn =
                IntStream.range(0, x.rank())
                        .map(i -> i == last ? axis : i < axis ? i : i + 1)
                        .toArray();
        Tensor found = Functions.argmax(x.transpose(turn));
        return c.gives(kept(found, x, new int[] {axis}, c.node().whole("keepdims", 1)));
    }

    private static List<OnnxValue> cumulated(OnnxCall c) {
        Tensor x = c.tensor(0);
        int axis = OnnxCall.axis(c.wholes(1)[0], x.rank());
        boolean exclusive = c.node().whole("exclusive", 0) == 1;
        boolean reverse = c.node().whole("reverse", 0) == 1;
        return c.gives(Functions.cumulativeSum(x, axis, exclusive, reverse));
    }

    private static List<OnnxValue> layerNorm(OnnxCall c) {
        Tensor x = c.tensor(0);
        int from = OnnxCall.axis(c.node().whole("axis", -1), x.rank());
        int[] axes = IntStream.range(from, x.rank()).toArray();
        Tensor centered = x.minus(kept(x.mean(axes), x, axes, 1));
        Tensor variance = kept(centered.squared().mean(axes), x, axes, 1);
        double epsilon = c.node().number("epsilon", 1e-5);
        Tensor y = centered.dividedBy(Functions.sqrt(variance.plus(epsilon))).times(c.tensor(1));
        return c.gives(c.optional(2).map(y::plus).orElse(y));
    }
}
