package com.example.cell;

import static dev.rondo.graph.Functions.sigmoid;
import static dev.rondo.graph.Functions.tanh;

import dev.rondo.cell.Cell;
import dev.rondo.cell.Step;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;

/** The minimal gated unit (Zhou et al. 2016, equations 6 to 8): one gate, which forgets. */
public final class MinimalGatedUnit implements Cell<MinimalGatedUnit.State> {
    /** The state [B, H]. */
    public record State(Tensor h) {}

    private final int size;
    private final Variable Uf;
    private final Variable Wf;
    private final Variable bf;
    private final Variable Uh;
    private final Variable Wh;
    private final Variable bh;

    /** A cell with {@code inputSize} inputs and {@code size} outputs. */
    public MinimalGatedUnit(Scope scope, int inputSize, int size) {
        this.size = size;
        var start = Initializer.uniform(1 / Math.sqrt(size));
        Uf = scope.parameter("U_f", start, size, inputSize);
        Wf = scope.parameter("W_f", start, size, size);
        bf = scope.parameter("b_f", Initializer.zeros(), size);
        Uh = scope.parameter("U_h", start, size, inputSize);
        Wh = scope.parameter("W_h", start, size, size);
        bh = scope.parameter("b_h", Initializer.zeros(), size);
    }

    @Override
    public State initialState(Graph graph, int batch) {
        return new State(graph.zeros(batch, size));
    }

    @Override
    public Step<State> step(Tensor x, State s) {
        var f = sigmoid(Uf.of(x).plus(Wf.of(s.h())).plus(bf));
        var candidate = tanh(Uh.of(x).plus(Wh.of(f.times(s.h()))).plus(bh));
        var h = f.subtractedFrom(1).times(s.h()).plus(f.times(candidate));
        return Step.of(h, new State(h));
    }
}
