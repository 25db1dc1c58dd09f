package dev.rondo.models.attention;

import dev.rondo.graph.Part;
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
    private final Part part;
    private final int querySize;
    private final int memorySize;
    private final double scale;
    private final Variable W;

    private DotAttention(Part part, int querySize, int memorySize, double scale, Variable weight) {
        Scores.checkSizes(part, querySize, memorySize);
        this.part = part;
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
        return dot(Part.of("dot attention"), size);
    }

    /** {@link #dot(int)} under the name that messages give it. */
    static DotAttention dot(Part part, int size) {
        return new DotAttention(part, size, size, 1, null);
    }

    /**
     * Score sᵀ h / √D; has no parameters.
     *
     * @param size D, of queries and states alike
     */
    public static DotAttention scaled(int size) {
        return scaled(Part.of("scaled dot attention"), size);
    }

    /** {@link #scaled(int)} under the name that messages give it. */
    static DotAttention scaled(Part part, int size) {
        return new DotAttention(part, size, size, 1 / Math.sqrt(size), null);
    }

    /** Score sᵀ W h; declares W [Dq, Dk]. W h is computed once per memory. */
    public static DotAttention general(Scope scope, int querySize, int memorySize) {
        Part part = Part.of("general attention", scope);
        Scores.checkSizes(part, querySize, memorySize);
        Variable w = scope.parameter("W", Initializers.xavierUniform(), querySize, memorySize);
        return new DotAttention(part, querySize, memorySize, 1, w);
    }

    @Override
    public Memory remember(Tensor keys, Tensor values, Tensor lengths) {
        part.floats("keys", keys, "S", "B", memorySize);
        return Memory.of(
                part,
                keys,
                values,
                lengths,
                h -> Memory.batchFirst(W == null ? h : W.of(h)),
                Memory::batchFirst);
    }

    @Override
    public Attended attend(Tensor query, Memory memory) {
        // without W a key is a state, with it what a query is multiplied with
        int keySize = W == null ? memorySize : querySize;
        part.floats("the keys of a memory", memory.keys(), "B", "S", keySize);
        return Scores.attend(
                part,
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
