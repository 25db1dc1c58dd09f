package dev.rondo.models.optimizer;

import dev.rondo.graph.Scope;
import dev.rondo.graph.Variable;

import java.util.List;

/** Makes an optimiser: {@code Adam::new}. */
@FunctionalInterface
public interface OptimizerFactory {
    /**
     * Declares the optimiser's state.
     *
     * @param scope the optimiser's own part of the model's scope
     * @param parameters what it is to change
     */
    Optimizer create(Scope scope, List<Variable> parameters);
}
