package dev.rondo.models.optimizer;

import dev.rondo.graph.Scope;
import dev.rondo.graph.Variable;

import java.util.List;

/** Makes an optimizer: {@code Adam::new}. */
@FunctionalInterface
public interface OptimizerFactory {
    /**
     * Declares the optimizer's state.
     *
     * @param scope the optimizer's own part of the model's scope
     * @param parameters the parameters that it changes
     */
    Optimizer create(Scope scope, List<Variable> parameters);
}
