package dev.rondo.cli.onnx;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Tensor;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;

/** Operators that act on each element. */
final class OnnxElements {
    static final Map<String, OnnxOperators.Operator> OPERATORS = operators();

    private OnnxElements() {}

    private static Map<String, OnnxOperators.Operator> operators() {
        Map<String, OnnxOperators.Operator> m = new TreeMap<>();
        for (String name :
                List.of(
                        "Abs",
                        "Cos",
                        "Erf",
                        "Exp",
                        "Log",
                        "Reciprocal",
                        "Relu",
                        "Selu",
                        "Sigmoid",
                        "Sign",
                        "Sin",
                        "Softplus",
                        "Softsign",
                        "Sqrt",
                        "Tanh",
                        "HardSwish",
                        "Mish",
                        "Elu",
                        "HardSigmoid",
                        "LeakyRelu",
                        "ThresholdedRelu",
                        "Celu")) {
            m.put(
                    name,
                    c -> {
                        OnnxNode n = c.node();
                        double alpha = n.number("alpha", alpha(name));
                        double beta = n.number("beta", n.number("gamma", beta(name)));
                        return c.gives(function(name, alpha, beta).apply(c.tensor(0)));
                    });
        }
        m.put(
                "Gelu",
                c ->
                        c.gives(
                                c.node().text("approximate", "none").equals("tanh")
                                        ? Functions.geluTanh(c.tensor(0))
                                        : Functions.gelu(c.tensor(0))));
        m.put("Identity", c -> List.of(c.operands().getFirst()));
        m.put("Dropout", c -> List.of(c.operands().getFirst()));
        m.put("Neg", c -> unary(c, v -> -v, Tensor::negated));
        m.put("Not", c -> unary(c, v -> 1 - v, Tensor::not));
        m.put("Cast", OnnxElements::cast);
        m.put("Clip", OnnxElements::clipped);
        m.put("Pow", OnnxElements::power);
        m.put("PRelu", c -> c.gives(slope(c.tensor(0), c.tensor(1))));
        m.put("Add", c -> fold(c, Long::sum, Tensor::plus));
        m.put("Sub", c -> fold(c, (a, b) -> a - b, Tensor::minus));
        m.put("Mul", c -> fold(c, (a, b) -> a * b, Tensor::times));
        m.put("Div", c -> fold(c, (a, b) -> b == 0 ? 0 : a / b, Tensor::dividedBy));
        m.put("Sum", c -> fold(c, Long::sum, Tensor::plus));
        m.put("Min", c -> fold(c, Math::min, Tensor::min));
        m.put("Max", c -> fold(c, Math::max, Tensor::max));
        m.put("And", c -> compare(c, (a, b) -> a & b, Tensor::and));
        m.put("Or", c -> compare(c, (a, b) -> a | b, Tensor::or));
        m.put("Equal", c -> compare(c, (a, b) -> a == b ? 1 : 0, Tensor::equalTo));
        m.put("Less", c -> compare(c, (a, b) -> a < b ? 1 : 0, Tensor::lessThan));
        m.put("LessOrEqual", c -> compare(c, (a, b) -> a <= b ? 1 : 0, Tensor::atMost));
        m.put("Greater", c -> compare(c, (a, b) -> a > b ? 1 : 0, Tensor::greaterThan));
        m.put("GreaterOrEqual", c -> compare(c, (a, b) -> a >= b ? 1 : 0, Tensor::atLeast));
        m.put("Where", OnnxElements::where);
        return m;
    }

    /** The default of ONNX for the first number of a function. */
    static double alpha(String function) {
        return switch (function) {
            case "LeakyRelu" -> 0.01;
            case "HardSigmoid" -> 0.2;
            case "Selu" -> 1.67326319217681884765625;
            default -> 1;
        };
    }

    /** The default of ONNX for the second number of a function. */
    static double beta(String function) {
        return switch (function) {
            case "HardSigmoid" -> 0.5;
            case "Selu" -> 1.05070102214813232421875;
            default -> 0;
        };
    }

    /** A function by its name in ONNX. Null when there is none. */
    static UnaryOperator<Tensor> function(String name, double alpha, double beta) {
        return switch (name) {
            case "Abs" -> Functions::abs;
            case "Cos" -> Functions::cos;
            case "Erf" -> Functions::erf;
            case "Exp" -> Functions::exp;
            case "Log" -> Functions::log;
            case "Reciprocal" -> x -> x.constant(1).dividedBy(x);
            case "Relu" -> Functions::relu;
            case "Sigmoid" -> Functions::sigmoid;
            case "Sign" -> Functions::sign;
            case "Sin" -> Functions::sin;
            case "Softplus" -> Functions::softplus;
            case "Softsign" -> x -> x.dividedBy(Functions.abs(x).plus(1));
            case "Sqrt" -> Functions::sqrt;
            case "Tanh" -> Functions::tanh;
            case "HardSwish" -> x -> x.times(x.times(1.0 / 6).plus(0.5).max(0).min(1));
            case "Mish" -> x -> x.times(Functions.tanh(Functions.softplus(x)));
            case "Elu" -> x -> x.max(0).plus(below(x, alpha, 1));
            case "Celu" -> x -> x.max(0).plus(below(x, alpha, alpha));
            case "Selu" -> x -> x.max(0).plus(below(x, alpha, 1)).times(beta);
            case "HardSigmoid" -> x -> x.times(alpha).plus(beta).max(0).min(1);
            case "LeakyRelu" -> x -> slope(x, x.constant(alpha));
            case "ThresholdedRelu" -> x -> Functions.where(x.greaterThan(alpha), x, x.constant(0));
            case "Affine" -> x -> x.times(alpha).plus(beta);
            case "ScaledTanh" -> x -> Functions.tanh(x.times(beta)).times(alpha);
            default -> null;
        };
    }

    private static Tensor below(Tensor x, double alpha, double scale) {
        return Functions.exp(x.min(0).times(1 / scale)).minus(1).times(alpha);
    }

    private static Tensor slope(Tensor x, Tensor slope) {
        return x.max(0).plus(x.min(0).times(slope));
    }

    private static List<OnnxValue> unary(
            OnnxCall c, LongUnaryOperator known, UnaryOperator<Tensor> traced) {
        return c.known(0)
                .map(w -> c.gives(w.map(known)))
                .orElseGet(() -> c.gives(traced.apply(c.tensor(0))));
    }

    private static List<OnnxValue> fold(
            OnnxCall c, LongBinaryOperator known, BinaryOperator<Tensor> traced) {
        if (c.allKnown()) {
            WholeNumbers w = c.known(0).orElseThrow();
            for (int i = 1; i < c.operands().size(); i++) {
                w = w.with(c.known(i).orElseThrow(), known, false);
            }
            return c.gives(w);
        }
        return c.gives(c.tensors().stream().reduce(traced).orElseThrow());
    }

    private static List<OnnxValue> compare(
            OnnxCall c, LongBinaryOperator known, BinaryOperator<Tensor> traced) {
        return c.allKnown()
                ? c.gives(c.known(0).orElseThrow().with(c.known(1).orElseThrow(), known, true))
                : c.gives(traced.apply(c.tensor(0), c.tensor(1)));
    }

    private static List<OnnxValue> where(OnnxCall c) {
        if (c.allKnown()) {
            WholeNumbers condition = c.known(0).orElseThrow();
            // 0 where the other one is chosen, so the sum is the choice
            var yes = condition.with(c.known(1).orElseThrow(), (t, v) -> t == 0 ? 0 : v, false);
            var no = condition.with(c.known(2).orElseThrow(), (t, v) -> t == 0 ? v : 0, false);
            return c.gives(yes.with(no, Long::sum, false));
        }
        return c.gives(Functions.where(c.tensor(0), c.tensor(1), c.tensor(2)));
    }

    private static List<OnnxValue> cast(OnnxCall c) {
        int to = c.node().count("to", 0);
        boolean whole = to == 6 || to == 7;
        if (c.known(0).isPresent() && (whole || to == 9)) {
            WholeNumbers w = c.known(0).get();
            return c.gives(to == 9 ? w.map(v -> v == 0 ? 0 : 1).truths(true) : w.truths(false));
        }
        DType type =
                switch (to) {
                    case 1, 10, 11, 16 -> c.dtype();
                    case 6, 7 -> DType.I32;
                    case 9 -> DType.BOOL;
                    default -> throw c.wrong("converts to " + OnnxReader.type(to));
                };
        return c.gives(c.tensor(0).cast(type));
    }

    private static List<OnnxValue> clipped(OnnxCall c) {
        Tensor x = c.tensor(0);
        if (c.has(1) || c.node().has("min")) {
            x = x.max(c.has(1) ? c.number(1) : c.node().number("min", 0));
        }
        if (c.has(2) || c.node().has("max")) {
            x = x.min(c.has(2) ? c.number(2) : c.node().number("max", 0));
        }
        return c.gives(x);
    }

    private static List<OnnxValue> power(OnnxCall c) {
        Tensor x = c.tensor(0);
        double exponent = c.number(1);
        if (exponent == 0.5) {
            return c.gives(Functions.sqrt(x));
        }
        if (exponent < 1 || exponent > 8 || exponent != (int) exponent) {
            throw c.wrong("has the exponent " + exponent + "; it may be 0.5 or 1 to 8");
        }
        Tensor product = x;
        for (int i = 1; i < exponent; i++) {
            product = product.times(x);
        }
        return c.gives(product);
    }

    /** The shape that both stretch to. */
    static Shape common(Shape a, Shape b) {
        Shape s = Shape.broadcast(a, b);
        if (s == null) {
            throw new IllegalArgumentException("shapes " + a + " and " + b + " do not fit");
        }
        return s;
    }
}
