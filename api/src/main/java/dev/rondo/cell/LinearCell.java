package dev.rondo.cell;

import dev.rondo.graph.LinearRecurrence;
import dev.rondo.graph.Tensor;

import java.util.List;

/**
 * A cell whose state is linear in the previous one, h' = a∘h + b, where a and b depend on the input
 * alone. So the states of a whole sequence can be computed without a step for each of them; see
 * {@link LinearRecurrence}. The output is h'.
 *
 * @param <S> the state, which consists of the one tensor h [B, …]
 */
public interface LinearCell<S extends Record> extends Cell<S> {
    /**
     * A step as a function of the state: a∘h + b.
     *
     * @param a the share of the previous state that is kept
     * @param b what is added
     */
    record Transition(Tensor a, Tensor b) {}

    /**
     * The transitions of inputs.
     *
     * @param x the input of one step [B, I], or of all steps [T, B, I]
     * @return tensors [B, …] or [T, B, …]
     */
    Transition transition(Tensor x);

    /**
     * A cell with the same states up to rounding, whose {@link Recurrence} over whole sequences
     * computes them all at once, in about 2√T steps of √T times as many elements. That pays where
     * many processors would wait for each other at every step. On a few it is slower than one step
     * after the other. With a number of steps, truncation, recomputation or probes it goes step by
     * step.
     */
    default Cell<S> inParallel() {
        return new ParallelCell<>(this);
    }

    @Override
    default Step<S> step(Tensor x, S state) {
        Transition t = transition(x);
        Tensor h = t.a().times(States.tensors(state).getFirst()).plus(t.b());
        return Step.of(h, States.with(state, List.of(h)));
    }
}
