package dev.rondo.models.attention;

import static dev.rondo.graph.Functions.tanh;

import dev.rondo.graph.Part;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;
import dev.rondo.models.init.Initializers;

/**
 * Additive attention: score(s, h) = vᵀ tanh(W s + U h) (Bahdanau et al. 2015, section A.1.2). Luong
 * et al. (2015, equation 8) write the same score as vᵀ tanh(W_a [s; h]) and call it concat: W and U
 * are the halves of W_a.
 *
 * <p>U h is computed once per memory. A query sequence [T, B, Dq] needs memory for T·B·S·A numbers.
 */
public final class AdditiveAttention implements Attention {
    private final Part part;
    private final int querySize;
    private final int memorySize;
    private final int size;
    private final Variable W;
    private final Variable U;
    private final Variable v;

    /**
     * Declares W [A, Dq], U [A, Dk] and v [1, A].
     *
     * @param querySize Dq
     * @param memorySize Dk, also the size of a context
     * @param size A
     */
    public AdditiveAttention(Scope scope, int querySize, int memorySize, int size) {
        part = Part.of("additive attention", scope);
        Scores.checkSizes(part, querySize, memorySize, size);
        this.querySize = querySize;
        this.memorySize = memorySize;
        this.size = size;
        W = scope.parameter("W", Initializers.xavierUniform(), size, querySize);
        U = scope.parameter("U", Initializers.xavierUniform(), size, memorySize);
        v = scope.parameter("v", Initializers.xavierUniform(), 1, size);
    }

    @Override
    public Memory remember(Tensor keys, Tensor values, Tensor lengths) {
        part.floats("keys", keys, "S", "B", memorySize);
        return Memory.of(
                part, keys, values, lengths, h -> Memory.batchFirst(U.of(h)), Memory::batchFirst);
    }

    @Override
    public Attended attend(Tensor query, Memory memory) {
        part.floats("the keys of a memory", memory.keys(), "B", "S", size);
        return Scores.attend(
                part,
                query,
                querySize,
                memory,
                s -> {
                    Tensor energy = tanh(W.of(s).expand(2).plus(memory.keys().expand(1)));
                    return v.of(energy).reshape(energy.shape().without(-1));
                });
    }

    @Override
    public int contextSize() {
        return memorySize;
    }
}
