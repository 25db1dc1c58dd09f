package dev.rondo.cell;

import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;

/**
 * What one step of a cell gives.
 *
 * @param output the step's output [B, …]
 * @param state the new state
 */
public record Step<S extends Record>(Tensor output, S state) {
    /** Checks that both are there. */
    public Step {
        TraceException.given(output, "the output of a cell's step");
        TraceException.given(state, "the new state of a cell's step");
    }

    /** The step with this output and state. */
    public static <S extends Record> Step<S> of(Tensor output, S state) {
        return new Step<>(output, state);
    }
}
