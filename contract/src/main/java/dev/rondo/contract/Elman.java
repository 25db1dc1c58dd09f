package dev.rondo.contract;

import static dev.rondo.graph.Functions.tanh;

import dev.rondo.cell.Cell;
import dev.rondo.cell.Step;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;

/** The simplest cell (Elman 1990), for checks that need any cell. */
final class Elman implements Cell<Elman.State> {
    record State(Tensor h) {}

    private final int size;
    private final Variable U;
    private final Variable W;
    private final Variable b;

    Elman(Scope scope, int inputSize, int size) {
        this.size = size;
        U = scope.parameter("U", Initializer.uniform(0.5), size, inputSize);
        W = scope.parameter("W", Initializer.uniform(0.5), size, size);
        b = scope.parameter("b", Initializer.zeros(), size);
    }

    @Override
    public State initialState(Graph graph, int batch) {
        return new State(graph.zeros(batch, size));
    }

    @Override
    public Step<State> step(Tensor x, State s) {
        var h = tanh(U.of(x).plus(W.of(s.h())).plus(b));
        return Step.of(h, new State(h));
    }
}
