package dev.rondo.benchmarks;

import static dev.rondo.graph.Functions.sigmoid;
import static dev.rondo.graph.Functions.tanh;

import dev.rondo.cell.Cell;
import dev.rondo.cell.Step;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;

/**
 * The minimal gated unit, whose one gate both forgets and resets, in the form whose recurrent
 * products do not wait for each other, as in PyTorch's GRU:
 *
 * <pre>
 * f = σ(U_f x + W_f h + b_f)
 * n = tanh(U_n x + b_n + f∘(W_n h + a_n))
 * h' = (1 − f)∘h + f∘n
 * </pre>
 *
 * <p>The gate is that of Zhou et al. (2016, equation 6); they reset before the product.
 */
public final class MinimalGatedUnit implements Cell<MinimalGatedUnit.State> {
    /** What is carried: h [B, H]. */
    public record State(Tensor h) {}

    private final int size;
    private final Variable Uf;
    private final Variable Wf;
    private final Variable bf;
    private final Variable Un;
    private final Variable Wn;
    private final Variable bn;
    private final Variable an;

    /** Declares the parameters of the gate and of the candidate. */
    public MinimalGatedUnit(Scope scope, int inputSize, int size) {
        this.size = size;
        var start = Initializer.uniform(1 / Math.sqrt(size));
        Uf = scope.parameter("U_f", start, size, inputSize);
        Un = scope.parameter("U_n", start, size, inputSize);
        Wf = scope.parameter("W_f", start, size, size);
        Wn = scope.parameter("W_n", start, size, size);
        bf = scope.parameter("b_f", start, size);
        bn = scope.parameter("b_n", start, size);
        an = scope.parameter("a_n", start, size);
    }

    @Override
    public State initialState(Graph g, int batch) {
        return new State(g.zeros(batch, size));
    }

    @Override
    public Step<State> step(Tensor x, State s) {
        var f = sigmoid(Uf.of(x).plus(Wf.of(s.h())).plus(bf));
        var n = tanh(Un.of(x).plus(bn).plus(f.times(Wn.of(s.h()).plus(an))));
        var h = f.subtractedFrom(1).times(s.h()).plus(f.times(n));
        return Step.of(h, new State(h));
    }
}
