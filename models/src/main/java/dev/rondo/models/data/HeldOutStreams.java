package dev.rondo.models.data;

import dev.rondo.array.Array;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.training.Batches;

import java.util.Map;

/** The end of a text in B streams, each led in by a piece of the text before it. */
final class HeldOutStreams implements Batches {
    private final int[] text;
    private final int first;
    private final int length;
    private final int batch;
    private final int ignored;
    private final long perStream;
    private final int[] symbols;
    private final int[] targets;
    private final Map<String, Array> arrays;

    /**
     * Streams over the symbols from {@code first} on.
     *
     * @param length steps T of a piece
     * @param batch streams B
     */
    HeldOutStreams(int[] text, int first, int length, int batch, int ignored) {
        this.text = text;
        this.first = first;
        this.length = length;
        this.batch = batch;
        this.ignored = ignored;
        perStream = Math.ceilDiv(text.length - first, batch);
        symbols = new int[length * batch];
        targets = new int[length * batch];
        arrays =
                Map.of(
                        LanguageModel.SYMBOLS, Array.of(symbols, length, batch),
                        LanguageModel.TARGETS, Array.of(targets, length, batch));
    }

    @Override
    public Map<String, Array> batch(long step) {
        for (int b = 0; b < batch; b++) {
            long begin = first + b * perStream;
            long end = Math.min(begin + perStream, text.length);
            for (int t = 0; t < length; t++) {
                // piece 0 leads in, so piece 1 has the stream's first target
                long target = begin + (step - 1) * length + t;
                int i = t * batch + b;
                symbols[i] = target >= 1 && target <= text.length ? text[(int) target - 1] : 0;
                targets[i] = target >= begin && target < end ? text[(int) target] : ignored;
            }
        }
        return arrays;
    }

    @Override
    public boolean continues(long step) {
        return step != 0;
    }

    /** Pieces of a stream, with the one that leads in. */
    @Override
    public long stepsPerEpoch() {
        return 1 + Math.ceilDiv(perStream, length);
    }

    @Override
    public long itemsPerStep() {
        return (long) length * batch;
    }

    @Override
    public String items() {
        return "characters";
    }
}
