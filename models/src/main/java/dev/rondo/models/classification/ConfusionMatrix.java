package dev.rondo.models.classification;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How often examples of each class were taken for each class, and what follows from it. A quotient
 * whose denominator is 0 is 0, as in scikit-learn. Immutable.
 */
public final class ConfusionMatrix {
    private final long[][] counts;

    private ConfusionMatrix(long[][] counts) {
        this.counts = counts;
    }

    /**
     * Counts.
     *
     * @param truth the class of each example, from 0 to C−1
     * @param predicted the class it was taken for
     * @param classes C
     * @throws IllegalArgumentException when there are not equally many, or one is no class
     */
    public static ConfusionMatrix of(int[] truth, int[] predicted, int classes) {
        if (truth.length != predicted.length) {
            throw new IllegalArgumentException(
                    "there must be a prediction for each example, got "
                            + predicted.length
                            + " for "
                            + truth.length);
        }
        long[][] counts = new long[classes][classes];
        for (int i = 0; i < truth.length; i++) {
            counts[checked(truth[i], classes)][checked(predicted[i], classes)]++;
        }
        return new ConfusionMatrix(counts);
    }

    private static int checked(int c, int classes) {
        if (c < 0 || c >= classes) {
            throw new IllegalArgumentException(
                    "a class is from 0 to " + (classes - 1) + ", got " + c);
        }
        return c;
    }

    /** The number of classes C. */
    public int classes() {
        return counts.length;
    }

    /** How many examples of a class were taken for another, or for itself. */
    public long count(int truth, int predicted) {
        return counts[truth][predicted];
    }

    /** The number of examples. */
    public long total() {
        return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
    }

    /** How many are right. */
    public long correct() {
        return IntStream.range(0, classes()).mapToLong(c -> counts[c][c]).sum();
    }

    /** How many examples a class has. */
    public long support(int c) {
        return Arrays.stream(counts[c]).sum();
    }

    /** How many examples were taken for a class. */
    public long predicted(int c) {
        return Arrays.stream(counts).mapToLong(row -> row[c]).sum();
    }

    /** The share of examples that are right. */
    public double accuracy() {
        return share(correct(), total());
    }

    /** Of the examples that were taken for a class, the share that are of it. */
    public double precision(int c) {
        return share(counts[c][c], predicted(c));
    }

    /** Of the examples of a class, the share that were taken for it. */
    public double recall(int c) {
        return share(counts[c][c], support(c));
    }

    /** The harmonic mean of precision and recall: 2 right / (examples + predictions of a class). */
    public double f1(int c) {
        return share(2 * counts[c][c], support(c) + predicted(c));
    }

    /**
     * The mean of F1 over the classes that occur, among examples or predictions (Opitz and Burst
     * 2019: the mean of F1, not F1 of means). Each class counts alike, however seldom it is.
     */
    public double macroF1() {
        return IntStream.range(0, classes())
                .filter(c -> support(c) + predicted(c) > 0)
                .mapToDouble(this::f1)
                .average()
                .orElse(0);
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ConfusionMatrix m && Arrays.deepEquals(counts, m.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(counts);
    }

    @Override
    public String toString() {
        return Arrays.deepToString(counts);
    }
}
