package dev.rondo.cli.serve;

import java.util.List;

/** Computes steps of a language model, for several texts at once. For one thread at a time. */
interface TextEngine extends AutoCloseable {
    /** The state before the first symbol. */
    RowState initial();

    /**
     * Reads one symbol of each text.
     *
     * @param symbols one for each text
     * @param states their states before; after, those that follow
     * @return the logits of the next symbol of each text
     */
    List<float[]> step(int[] symbols, List<RowState> states);

    /** Frees its memory. */
    @Override
    void close();
}
