package dev.rondo.cli.serve;

/**
 * How far a text has been read. Never written to.
 *
 * @param row the recurrent state
 * @param logits of the next symbol; none before the first symbol
 * @param position how many symbols were read
 */
record TextState(RowState row, float[] logits, long position) {}
