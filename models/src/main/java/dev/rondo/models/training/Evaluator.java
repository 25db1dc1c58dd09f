package dev.rondo.models.training;

import java.util.Map;

/** Measures a model, on data it does not train on. */
@FunctionalInterface
public interface Evaluator {
    /**
     * Measures the model as it is now, and leaves what training depends on as it was.
     *
     * @param step updates done
     * @return metrics by name, such as {@code bits_per_character}
     */
    Map<String, Double> evaluate(long step);
}
