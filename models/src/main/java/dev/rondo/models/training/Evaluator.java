package dev.rondo.models.training;

import java.util.Map;
import java.util.concurrent.CancellationException;

/** Measures a model, on data it does not train on. */
@FunctionalInterface
public interface Evaluator {
    /**
     * Measures the model as it is now, and leaves what training depends on as it was. Where
     * training was asked to stop meanwhile, it may throw a {@link CancellationException}: the
     * evaluation is then given up, and the model saved.
     *
     * @param step updates done
     * @return metrics by name, such as {@code bits_per_character}
     * @throws CancellationException when it is given up
     */
    Map<String, Double> evaluate(long step);
}
