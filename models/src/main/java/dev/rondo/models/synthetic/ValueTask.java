package dev.rondo.models.synthetic;

import dev.rondo.array.DType;
import dev.rondo.models.training.Batches;

import java.util.random.RandomGenerator;

/** A task of numbers in and one number out, which is asked for after the last step. */
public interface ValueTask {
    /** Input of a batch: what is read, a float [T, B, I]; 0 after a row's end. */
    String VALUES = "values";

    /** Input of a batch of sequences of different lengths: steps of each row, I32 [B]. */
    String LENGTHS = "lengths";

    /** Input of a batch: the number asked for of each row, a float [B]. */
    String TARGETS = "targets";

    /**
     * One sequence.
     *
     * @param values what is read, I numbers at each step
     * @param target what is asked for
     */
    record Example(double[][] values, double target) {}

    /** Numbers I that are read at a step. */
    int inputs();

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

    /** {@link #batches(int, long, DType)} for a model of F32. */
    default Batches batches(int batch, long seed) {
        return batches(batch, seed, DType.F32);
    }

    /**
     * Batches without end: {@value #VALUES} [T, B, I], {@value #TARGETS} [B], and {@value #LENGTHS}
     * [B] if the task is {@link #ragged}. No sequence is drawn twice.
     *
     * @param batch rows B
     * @param seed of the sequences
     * @param dtype the model's float type
     * @throws IllegalArgumentException when there is less than one row
     */
    default Batches batches(int batch, long seed, DType dtype) {
        return new ValueBatches(this, batch, seed, dtype);
    }
}
