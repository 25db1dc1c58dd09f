package dev.rondo.models.attention;

import dev.rondo.graph.Tensor;

/**
 * Looks back at a memory with learned weights. Each query gets a weight for every position of the
 * memory, and the weighted mean of the memory, which is its context. The weights are positive and
 * add up to 1.
 *
 * <pre>{@code
 * Memory memory = attention.remember(encoded, lengths);   // once
 * Attended a = attention.attend(state.h(), memory);       // at every step of a decoder
 * }</pre>
 *
 * <p>{@link #remember} computes what depends on the memory alone, so a decoder's loop does not
 * repeat it at every step.
 */
public interface Attention {
    /**
     * Prepares a memory.
     *
     * @param keys the keys that queries are compared with, time-major [S, B, Dk]
     * @param values the values whose mean is a context, [S, B, Dv]; usually the keys themselves
     * @param lengths the number of positions of each row that count, I32 [B], each from 0 to S;
     *     null for all. Positions after these are not read, whatever they hold. A row of length 0
     *     gives weights and a context of zeros
     */
    Memory remember(Tensor keys, Tensor values, Tensor lengths);

    /**
     * Prepares a memory whose values are its keys.
     *
     * @param states the states to look at, time-major [S, B, Dk]
     * @param lengths the number of positions of each row that count, or null
     */
    default Memory remember(Tensor states, Tensor lengths) {
        return remember(states, states, lengths);
    }

    /**
     * Queries the memory.
     *
     * @param query one query per row [B, Dq], or a sequence of them [T, B, Dq]
     * @param memory the result of {@link #remember} of this attention
     */
    Attended attend(Tensor query, Memory memory);

    /** The size of a context if the values are the keys. */
    int contextSize();
}
