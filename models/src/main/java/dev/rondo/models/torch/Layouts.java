package dev.rondo.models.torch;

import dev.rondo.array.Shape;

import java.util.List;

/** Where PyTorch's non-recurrent modules keep the variables of Rondo's layers and attentions. */
public final class Layouts {
    private Layouts() {}

    /**
     * {@code nn.Embedding}: {@link dev.rondo.models.layer.Embedding}.
     *
     * @param prefix of the tensors' names
     * @param scope prefix of the variables' names
     */
    public static Layout embedding(String prefix, String scope, int vocabulary, int size) {
        return new Layout(
                "nn.Embedding(" + vocabulary + ", " + size + ")",
                List.of(weight(prefix + "weight", Shape.of(vocabulary, size), scope + "weight")));
    }

    /**
     * {@code nn.Linear}: {@link dev.rondo.models.layer.Dense}.
     *
     * @param prefix of the tensors' names
     * @param scope prefix of the variables' names
     */
    public static Layout linear(String prefix, String scope, int inputSize, int outputSize) {
        return new Layout(
                "nn.Linear(" + inputSize + ", " + outputSize + ")",
                List.of(
                        weight(
                                prefix + "weight",
                                Shape.of(outputSize, inputSize),
                                scope + "weight"),
                        bias(prefix + "bias", outputSize, scope + "bias")));
    }

    /**
     * {@code nn.LayerNorm} over the last axis: {@link dev.rondo.models.layer.LayerNorm}.
     *
     * @param prefix of the tensors' names
     * @param scope prefix of the variables' names
     */
    public static Layout layerNorm(String prefix, String scope, int size) {
        return new Layout(
                "nn.LayerNorm(" + size + ")",
                List.of(
                        weight(prefix + "weight", Shape.of(size), scope + "weight"),
                        bias(prefix + "bias", size, scope + "bias")));
    }

    /**
     * {@code nn.MultiheadAttention}: {@link dev.rondo.models.attention.MultiHeadAttention} with
     * biases. Where keys and values are as wide as queries, the three weights are one tensor.
     *
     * @param prefix of the tensors' names
     * @param scope prefix of the variables' names
     * @param size E, of queries and contexts
     * @param keySize of keys
     * @param valueSize of values
     */
    public static Layout multiheadAttention(
            String prefix, String scope, int size, int keySize, int valueSize) {
        Weight bias =
                new Weight(
                        prefix + "in_proj_bias",
                        Shape.of(Math.multiplyExact(3, size)),
                        true,
                        List.of(scope + "b_Q", scope + "b_K", scope + "b_V"));
        Weight output = weight(prefix + "out_proj.weight", Shape.of(size, size), scope + "W_O");
        Weight outputBias = bias(prefix + "out_proj.bias", size, scope + "b_O");
        if (keySize == size && valueSize == size) {
            return new Layout(
                    "nn.MultiheadAttention(" + size + ")",
                    List.of(
                            new Weight(
                                    prefix + "in_proj_weight",
                                    Shape.of(3 * size, size),
                                    false,
                                    List.of(scope + "W_Q", scope + "W_K", scope + "W_V")),
                            bias,
                            output,
                            outputBias));
        }
        return new Layout(
                "nn.MultiheadAttention(" + size + ", kdim=" + keySize + ", vdim=" + valueSize + ")",
                List.of(
                        weight(prefix + "q_proj_weight", Shape.of(size, size), scope + "W_Q"),
                        weight(prefix + "k_proj_weight", Shape.of(size, keySize), scope + "W_K"),
                        weight(prefix + "v_proj_weight", Shape.of(size, valueSize), scope + "W_V"),
                        bias,
                        output,
                        outputBias));
    }

    /**
     * Additive attention as three linear layers without biases, {@code query}, {@code key} and
     * {@code score}: {@link dev.rondo.models.attention.AdditiveAttention}. PyTorch has no module
     * for it.
     *
     * @param prefix of the tensors' names
     * @param scope prefix of the variables' names
     * @param querySize Dq
     * @param keySize Dk
     * @param size A
     */
    public static Layout additiveAttention(
            String prefix, String scope, int querySize, int keySize, int size) {
        return new Layout(
                "additive attention of size " + size,
                List.of(
                        weight(prefix + "query.weight", Shape.of(size, querySize), scope + "W"),
                        weight(prefix + "key.weight", Shape.of(size, keySize), scope + "U"),
                        weight(prefix + "score.weight", Shape.of(1, size), scope + "v")));
    }

    /**
     * Luong's general attention as one tensor {@code score.weight} [Dq, Dk]: {@link
     * dev.rondo.models.attention.DotAttention#general}.
     *
     * @param prefix of the tensors' names
     * @param scope prefix of the variables' names
     */
    public static Layout generalAttention(String prefix, String scope, int querySize, int keySize) {
        return new Layout(
                "luong attention with the score general",
                List.of(
                        weight(
                                prefix + "score.weight",
                                Shape.of(querySize, keySize),
                                scope + "W")));
    }

    /** Luong's dot attention, which has no weights. */
    public static Layout dotAttention() {
        return new Layout("luong attention with the score dot, which has no weights", List.of());
    }

    private static Weight weight(String name, Shape shape, String variable) {
        return new Weight(name, shape, false, List.of(variable));
    }

    private static Weight bias(String name, int size, String variable) {
        return new Weight(name, Shape.of(size), true, List.of(variable));
    }
}
