package dev.rondo.contract;

import java.util.Optional;

/**
 * The form of a {@link RandomLoop}.
 *
 * @param length number of steps that are traced
 * @param carries number of tensors that it carries; the third is an integer
 * @param inputs number of tensors of which each step reads a row
 * @param outputs number of tensors of which each step returns a row
 * @param reversed whether it runs from its last step to its first
 * @param segment 0, or the number of steps after which it keeps its carries and recomputes all
 *     values between them
 * @param truncation 0, or the number of steps after which no gradient flows from a step to the one
 *     before
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
    /** The number of steps that are run, known while tracing or only at run time. */
    public enum Steps {
        /** All steps, known while tracing. */
        ALL,
        /** No steps; an input. */
        NONE,
        /** One step if there is one; an input. */
        ONE,
        /** All steps but one; an input. */
        LESS,
        /** All steps; an input. */
        FULL,
        /**
         * Computed: the number of the present step of the loop around, so it differs from step to
         * step.
         */
        TIME;

        /** The number, if it is an input. */
        int of(int length) {
            return switch (this) {
                case NONE -> 0;
                case ONE -> Math.min(1, length);
                case LESS -> Math.max(0, length - 1);
                case FULL, ALL, TIME -> length;
            };
        }
    }

    /**
     * Whether such a loop can be built. Something must tie it to a graph: a carry, an input, the
     * time, or a number of steps that is an input.
     */
    public boolean isPossible() {
        return carries + inputs > 0 || readsTime() || steps != Steps.ALL;
    }

    /** Whether its steps read their own number. */
    boolean readsTime() {
        return truncation > 0 || inner.isPresent() && inner.get().steps() == Steps.TIME;
    }

    /** Whether its gradient is the derivative of its values: no gradient is held back. */
    boolean isSmooth() {
        return truncation == 0 && inner.stream().allMatch(LoopForm::isSmooth);
    }
}
