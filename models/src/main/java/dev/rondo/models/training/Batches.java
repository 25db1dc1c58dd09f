package dev.rondo.models.training;

import dev.rondo.array.Array;

import java.util.Map;

/**
 * The training data as a sequence of batches. A batch depends on its number alone, so a run that
 * was interrupted goes on with exactly the batches it would have had. For one thread at a time.
 */
@FunctionalInterface
public interface Batches {
    /**
     * The inputs of one update.
     *
     * @param step number of the update, from 0
     * @return arrays by the names of the entry's inputs, always the same names; they may be
     *     overwritten by the next call
     */
    Map<String, Array> batch(long step);

    /**
     * Whether the rows of this batch go on where those of the batch before ended, so that state is
     * carried over. If not, carried state gets its first values again.
     */
    default boolean continues(long step) {
        return true;
    }

    /** Updates in one pass over the data; 0 when the data have no end. */
    default long stepsPerEpoch() {
        return 0;
    }

    /** Seed of the order of the data; a resumed run must have the same one. */
    default long seed() {
        return 0;
    }

    /** How many items one update processes, for the displayed speed; 0 when unknown. */
    default long itemsPerStep() {
        return 0;
    }

    /** What is counted, in the plural, such as {@code characters}. */
    default String items() {
        return "rows";
    }
}
