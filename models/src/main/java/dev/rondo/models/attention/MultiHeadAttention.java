package dev.rondo.models.attention;

import dev.rondo.array.Shape;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;
import dev.rondo.graph.Variable;
import dev.rondo.models.init.Initializers;

/**
 * Multi-head attention (Vaswani et al. 2017, section 3.2.2): n heads, each a scaled dot-product
 * attention softmax(Q Kᵀ / √d) V between learned projections of size d = D / n, side by side and
 * projected once more:
 *
 * <pre>
 * Q = W_Q q,  K = W_K h,  V = W_V h
 * context = W_O [head_1; …; head_n]
 * </pre>
 *
 * <p>K and V are computed once per memory. The weights it returns are the mean over the heads.
 */
public final class MultiHeadAttention implements Attention {
    private final int querySize;
    private final int memorySize;
    private final int size;
    private final int heads;
    private final Variable Wq;
    private final Variable Wk;
    private final Variable Wv;
    private final Variable Wo;

    /**
     * Declares W_Q [D, Dq], W_K [D, Dk], W_V [D, Dk] and W_O [D, D].
     *
     * @param querySize Dq
     * @param memorySize Dk
     * @param size D, of all heads together and of a context
     * @param heads n, a divisor of D
     * @throws IllegalArgumentException when {@code heads} does not divide {@code size}
     */
    public MultiHeadAttention(Scope scope, int querySize, int memorySize, int size, int heads) {
        if (heads < 1 || size % heads != 0) {
            throw new IllegalArgumentException(
                    "a size of " + size + " does not divide into " + heads + " heads");
        }
        this.querySize = querySize;
        this.memorySize = memorySize;
        this.size = size;
        this.heads = heads;
        Wq = scope.parameter("W_Q", Initializers.xavierUniform(), size, querySize);
        Wk = scope.parameter("W_K", Initializers.xavierUniform(), size, memorySize);
        Wv = scope.parameter("W_V", Initializers.xavierUniform(), size, memorySize);
        Wo = scope.parameter("W_O", Initializers.xavierUniform(), size, size);
    }

    @Override
    public Memory remember(Tensor states, Tensor lengths) {
        Scores.check(states, memorySize);
        Tensor h = Memory.clean(states, lengths);
        return new Memory(heads(Wk.of(h)), heads(Wv.of(h)), Memory.mask(states.dim(0), lengths));
    }

    @Override
    public Attended attend(Tensor query, Memory memory) {
        return attend(query, memory, false);
    }

    /**
     * Attention of a query sequence in which position t sees the positions up to t of the memory
     * only, as in a model that predicts what comes next.
     *
     * @param queries [T, B, Dq]
     * @param memory of the same sequence
     */
    public Attended attendCausally(Tensor queries, Memory memory) {
        if (queries.rank() != 3) {
            throw new TraceException(
                    "causal attention takes a query sequence [T, B, D], got " + queries.type());
        }
        return attend(queries, memory, true);
    }

    private Attended attend(Tensor query, Memory memory, boolean causal) {
        Scores.check(query, querySize, memory);
        boolean single = query.rank() == 2;
        Tensor q = heads(Wq.of(single ? query.expand(0) : query));
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
        Tensor context = Wo.of(joined);
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
