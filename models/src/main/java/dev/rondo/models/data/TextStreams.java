package dev.rondo.models.data;

import dev.rondo.array.Array;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.training.Batches;

import java.util.Map;

/** The training part of a text in B streams of equal length that lie end to end. */
final class TextStreams implements Batches {
    /**
     * Steps after which the state starts afresh within an epoch. A model that only ever saw states
     * carried on for millions of characters would not know how to begin: sampling and measuring
     * start from zeros.
     */
    static final int FRESH = 64;

    private final int[] text;
    private final int length;
    private final int batch;
    private final long seed;
    private final long pieces;
    private final long slack;
    private final int[] symbols;
    private final int[] targets;
    private final Map<String, Array> arrays;
    private final String items;

    /**
     * Streams over the first {@code size} symbols, of which there are at least T·B+1.
     *
     * @param length steps T of a piece
     * @param batch streams B
     * @param items what a symbol is, in the plural
     */
    TextStreams(int[] text, int size, int length, int batch, long seed, String items) {
        this.text = text;
        this.length = length;
        this.batch = batch;
        this.seed = seed;
        this.items = items;
        long predictions = size - 1;
        long whole = (long) length * batch;
        // what is left over lets the streams begin elsewhere each time: leave a piece at least
        pieces = Math.max(1, (predictions - length) / whole);
        slack = predictions - pieces * whole;
        symbols = new int[length * batch];
        targets = new int[length * batch];
        arrays =
                Map.of(
                        LanguageModel.SYMBOLS, Array.of(symbols, length, batch),
                        LanguageModel.TARGETS, Array.of(targets, length, batch));
    }

    @Override
    public Map<String, Array> batch(long step) {
        long epoch = step / pieces;
        long piece = step % pieces;
        long start = Long.remainderUnsigned(Mix.scatter(Mix.scatter(seed) + epoch), slack + 1);
        for (int b = 0; b < batch; b++) {
            int from = (int) (start + (b * pieces + piece) * length);
            for (int t = 0; t < length; t++) {
                symbols[t * batch + b] = text[from + t];
                targets[t * batch + b] = text[from + t + 1];
            }
        }
        return arrays;
    }

    @Override
    public boolean continues(long step) {
        return step % pieces % FRESH != 0;
    }

    @Override
    public long stepsPerEpoch() {
        return pieces;
    }

    @Override
    public long seed() {
        return seed;
    }

    @Override
    public long itemsPerStep() {
        return (long) length * batch;
    }

    @Override
    public String items() {
        return items;
    }
}
