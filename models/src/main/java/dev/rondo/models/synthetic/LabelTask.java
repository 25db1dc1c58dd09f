package dev.rondo.models.synthetic;

import dev.rondo.models.training.Batches;

import java.util.random.RandomGenerator;

/** A task of symbols in and a class out at every step. All its sequences have the same length. */
public interface LabelTask {
    /** Input of a batch: the symbols, I32 [T, B]. */
    String SYMBOLS = "symbols";

    /** Input of a batch: the class of each step, I32 [T, B]. */
    String TARGETS = "targets";

    /**
     * One sequence.
     *
     * @param symbols what is read, step by step, each from 0 to below {@link #symbols()}
     * @param targets the class of each step, from 0 to below {@link #classes()}
     */
    record Example(int[] symbols, int[] targets) {}

    /** Number of symbols. */
    int symbols();

    /** Number of classes. */
    int classes();

    /** Steps T of every sequence. */
    int length();

    /**
     * Draws a sequence. It depends on what the generator gives and on nothing else.
     *
     * @param random decides everything
     */
    Example draw(RandomGenerator random);

    /**
     * Batches without end: {@value #SYMBOLS} [T, B] and {@value #TARGETS} [T, B]. No sequence is
     * drawn twice.
     *
     * @param batch rows B
     * @param seed of the sequences
     * @throws IllegalArgumentException when there is less than one row
     */
    default Batches batches(int batch, long seed) {
        return new LabelBatches(this, batch, seed);
    }
}
