package dev.rondo.models.data;

import dev.rondo.array.Array;
import dev.rondo.models.loss.CrossEntropy;
import dev.rondo.models.seq2seq.EncoderDecoder;
import dev.rondo.models.training.Batches;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * Pairs in batches for an {@link EncoderDecoder}: row b of batch n is pair n·B + b. Behind a row's
 * end the source has its length to tell, and the target {@link CrossEntropy#IGNORED}.
 */
public final class PairBatches implements Batches {
    private final PairCodec codec;
    private final int batch;
    private final long seed;
    private final long steps;
    private final LongFunction<Pair> pairs;
    private final String items;
    private final int[] source;
    private final int[] lengths;
    private final int[] targetIn;
    private final int[] targetOut;
    private final Map<String, Array> arrays;

    /**
     * Batches of a sequence.
     *
     * @param batch rows B
     * @param steps batches of one pass; 0 without end
     * @param pairs the pair of a number; null for a row that does not count
     * @param items what is counted, in the plural
     */
    PairBatches(
            PairCodec codec,
            int batch,
            long seed,
            long steps,
            LongFunction<Pair> pairs,
            String items) {
        if (batch < 1) {
            throw new IllegalArgumentException("a batch needs at least one row, got " + batch);
        }
        this.codec = codec;
        this.batch = batch;
        this.seed = seed;
        this.steps = steps;
        this.pairs = pairs;
        this.items = items;
        int s = codec.longestSource();
        int t = codec.longestTarget();
        source = new int[Math.multiplyExact(s, batch)];
        lengths = new int[batch];
        targetIn = new int[Math.multiplyExact(t, batch)];
        targetOut = new int[t * batch];
        arrays =
                Map.of(
                        EncoderDecoder.SOURCE, Array.of(source, s, batch),
                        EncoderDecoder.SOURCE_LENGTHS, Array.of(lengths, batch),
                        EncoderDecoder.TARGET_IN, Array.of(targetIn, t, batch),
                        EncoderDecoder.TARGET_OUT, Array.of(targetOut, t, batch));
    }

    /**
     * Batches of given pairs, each once; rows of the last batch that are left over have length 0
     * and ignored targets.
     *
     * @param batch rows B
     * @param items what a pair is called, in the plural
     */
    public static Batches of(PairCodec codec, List<Pair> pairs, int batch, String items) {
        List<Pair> all = List.copyOf(pairs);
        return new PairBatches(
                codec,
                batch,
                0,
                Math.ceilDiv(all.size(), batch),
                number -> number < all.size() ? all.get((int) number) : null,
                items);
    }

    @Override
    public Map<String, Array> batch(long step) {
        Arrays.fill(source, 0);
        Arrays.fill(targetIn, codec.begin());
        Arrays.fill(targetOut, CrossEntropy.IGNORED);
        for (int b = 0; b < batch; b++) {
            Pair pair = pairs.apply(step * batch + b);
            lengths[b] = 0;
            if (pair != null) {
                fill(b, codec.encodeSource(pair.source()), codec.encodeTarget(pair.target()));
            }
        }
        return arrays;
    }

    private void fill(int b, int[] from, int[] to) {
        lengths[b] = from.length;
        for (int s = 0; s < from.length; s++) {
            source[s * batch + b] = from[s];
        }
        for (int t = 0; t < to.length; t++) {
            targetOut[t * batch + b] = to[t];
            targetIn[t * batch + b] = t == 0 ? codec.begin() : to[t - 1];
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
        return items;
    }
}
