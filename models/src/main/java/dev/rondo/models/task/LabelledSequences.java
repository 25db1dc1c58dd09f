package dev.rondo.models.task;

import dev.rondo.models.classification.Sequence;

import java.util.List;

/**
 * Sequences and their classes.
 *
 * @param sequences as a model reads them
 * @param labels the number of the class of each, from 0
 */
public record LabelledSequences(List<Sequence> sequences, int[] labels) {
    /** Copies the list. */
    public LabelledSequences {
        sequences = List.copyOf(sequences);
        if (labels.length != sequences.size()) {
            throw new IllegalArgumentException(
                    "each sequence has one class: expected "
                            + sequences.size()
                            + ", got "
                            + labels.length);
        }
    }

    /** How often each of so many classes occurs. */
    public int[] counts(int classes) {
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        return counts;
    }
}
