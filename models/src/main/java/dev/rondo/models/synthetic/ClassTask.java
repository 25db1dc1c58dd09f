package dev.rondo.models.synthetic;

import dev.rondo.models.training.Batches;

import java.util.random.RandomGenerator;

/** A task of symbols in and one class out, which is asked for after the last symbol. */
public interface ClassTask {
    /** Input of a batch: the symbols, I32 [T, B]; 0 after a row's end. */
    String SYMBOLS = "symbols";

    /** Input of a batch of sequences of different lengths: symbols of each row, I32 [B]. */
    String LENGTHS = "lengths";

    /** Input of a batch: the class of each row, I32 [B]. */
    String TARGETS = "targets";

    /**
     * One sequence.
     *
     * @param symbols what is read, step by step, each from 0 to below {@link #symbols()}
     * @param target the class, from 0 to below {@link #classes()}
     */
    record Example(int[] symbols, int target) {}

    /** Number of symbols. */
    int symbols();

    /** Number of classes. */
    int classes();

    /** Steps T of the longest sequence. */
    int longest();

    /** Whether sequences differ in length. */
    default boolean ragged() {
        return false;
    }

    /**
     * Draws a sequence. It depends on what the generator gives and on nothing else.
     *
     * @param random decides everything
     */
    Example draw(RandomGenerator random);

    /**
     * Batches without end: {@value #SYMBOLS} [T, B], {@value #TARGETS} [B], and {@value #LENGTHS}
     * [B] if the task is {@link #ragged}. No sequence is drawn twice.
     *
     * @param batch rows B
     * @param seed of the sequences
     * @throws IllegalArgumentException when there is less than one row
     */
    default Batches batches(int batch, long seed) {
        return new ClassBatches(this, batch, seed);
    }
}
