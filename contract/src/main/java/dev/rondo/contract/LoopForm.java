package dev.rondo.contract;

import java.util.Optional;

/**
 * What kind of loop a {@link RandomLoop} is.
 *
 * @param length steps it is traced for
 * @param carries how many tensors it carries, the third an integer
 * @param inputs how many it reads a row of at each step
 * @param outputs how many each step returns a row of
 * @param reversed whether it runs from its last step to its first
 * @param segment 0, or after how many steps it keeps its carries and computes all between them
 *     again
 * @param truncation 0, or every how many steps no gradient flows from a step to the one before
 * @param steps how many of its steps it runs
 * @param inner a loop within its step
 */
public record LoopForm(
        int length,
        int carries,
        int inputs,
        int outputs,
        boolean reversed,
        int segment,
        int truncation,
        Steps steps,
        Optional<LoopForm> inner) {
    /** How many steps are run, known while tracing or at run time. */
    public enum Steps {
        /** All, known while tracing. */
        ALL,
        /** None, an input. */
        NONE,
        /** One where there is one, an input. */
        ONE,
        /** All but one, an input. */
        LESS,
        /** All, an input. */
        FULL,
        /**
         * Computed: as many as the time of the loop around, another number at each of its steps.
         */
        TIME;

        /** The number where it is an input. */
        int of(int length) {
            return switch (this) {
                case NONE -> 0;
                case ONE -> Math.min(1, length);
                case LESS -> Math.max(0, length - 1);
                case FULL, ALL, TIME -> length;
            };
        }
    }

    /** Whether there is such a loop: it needs something that says in which graph it stands. */
    public boolean isPossible() {
        return carries + inputs > 0 || readsTime() || steps != Steps.ALL;
    }

    /** Whether its steps read which step they are. */
    boolean readsTime() {
        return truncation > 0 || inner.isPresent() && inner.get().steps() == Steps.TIME;
    }

    /** Whether its gradient is that of its values: no gradient is held back. */
    boolean isSmooth() {
        return truncation == 0 && inner.stream().allMatch(LoopForm::isSmooth);
    }
}
