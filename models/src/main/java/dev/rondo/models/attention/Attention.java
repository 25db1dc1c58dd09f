package dev.rondo.models.attention;

import dev.rondo.graph.Tensor;

/**
 * Looks back at a memory with learned weights: each query gets a weight for every position of the
 * memory, positive and of sum 1, and the weighted mean of the memory, its context.
 *
 * <pre>{@code
 * Memory memory = attention.remember(encoded, lengths);   // once
 * Attended a = attention.attend(state.h(), memory);       // at every step of a decoder
 * }</pre>
 *
 * <p>What depends on the memory alone is computed by {@link #remember}, so that a decoder's loop
 * need not do it again at every step.
 */
public interface Attention {
    /**
     * Prepares a memory.
     *
     * @param keys what queries are compared with, time-major [S, B, Dk]
     * @param values what a context is a mean of, [S, B, Dv]; usually the keys themselves
     * @param lengths positions of each row that count, I32 [B], each from 0 to S; null for all.
     *     Nothing behind is read, whatever it holds. A row of length 0 gives weights and a context
     *     of zeros
     */
    Memory remember(Tensor keys, Tensor values, Tensor lengths);

    /**
     * Prepares a memory whose values are its keys.
     *
     * @param states what is looked at, time-major [S, B, Dk]
     * @param lengths positions of each row that count, or null
     */
    default Memory remember(Tensor states, Tensor lengths) {
        return remember(states, states, lengths);
    }

    /**
     * Asks the memory.
     *
     * @param query one query per row [B, Dq], or a sequence of them [T, B, Dq]
     * @param memory what {@link #remember} of this attention gave
     */
    Attended attend(Tensor query, Memory memory);

    /** Size of a context, where the values are the keys. */
    int contextSize();
}
