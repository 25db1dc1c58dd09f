package dev.rondo.models.seq2seq;

/**
 * One of the most likely sequences that a beam search found for a source.
 *
 * @param written the sequence, and where the decoder looked
 * @param logProbability ln P(Y|X), the end mark included where there is one
 * @param score ln P(Y|X) / lp(Y), which orders hypotheses
 */
public record Hypothesis(Written written, double logProbability, double score) {}
