package dev.rondo.models.data;

import dev.rondo.array.Array;
import dev.rondo.models.classification.Sequence;
import dev.rondo.models.classification.SequenceClassifier;
import dev.rondo.models.loss.CrossEntropy;
import dev.rondo.models.training.Batches;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongToIntFunction;

/**
 * Sequences in batches for a ragged {@link SequenceClassifier}. Rows that are left over in the last
 * batch of a pass have length 0 and the label {@link CrossEntropy#IGNORED}.
 */
public final class SequenceBatches implements Batches {
    private static final int NONE = -1;

    private final List<? extends Sequence> sequences;
    private final int[] labels;
    private final int batch;
    private final long seed;
    private final LongToIntFunction item;
    private final int[] lengths;
    private final int[] rowLabels;
    private final int[] symbols;
    private final float[] values;
    private final int features;
    private final Map<String, Array> arrays;

    /**
     * Batches without end. In each epoch every sequence comes once, in an order that depends on
     * seed and epoch alone.
     *
     * @param sequences all symbols, or all features; at least one
     * @param labels the class of each
     * @param length steps T of a batch; none may be longer
     * @param batch rows B
     * @param seed of the order
     */
    public static SequenceBatches training(
            List<? extends Sequence> sequences, int[] labels, int length, int batch, long seed) {
        Shuffle shuffle = new Shuffle(sequences.size(), seed);
        long places = (long) Math.ceilDiv(sequences.size(), batch) * batch;
        return new SequenceBatches(
                sequences,
                labels,
                length,
                batch,
                seed,
                number -> {
                    int place = (int) (number % places);
                    return place < sequences.size() ? shuffle.of(number / places, place) : NONE;
                });
    }

    /**
     * Each sequence once, in order, of which the classes are not known.
     *
     * @param sequences all symbols, or all features; at least one
     * @param length steps T of a batch; none may be longer
     * @param batch rows B
     */
    public static SequenceBatches once(List<? extends Sequence> sequences, int length, int batch) {
        int[] labels = new int[sequences.size()];
        Arrays.fill(labels, CrossEntropy.IGNORED);
        return new SequenceBatches(
                sequences,
                labels,
                length,
                batch,
                0,
                number -> number < sequences.size() ? (int) number : NONE);
    }

    private SequenceBatches(
            List<? extends Sequence> sequences,
            int[] labels,
            int length,
            int batch,
            long seed,
            LongToIntFunction item) {
        if (sequences.isEmpty() || labels.length != sequences.size() || batch < 1) {
            throw new IllegalArgumentException(
                    "there must be at least one sequence, a label for each and a row, got "
                            + sequences.size()
                            + ", "
                            + labels.length
                            + " and "
                            + batch);
        }
        for (Sequence s : sequences) {
            if (s.steps() > length) {
                throw new IllegalArgumentException(
                        "a batch has " + length + " steps, and a sequence " + s.steps());
            }
        }
        this.sequences = sequences;
        this.labels = labels;
        this.batch = batch;
        this.seed = seed;
        this.item = item;
        lengths = new int[batch];
        rowLabels = new int[batch];
        int places = Math.multiplyExact(length, batch);
        features = sequences.getFirst() instanceof Sequence.Features f ? f.values()[0].length : 0;
        symbols = new int[features == 0 ? places : 0];
        values = new float[Math.multiplyExact(places, features)];
        arrays =
                Map.of(
                        SequenceClassifier.SEQUENCE,
                        features == 0
                                ? Array.of(symbols, length, batch)
                                : Array.of(values, length, batch, features),
                        SequenceClassifier.LENGTHS,
                        Array.of(lengths, batch),
                        SequenceClassifier.LABELS,
                        Array.of(rowLabels, batch));
    }

    @Override
    public Map<String, Array> batch(long step) {
        Arrays.fill(symbols, 0);
        Arrays.fill(values, 0);
        for (int b = 0; b < batch; b++) {
            int i = item.applyAsInt(step * batch + b);
            lengths[b] = i == NONE ? 0 : sequences.get(i).steps();
            rowLabels[b] = i == NONE ? CrossEntropy.IGNORED : labels[i];
            if (i != NONE) {
                fill(b, sequences.get(i));
            }
        }
        return arrays;
    }

    /** The inputs of an entry that predicts; overwritten by the next batch. */
    public Map<String, Array> unlabelled(long step) {
        Map<String, Array> all = batch(step);
        return Map.of(
                SequenceClassifier.SEQUENCE,
                all.get(SequenceClassifier.SEQUENCE),
                SequenceClassifier.LENGTHS,
                all.get(SequenceClassifier.LENGTHS));
    }

    private void fill(int row, Sequence sequence) {
        switch (sequence) {
            case Sequence.Symbols(int[] s) -> {
                for (int t = 0; t < s.length; t++) {
                    symbols[t * batch + row] = s[t];
                }
            }
            case Sequence.Features(float[][] v) -> {
                for (int t = 0; t < v.length; t++) {
                    System.arraycopy(v[t], 0, values, (t * batch + row) * features, features);
                }
            }
        }
    }

    @Override
    public long stepsPerEpoch() {
        return Math.ceilDiv(sequences.size(), batch);
    }

    @Override
    public boolean continues(long step) {
        return false;
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
        return "sequences";
    }
}
