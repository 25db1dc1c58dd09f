package dev.rondo.models.attention;

import dev.rondo.graph.Tensor;

/**
 * The result of attention.
 *
 * @param context the weighted mean of the memory, [B, Dv] or [T, B, Dv] as the query was
 * @param weights the weight of each position, [B, S] or [T, B, S]
 */
public record Attended(Tensor context, Tensor weights) {}
