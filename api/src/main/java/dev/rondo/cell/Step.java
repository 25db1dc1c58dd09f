package dev.rondo.cell;

import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;

/**
 * The result of one step of a cell.
 *
 * @param output the step's output [B, …]
 * @param state the new state
 */
public record Step<S extends Record>(Tensor output, S state) {
    /** Checks that both are given. */
    public Step {
        TraceException.given(output, "the output of a cell's step");
        TraceException.given(state, "the new state of a cell's step");
    }

    /** A step with this output and state. */
    public static <S extends Record> Step<S> of(Tensor output, S state) {
        return new Step<>(output, state);
    }
}
