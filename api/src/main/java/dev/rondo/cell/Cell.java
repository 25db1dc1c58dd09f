package dev.rondo.cell;

import dev.rondo.graph.Graph;
import dev.rondo.graph.Tensor;

/**
 * A recurrent cell: its state, and one step written as its equations. Everything else (time,
 * direction, lengths, gradients, hardware) belongs to {@link Recurrence} and the backends.
 *
 * <pre>{@code
 * final class Plain implements Cell<Plain.State> {
 *   record State(Tensor h) {}
 *   ...
 *   public State initialState(Graph g, int batch) { return new State(g.zeros(batch, size)); }
 *   public Step<State> step(Tensor x, State s) {
 *     var h = tanh(U.of(x).plus(W.of(s.h())).plus(b));
 *     return Step.of(h, new State(h));
 *   }
 * }
 * }</pre>
 *
 * @param <S> the state: a record of tensors whose first axis is the batch. Components may also be
 *     records of that kind, and lists of either
 */
public interface Cell<S extends Record> {
    /** The state before the first step, usually zeros. */
    S initialState(Graph graph, int batch);

    /**
     * One step.
     *
     * @param x this step's input [B, I]
     * @param state the state after the previous step
     */
    Step<S> step(Tensor x, S state);

    /**
     * The name of the cell in messages, by custom its kind and its scope ({@link CellForm#title}).
     */
    default String title() {
        return States.name(getClass());
    }
}
