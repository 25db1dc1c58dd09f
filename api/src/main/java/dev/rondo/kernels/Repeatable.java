package dev.rondo.kernels;

import java.util.Optional;

/**
 * Code of a loop's step that can also run many steps in one call. A step of few elements takes less
 * time than its call does. The results have the same bits.
 */
public interface Repeatable extends Runnable {
    /** How a loop moves from step to step what its step reads and writes. */
    interface Motion {
        /** How far a storage moves to the next step, in elements; 0 for one that stays. */
        int stride(Storage storage);

        /** Whether a step reads there what the step before it has written. */
        boolean isCarried(Storage storage);
    }

    /** Steps in one call. */
    @FunctionalInterface
    interface Steps {
        /**
         * Runs steps one after the other, the first where the storages are placed now. A carried
         * value may be written where it was read.
         *
         * @return false if it has done nothing, because it cannot yet
         */
        boolean run(int count);
    }

    /**
     * This code for many steps.
     *
     * @return empty if a step needs more than the values at its own place of what is carried
     */
    Optional<Steps> over(Motion motion);
}
