package dev.rondo.graph;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.kernels.UnaryOp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The usual functions, for static import. Those that are not an operation of the core are composed
 * of such operations, so every backend has them.
 */
public final class Functions {
    private Functions() {}

    /** σ(x) = 1 / (1 + e⁻ˣ). */
    public static Tensor sigmoid(Tensor x) {
        return x.unary(UnaryOp.SIGMOID);
    }

    /** Hyperbolic tangent. */
    public static Tensor tanh(Tensor x) {
        return x.unary(UnaryOp.TANH);
    }

    /** max(x, 0); its gradient at 0 is 0. */
    public static Tensor relu(Tensor x) {
        return where(x.greaterThan(0), x, x.graph().zeros(x.type()));
    }

    /**
     * x where x is positive, slope · x elsewhere.
     *
     * @throws TraceException when the slope is not finite in the model's type
     */
    public static Tensor leakyRelu(Tensor x, double slope) {
        return where(x.greaterThan(0), x, x.times(x.finite("the slope", slope)));
    }

    /** The error function 2/√π · ∫₀ˣ e^(−t²) dt. */
    public static Tensor erf(Tensor x) {
        return x.unary(UnaryOp.ERF);
    }

    /**
     * The Gaussian error linear unit x · Φ(x) = x / 2 · (1 + erf(x / √2)) (Hendrycks and Gimpel
     * 2016, equation 1).
     */
    public static Tensor gelu(Tensor x) {
        return x.times(0.5).times(erf(x.times(Math.sqrt(0.5))).plus(1));
    }

    /** {@link #gelu} approximated by tanh (Hendrycks and Gimpel 2016, section 2). */
    public static Tensor geluTanh(Tensor x) {
        Tensor inner = x.plus(x.times(x).times(x).times(0.044715)).times(Math.sqrt(2 / Math.PI));
        return x.times(0.5).times(tanh(inner).plus(1));
    }

    /** x · σ(x). */
    public static Tensor silu(Tensor x) {
        return x.times(sigmoid(x));
    }

    /** ln(1 + eˣ), without overflow. */
    public static Tensor softplus(Tensor x) {
        // of two branches whose derivatives of every order agree at 0
        Tensor positive = x.greaterThan(0);
        Tensor zeros = x.constant(0);
        Tensor low = where(positive, x.negated(), x);
        return where(positive, x, zeros).plus(log(exp(low).plus(1)));
    }

    /** eˣ. */
    public static Tensor exp(Tensor x) {
        return x.unary(UnaryOp.EXP);
    }

    /** Natural logarithm. */
    public static Tensor log(Tensor x) {
        return x.unary(UnaryOp.LOG);
    }

    /** Square root. */
    public static Tensor sqrt(Tensor x) {
        return x.unary(UnaryOp.SQRT);
    }

    /** Sine. */
    public static Tensor sin(Tensor x) {
        return x.unary(UnaryOp.SIN);
    }

    /** Cosine. */
    public static Tensor cos(Tensor x) {
        return x.unary(UnaryOp.COS);
    }

    /** |x|. */
    public static Tensor abs(Tensor x) {
        return x.unary(UnaryOp.ABS);
    }

    /** −1, 0 or 1. */
    public static Tensor sign(Tensor x) {
        return x.unary(UnaryOp.SIGN);
    }

    /** condition ? a : b, elementwise; the operands are stretched to their common shape. */
    public static Tensor where(Tensor condition, Operand a, Operand b) {
        Tensor x = a.in(condition.graph());
        Tensor y = b.in(x.graph());
        Graph g = Graph.inner(Graph.inner(condition.graph(), x.graph()), y.graph());
        Shape common = Shape.broadcast(x.shape(), y.shape());
        common = common == null ? null : Shape.broadcast(common, condition.shape());
        if (common == null) {
            throw new TraceException(
                    "where needs shapes that stretch to a common one"
                            + Typing.operands(List.of(condition, x, y)));
        }
        return g.capture(condition)
                .broadcastTo(common)
                .emit(new Op.Select(), x.broadcastTo(common), y.broadcastTo(common));
    }

    /** Concatenates operands along an axis. */
    public static Tensor concat(int axis, Tensor... parts) {
        return concat(axis, Arrays.asList(parts));
    }

    /** Concatenates operands along an axis. */
    public static Tensor concat(int axis, List<Tensor> parts) {
        if (parts.isEmpty()) {
            throw new TraceException("concat needs at least one operand");
        }
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        Tensor first = parts.getFirst();
        return first.emit(
                new Op.Concat(first.axis(axis)),
                parts.subList(1, parts.size()).toArray(Tensor[]::new));
    }

    /** Stacks operands of one shape along a new axis. */
    public static Tensor stack(int axis, List<Tensor> parts) {
        if (parts.isEmpty()) {
            throw new TraceException("stack needs at least one operand");
        }
        List<Tensor> rows = new ArrayList<>();
        for (Tensor t : parts) {
            rows.add(t.expand(axis));
        }
        return concat(axis < 0 ? axis + rows.getFirst().rank() : axis, rows);
    }

    /** Whether each element is neither infinite nor NaN. */
    public static Tensor isFinite(Tensor x) {
        return x.minus(x).equalTo(0);
    }

    /** eˣ / Σ eˣ along an axis; the largest is subtracted first, so nothing overflows. */
    public static Tensor softmax(Tensor x, int axis) {
        Tensor e = exp(x.minus(keep(x.largest(axis).stopGradient(), axis, x)));
        return e.dividedBy(keep(e.sum(axis), axis, x));
    }

    /**
     * Softmax over the elements whose mask is true, and 0 elsewhere. If no mask is true, all are 0.
     * No NaN arises, neither in values nor in gradients.
     */
    public static Tensor maskedSoftmax(Tensor x, Tensor mask, int axis) {
        Tensor m = mask.broadcastTo(x.shape());
        Tensor low = where(m, x, x.constant(-1e30));
        Tensor top = keep(low.largest(axis).stopGradient(), axis, x);
        Tensor e = where(m, exp(low.minus(top)), x.graph().zeros(x.type()));
        Tensor sum = keep(e.sum(axis), axis, x);
        return e.dividedBy(where(sum.greaterThan(0), sum, sum.constant(1)));
    }

    /**
     * ln Σ eˣ over an axis, which is removed. The largest is subtracted first, so nothing
     * overflows. Of −∞ alone it is −∞, and with +∞ it is +∞; there it has no gradient but NaN.
     */
    public static Tensor logSumExp(Tensor x, int axis) {
        Tensor top = x.largest(axis).stopGradient();
        Tensor shift = where(isFinite(top), top, top.constant(0));
        return log(exp(x.minus(keep(shift, axis, x))).sum(axis)).plus(shift);
    }

    /** ln softmax along an axis. */
    public static Tensor logSoftmax(Tensor x, int axis) {
        Tensor shifted = x.minus(keep(x.largest(axis).stopGradient(), axis, x));
        return shifted.minus(keep(log(exp(shifted).sum(axis)), axis, x));
    }

    /**
     * 1 at the index along a new last axis of extent {@code classes}, 0 elsewhere; an index outside
     * gives zeros only.
     */
    public static Tensor oneHot(Tensor indices, int classes, DType dtype) {
        Shape range = Typing.shape(classes);
        Shape s = indices.shape().append(classes);
        Tensor hit = indices.graph().iota(range, 0).broadcastTo(s).equalTo(indices.expand(-1));
        return hit.cast(dtype);
    }

    /**
     * The index of the largest element along the last axis, as I32. Among equals it is the lowest
     * index. If a NaN is among the elements, it is the last index. Not differentiable.
     */
    public static Tensor argmax(Tensor x) {
        int n = x.dim(-1);
        Tensor hit = x.equalTo(keep(x.largest(-1), -1, x));
        Tensor place = x.graph().iota(Shape.of(n), 0).broadcastTo(x.shape());
        Tensor none = x.graph().constant(dev.rondo.array.Array.scalar(DType.I32, 1 - n));
        return where(hit, place.negated(), none).largest(-1).negated();
    }

    /**
     * Random bits, the same on every backend: Philox4x32-10 keyed by (seed, step, time) and the
     * site.
     *
     * @param key seed, step and time, I32 [3]; inputs of the entry, so that each run differs
     * @param shape the result's shape
     * @param site a different number for each use within a program
     * @return I32 of that shape
     */
    public static Tensor randomBits(Tensor key, Shape shape, int site) {
        return key.emit(new Op.RandomBits(shape, site));
    }

    /**
     * (x − mean) / √(variance + ε) over the last axis (Ba et al. 2016, equation 4).
     *
     * @param epsilon ε; with 0, what has no variance becomes 0
     * @throws TraceException when ε is neither 0 nor above 0 and finite in the model's type
     */
    public static Tensor normalize(Tensor x, double epsilon) {
        Tensor centred = x.minus(x.mean(-1).expand(-1));
        Tensor variance = centred.squared().mean(-1).expand(-1);
        Tensor square =
                epsilon == 0
                        ? where(variance.greaterThan(0), variance, x.constant(1))
                        : variance.plus(x.positive("epsilon", epsilon));
        return centred.dividedBy(sqrt(square));
    }

    /**
     * Layer normalization over the last axis: weight ∘ {@link #normalize} + bias (Ba et al. 2016,
     * equation 4).
     *
     * @param x [..., size]
     * @param weight [size], or what stretches to the shape of x
     * @param bias likewise
     * @throws TraceException when shapes do not fit, or ε is neither 0 nor above 0 and finite in
     *     the model's type
     */
    public static Tensor layerNorm(Tensor x, Operand weight, Operand bias, double epsilon) {
        return normalize(x, epsilon).times(weight).plus(bias);
    }

    /**
     * Sums along an axis: y₀ = x₀, y₁ = x₀ + x₁, and so on. What is not finite shows in no sum that
     * it is no part of. Integers wrap around.
     *
     * @return the shape of x
     * @throws TraceException when x has no such axis, or is BOOL
     */
    public static Tensor cumulativeSum(Tensor x, int axis) {
        return Cumulation.sum(x, axis, false, false);
    }

    /**
     * Sums along an axis.
     *
     * @param exclusive whether an element counts only towards the sums after its own
     * @param reverse whether sums run from the last element to the first
     * @return the shape of x
     */
    public static Tensor cumulativeSum(Tensor x, int axis, boolean exclusive, boolean reverse) {
        return Cumulation.sum(x, axis, exclusive, reverse);
    }

    /**
     * The largest elements along the last axis and where they are.
     *
     * @param values [..., k], in descending order; gradients flow through them
     * @param indices [..., k], as I32; among equals the lower index comes first
     */
    public record TopK(Tensor values, Tensor indices) {}

    /**
     * The k largest elements along the last axis. A NaN counts as +∞. The work grows with k: this
     * is for a few of many, as in a beam search.
     *
     * @throws TraceException unless 1 ≤ k ≤ extent of the last axis, and x is of a float type
     */
    public static TopK topK(Tensor x, int k) {
        if (!x.dtype().isFloat() || x.rank() == 0 || k < 1 || k > x.dim(-1)) {
            throw new TraceException(
                    "topK needs floats with at least one axis, and a k from 1 to the extent of the"
                            + " last; got k = "
                            + k
                            + " of "
                            + x.type());
        }
        Tensor infinite = x.constant(Double.POSITIVE_INFINITY);
        Tensor key = where(x.notEqualTo(x), infinite, x).stopGradient();
        Tensor place = x.graph().iota(Shape.of(x.dim(-1)), 0).broadcastTo(x.shape());
        Tensor none = place.constant(-x.dim(-1));
        Tensor low = x.constant(Double.NEGATIVE_INFINITY);
        Tensor open = place.equalTo(place);
        List<Tensor> found = new ArrayList<>();
        for (int i = 0; i < k; i++) {
            Tensor top = where(open, key, low).largest(-1).expand(-1);
            Tensor hit = open.and(key.equalTo(top));
            Tensor index = where(hit, place.negated(), none).largest(-1).negated().expand(-1);
            found.add(index);
            open = open.and(place.notEqualTo(index));
        }
        Tensor indices = concat(-1, found);
        int rows = Math.toIntExact(x.shape().size() / x.dim(-1));
        Tensor start = x.graph().iota(Shape.of(rows, k), 0).times(x.dim(-1));
        Tensor at = start.plus(indices.reshape(rows, k));
        Tensor values = x.reshape(-1).gather(at).reshape(indices.shape());
        return new TopK(values, indices);
    }

    /**
     * A sum of products of two tensors, in Einstein's notation: {@code "ij,jk->ik"} is the product
     * of matrices, {@code "bhqd,bhkd->bhqk"} the scores of multi-head attention. An axis that the
     * result does not name is summed over. Without an arrow the result has the axes that occur
     * once, in alphabetical order.
     *
     * @param equation a letter for each axis
     * @throws TraceException when the equation cannot be read, a letter occurs twice in one operand
     *     or in the result, or a letter stands for two extents
     */
    public static Tensor einsum(String equation, Tensor a, Operand b) {
        return Einsum.of(equation, a, b);
    }

    /** A reduced tensor with its axis back as extent 1. */
    private static Tensor keep(Tensor reduced, int axis, Tensor like) {
        return reduced.expand(like.axis(axis));
    }
}
