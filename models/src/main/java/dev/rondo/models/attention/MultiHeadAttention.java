package dev.rondo.models.attention;

import dev.rondo.array.Shape;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Part;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;
import dev.rondo.graph.Variable;
import dev.rondo.models.init.Initializers;

/**
 * Multi-head attention (Vaswani et al. 2017, section 3.2.2): n heads, each a scaled dot-product
 * attention softmax(Q Kᵀ / √d) V between learned projections of size d = D / n, side by side and
 * then projected once more:
 *
 * <pre>
 * Q = W_Q q,  K = W_K h,  V = W_V h
 * context = W_O [head_1; …; head_n]
 * </pre>
 *
 * <p>K and V are computed once per memory. The weights it returns are the mean over the heads.
 */
public final class MultiHeadAttention implements Attention {
    private final Part part;
    private final int querySize;
    private final int keySize;
    private final int valueSize;
    private final int size;
    private final int heads;
    private final Projection query;
    private final Projection key;
    private final Projection value;
    private final Projection output;

    /**
     * Without biases. The values have the size of the keys.
     *
     * @param querySize Dq
     * @param memorySize Dk
     * @param size D, of all heads together and of a context
     * @param heads n, a divisor of D
     * @throws IllegalArgumentException when {@code heads} does not divide {@code size}
     */
    public MultiHeadAttention(Scope scope, int querySize, int memorySize, int size, int heads) {
        this(scope, new Sizes(querySize, memorySize, memorySize, size), heads, false);
    }

    /**
     * How wide it is.
     *
     * @param query Dq
     * @param key Dk
     * @param value Dv
     * @param all D, of all heads together and of a context
     */
    public record Sizes(int query, int key, int value, int all) {}

    /**
     * Declares W_Q [D, Dq], W_K [D, Dk], W_V [D, Dv] and W_O [D, D].
     *
     * @param heads n, a divisor of D
     * @param biased whether each of the four products gets a bias b_Q, b_K, b_V, b_O [D], as in
     *     PyTorch
     * @throws IllegalArgumentException when {@code heads} does not divide D
     */
    public MultiHeadAttention(Scope scope, Sizes sizes, int heads, boolean biased) {
        part = Part.of("multi-head attention", scope);
        Scores.checkSizes(part, sizes.query(), sizes.key(), sizes.value(), sizes.all());
        if (heads < 1 || sizes.all() % heads != 0) {
            throw new IllegalArgumentException(
                    "a size of " + sizes.all() + " does not divide into " + heads + " heads");
        }
        this.querySize = sizes.query();
        this.keySize = sizes.key();
        this.valueSize = sizes.value();
        this.size = sizes.all();
        this.heads = heads;
        query = Projection.of(scope, "Q", size, querySize, biased);
        key = Projection.of(scope, "K", size, keySize, biased);
        value = Projection.of(scope, "V", size, valueSize, biased);
        output = Projection.of(scope, "O", size, size, biased);
    }

    /** W x, or W x + b. */
    private record Projection(Variable W, Variable b) {
        static Projection of(Scope scope, String name, int out, int in, boolean biased) {
            return new Projection(
                    scope.parameter("W_" + name, Initializers.xavierUniform(), out, in),
                    biased ? scope.parameter("b_" + name, Initializer.zeros(), out) : null);
        }

        Tensor of(Tensor x) {
            Tensor y = W.of(x);
            return b == null ? y : y.plus(b);
        }
    }

    @Override
    public Memory remember(Tensor keys, Tensor values, Tensor lengths) {
        part.floats("keys", keys, "S", "B", keySize);
        part.floats("values", values, "S", "B", valueSize);
        return Memory.of(
                part, keys, values, lengths, h -> heads(key.of(h)), h -> heads(value.of(h)));
    }

    @Override
    public Attended attend(Tensor query, Memory memory) {
        return attend(query, memory, false);
    }

    /**
     * Attention of a query sequence in which position t sees only the positions of the memory up to
     * t, as in a model that predicts the next symbol.
     *
     * @param queries [T, B, Dq]
     * @param memory of the same sequence
     * @throws TraceException if the memory does not have as many positions as there are queries
     */
    public Attended attendCausally(Tensor queries, Memory memory) {
        part.floats("a query sequence", queries, "T", memory.batch(), querySize);
        if (queries.dim(0) != memory.positions()) {
            throw new TraceException(
                    part
                            + " attends causally within one sequence; got "
                            + queries.dim(0)
                            + " queries "
                            + queries.type()
                            + " and a memory of "
                            + memory.positions()
                            + " positions, keys "
                            + memory.keys().type());
        }
        return attend(queries, memory, true);
    }

    private Attended attend(Tensor query, Memory memory, boolean causal) {
        part.floats("the keys of a memory", memory.keys(), "B", heads, "S", size / heads);
        Scores.check(part, query, querySize, memory);
        boolean single = query.rank() == 2;
        Tensor q = heads(this.query.of(single ? query.expand(0) : query));
        double scale = 1 / Math.sqrt((double) size / heads);
        Tensor scores = q.times(scale).matmul(memory.keys().transpose());
        Tensor mask = mask(scores, memory, causal);
        Tensor weights =
                mask == null
                        ? Functions.softmax(scores, -1)
                        : Functions.maskedSoftmax(scores, mask, -1);
        // [B, n, T, d] to [T, B, n·d]
        Tensor joined =
                weights.matmul(memory.values())
                        .transpose(2, 0, 1, 3)
                        .reshape(scores.dim(2), scores.dim(0), size);
        Tensor context = output.of(joined);
        Tensor mean = weights.mean(1).transpose(1, 0, 2);
        return single ? new Attended(context.at(0, 0), mean.at(0, 0)) : new Attended(context, mean);
    }

    /** The mask [B or 1, 1, T or 1, S] of scores [B, n, T, S], or null when all positions count. */
    private static Tensor mask(Tensor scores, Memory memory, boolean causal) {
        Tensor counts =
                memory.mask().isEmpty()
                        ? null
                        : memory.mask().getFirst().reshape(scores.dim(0), 1, 1, scores.dim(3));
        if (!causal) {
            return counts;
        }
        int times = scores.dim(2);
        Tensor at = scores.graph().iota(Shape.of(1, 1, times, 1), 2);
        Tensor past = scores.graph().iota(Shape.of(memory.positions()), 0).atMost(at);
        return counts == null ? past : counts.and(past);
    }

    /** [T, B, n·d] as [B, n, T, d]. */
    private Tensor heads(Tensor x) {
        return x.reshape(x.dim(0), x.dim(1), heads, size / heads).transpose(1, 2, 0, 3);
    }

    @Override
    public int contextSize() {
        return size;
    }
}
