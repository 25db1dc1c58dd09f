package dev.rondo.models.synthetic;

import dev.rondo.array.Array;
import dev.rondo.models.seq2seq.EncoderDecoder;
import dev.rondo.models.training.Batches;

import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * From sequence to sequence: writes random symbols once more, in their order or from the last to
 * the first. All sequences have the same length, so that there is no end mark. The targets have one
 * more symbol, the begin mark.
 *
 * @param length symbols of each sequence, at least 1
 * @param symbols different symbols, at least 2
 * @param reversed whether the last comes first
 */
public record Repetition(int length, int symbols, boolean reversed) {
    /** Checks the sizes. */
    public Repetition {
        Lengths.checked("the length of a repetition", length, 1);
        if (symbols < 2) {
            throw new IllegalArgumentException(
                    "a repetition needs at least 2 symbols, got " + symbols);
        }
    }

    /** The target symbol before the first. */
    public int begin() {
        return symbols;
    }

    /** Number of target symbols, the begin mark included. */
    public int targetSymbols() {
        return symbols + 1;
    }

    /** Draws a source. */
    public int[] draw(RandomGenerator random) {
        return random.ints(length, 0, symbols).toArray();
    }

    /** What is to be written for a source. */
    public int[] target(int... source) {
        int[] target = source.clone();
        for (int i = 0; reversed && i < target.length; i++) {
            target[i] = source[source.length - 1 - i];
        }
        return target;
    }

    /** A target one step later, after the begin mark: what a decoder reads. */
    public int[] shifted(int... target) {
        int[] read = new int[target.length];
        read[0] = begin();
        System.arraycopy(target, 0, read, 1, target.length - 1);
        return read;
    }

    /**
     * Batches without end for an {@link EncoderDecoder}: {@value EncoderDecoder#SOURCE}, {@value
     * EncoderDecoder#TARGET_IN} and {@value EncoderDecoder#TARGET_OUT} [T, B], and {@value
     * EncoderDecoder#SOURCE_LENGTHS} [B]. No sequence is drawn twice.
     *
     * @param batch rows B
     * @param seed of the sequences
     * @throws IllegalArgumentException when there is less than one row
     */
    public Batches batches(int batch, long seed) {
        return new RepetitionBatches(this, batch, seed);
    }

    private static final class RepetitionBatches extends ExampleBatches {
        private final Repetition task;
        private final int[] source;
        private final int[] in;
        private final int[] out;
        private final Map<String, Array> arrays;

        RepetitionBatches(Repetition task, int batch, long seed) {
            super(batch, seed);
            this.task = task;
            int length = task.length();
            source = new int[Math.multiplyExact(length, batch)];
            in = new int[source.length];
            out = new int[source.length];
            int[] lengths = new int[batch];
            Arrays.fill(lengths, length);
            arrays =
                    Map.of(
                            EncoderDecoder.SOURCE, Array.of(source, length, batch),
                            EncoderDecoder.SOURCE_LENGTHS, Array.of(lengths, batch),
                            EncoderDecoder.TARGET_IN, Array.of(in, length, batch),
                            EncoderDecoder.TARGET_OUT, Array.of(out, length, batch));
        }

        @Override
        void fill(int row, RandomGenerator random) {
            int[] drawn = task.draw(random);
            int[] target = task.target(drawn);
            int[] read = task.shifted(target);
            for (int t = 0; t < drawn.length; t++) {
                source[t * rows() + row] = drawn[t];
                in[t * rows() + row] = read[t];
                out[t * rows() + row] = target[t];
            }
        }

        @Override
        Map<String, Array> arrays() {
            return arrays;
        }
    }
}
