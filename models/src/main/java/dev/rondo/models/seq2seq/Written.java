package dev.rondo.models.seq2seq;

import java.util.List;

/**
 * What a decoder wrote for one source.
 *
 * @param symbols without begin and end marks
 * @param weights for each step, that of the end mark included, the weight of each source symbol;
 *     empty without attention
 * @param ended whether the end mark came before the longest length
 */
public record Written(int[] symbols, List<double[]> weights, boolean ended) {
    /** Copies the list. */
    public Written {
        weights = List.copyOf(weights);
    }
}
