package dev.rondo.models.attention;

import dev.rondo.graph.Scope;

/** Makes an attention: what a model asks for when it leaves the kind open. */
@FunctionalInterface
public interface AttentionFactory {
    /**
     * Declares an attention's parameters in a scope.
     *
     * @param scope the attention's own part of the model's scope
     * @param querySize size of a query
     * @param memorySize size of a state that is looked at
     */
    Attention create(Scope scope, int querySize, int memorySize);
}
