package dev.rondo.models.attention;

import dev.rondo.graph.Scope;

/** Makes an attention. A model takes a factory to leave the kind of attention open. */
@FunctionalInterface
public interface AttentionFactory {
    /**
     * Declares an attention's parameters in a scope.
     *
     * @param scope the attention's own part of the model's scope
     * @param querySize size of a query
     * @param memorySize size of a state to look at
     */
    Attention create(Scope scope, int querySize, int memorySize);
}
