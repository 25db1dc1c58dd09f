package dev.rondo.models.training;

import java.util.Map;
import java.util.concurrent.CancellationException;

/** Measures a model, on data it does not train on. */
@FunctionalInterface
public interface Evaluator {
    /**
     * Measures the model as it is now, and leaves unchanged everything that training depends on.
     * When training is asked to stop in the meantime, an evaluation may throw a {@link
     * CancellationException}: the evaluation is then abandoned, and the model is saved.
     *
     * @param step updates done so far
     * @return metrics by name, such as {@code bits_per_character}
     * @throws CancellationException when the evaluation is abandoned
     */
    Map<String, Double> evaluate(long step);
}
