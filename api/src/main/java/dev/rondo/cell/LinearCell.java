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
     * This cell for training: a {@link Recurrence} over whole sequences computes all its states at
     * once. With a number of steps, truncation or recomputation it goes step by step. The states
     * are the same up to rounding.
     */
    default Cell<S> inParallel() {
        return inParallel(Long.MAX_VALUE);
    }

    /**
     * {@link #inParallel()} where steps are small. A step of many elements costs more than its
     * call, so on few processors it is faster by itself.
     *
     * @param largest the most elements that a state may have
     */
    default Cell<S> inParallel(long largest) {
        return new ParallelCell<>(this, largest);
    }

    @Override
    default Step<S> step(Tensor x, S state) {
        Transition t = transition(x);
        Tensor h = t.a().times(States.tensors(state).getFirst()).plus(t.b());
        return Step.of(h, States.with(state, List.of(h)));
    }
}
