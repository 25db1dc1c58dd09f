package dev.rondo.models.attention;

import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;
import dev.rondo.models.init.Initializers;

/**
 * Attention whose score is a product (Luong et al. 2015, equation 8):
 *
 * <pre>
 * dot       sᵀ h
 * scaled    sᵀ h / √D            (Vaswani et al. 2017, equation 1)
 * general   sᵀ W h
 * </pre>
 */
public final class DotAttention implements Attention {
    private final int querySize;
    private final int memorySize;
    private final double scale;
    private final Variable W;

    private DotAttention(int querySize, int memorySize, double scale, Variable weight) {
        this.querySize = querySize;
        this.memorySize = memorySize;
        this.scale = scale;
        this.W = weight;
    }

    /**
     * Score sᵀ h; has no parameters.
     *
     * @param size of queries and states alike
     */
    public static DotAttention dot(int size) {
        return new DotAttention(size, size, 1, null);
    }

    /**
     * Score sᵀ h / √D; has no parameters.
     *
     * @param size D, of queries and states alike
     */
    public static DotAttention scaled(int size) {
        return new DotAttention(size, size, 1 / Math.sqrt(size), null);
    }

    /** Score sᵀ W h; declares W [Dq, Dk]. W h is computed once per memory. */
    public static DotAttention general(Scope scope, int querySize, int memorySize) {
        Variable w = scope.parameter("W", Initializers.xavierUniform(), querySize, memorySize);
        return new DotAttention(querySize, memorySize, 1, w);
    }

    @Override
    public Memory remember(Tensor keys, Tensor values, Tensor lengths) {
        Scores.check(keys, memorySize);
        return Memory.of(
                keys,
                values,
                lengths,
                h -> Memory.batchFirst(W == null ? h : W.of(h)),
                Memory::batchFirst);
    }

    @Override
    public Attended attend(Tensor query, Memory memory) {
        return Scores.attend(
                query,
                querySize,
                memory,
                s -> (scale == 1 ? s : s.times(scale)).matmul(memory.keys().transpose()));
    }

    @Override
    public int contextSize() {
        return memorySize;
    }
}
