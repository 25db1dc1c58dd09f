package dev.rondo.models.classification;

/** A sequence as a {@link SequenceClassifier} reads it. */
public sealed interface Sequence {
    /** The number of steps. */
    int steps();

    /**
     * A symbol at each step.
     *
     * @param symbols from 0 to the size of the vocabulary − 1
     */
    record Symbols(int[] symbols) implements Sequence {
        @Override
        public int steps() {
            return symbols.length;
        }
    }

    /**
     * Numbers at each step.
     *
     * @param values [T][F]
     */
    record Features(float[][] values) implements Sequence {
        @Override
        public int steps() {
            return values.length;
        }
    }
}
