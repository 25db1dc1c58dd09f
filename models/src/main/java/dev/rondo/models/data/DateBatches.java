package dev.rondo.models.data;

import dev.rondo.array.Array;
import dev.rondo.models.seq2seq.EncoderDecoder;
import dev.rondo.models.training.Batches;

import java.util.Arrays;
import java.util.Map;
import java.util.function.LongFunction;

/** Pairs of dates in batches: row b of batch n is pair n·B + b. */
final class DateBatches implements Batches {
    private static final int S = DateCorpus.sourceLength();
    private static final int T = DateCorpus.TARGET_LENGTH;

    private final int batch;
    private final long seed;
    private final long steps;
    private final LongFunction<DatePair> pairs;
    private final int[] source;
    private final int[] lengths;
    private final int[] targetIn;
    private final int[] targetOut;
    private final Map<String, Array> arrays;

    /**
     * Batches of a sequence.
     *
     * @param steps batches there are; 0 without end
     * @param pairs the pair of a number; null behind the last
     */
    DateBatches(int batch, long seed, long steps, LongFunction<DatePair> pairs) {
        if (batch < 1) {
            throw new IllegalArgumentException("a batch needs at least one row, got " + batch);
        }
        this.batch = batch;
        this.seed = seed;
        this.steps = steps;
        this.pairs = pairs;
        source = new int[Math.multiplyExact(S, batch)];
        lengths = new int[batch];
        targetIn = new int[T * batch];
        targetOut = new int[T * batch];
        arrays =
                Map.of(
                        EncoderDecoder.SOURCE, Array.of(source, S, batch),
                        EncoderDecoder.SOURCE_LENGTHS, Array.of(lengths, batch),
                        EncoderDecoder.TARGET_IN, Array.of(targetIn, T, batch),
                        EncoderDecoder.TARGET_OUT, Array.of(targetOut, T, batch));
    }

    @Override
    public Map<String, Array> batch(long step) {
        Arrays.fill(source, 0);
        for (int b = 0; b < batch; b++) {
            fill(b, pairs.apply(step * batch + b));
        }
        return arrays;
    }

    private void fill(int b, DatePair pair) {
        int[] from = pair == null ? new int[0] : DateCorpus.encode(pair.written());
        int[] to = pair == null ? null : DateCorpus.encodeIso(pair.date());
        lengths[b] = from.length;
        for (int s = 0; s < from.length; s++) {
            source[s * batch + b] = from[s];
        }
        for (int t = 0; t < T; t++) {
            targetOut[t * batch + b] = to == null ? DateCorpus.IGNORED : to[t];
            targetIn[t * batch + b] = t == 0 || to == null ? DateCorpus.begin() : to[t - 1];
        }
    }

    @Override
    public long stepsPerEpoch() {
        return steps;
    }

    @Override
    public long seed() {
        return seed;
    }

    @Override
    public long itemsPerStep() {
        return batch;
    }

    @Override
    public String items() {
        return "dates";
    }
}
