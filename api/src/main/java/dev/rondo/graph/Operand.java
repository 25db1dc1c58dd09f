package dev.rondo.graph;

/** What an operation accepts: a {@link Tensor}, or a {@link Variable} that becomes one. */
public sealed interface Operand permits Tensor, Variable {
    /** The tensor this stands for in a graph. */
    Tensor in(Graph graph);
}
