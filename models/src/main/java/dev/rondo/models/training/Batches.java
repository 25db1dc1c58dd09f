package dev.rondo.models.training;

import dev.rondo.array.Array;

import java.util.Map;

/**
 * The data in the order of training. A batch depends on its number alone, so that a run that was
 * interrupted goes on with exactly the batches it would have had. For one thread at a time.
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
     * carried over. Where not, carried state is what it was at the very start.
     */
    default boolean continues(long step) {
        return true;
    }

    /** Updates in one pass over the data; 0 where the data have no end. */
    default long stepsPerEpoch() {
        return 0;
    }

    /** Seed of the order; a resumed run must have the same. */
    default long seed() {
        return 0;
    }

    /** How many items one update processes, for the speed that is shown; 0 for unknown. */
    default long itemsPerStep() {
        return 0;
    }

    /** What is counted, in the plural, such as {@code characters}. */
    default String items() {
        return "rows";
    }
}
