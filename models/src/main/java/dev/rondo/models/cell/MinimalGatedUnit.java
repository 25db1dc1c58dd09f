package dev.rondo.models.cell;

import static dev.rondo.graph.Functions.sigmoid;
import static dev.rondo.graph.Functions.tanh;

import dev.rondo.cell.CellForm;
import dev.rondo.cell.MaskableCell;
import dev.rondo.cell.Step;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;

import java.util.function.UnaryOperator;

/**
 * The minimal gated unit (Zhou et al. 2016, equations 6 to 8), a GRU whose one gate both resets and
 * updates:
 *
 * <pre>
 * f  = σ(U_f x + W_f h + b_f)              gate
 * g  = tanh(U_g x + W_g (f∘h) + b_g)       candidate
 * h' = (1 − f)∘h + f∘g
 * </pre>
 *
 * <p>The paper calls f a forget gate; where it is open, the state is replaced. The output is h'.
 */
public final class MinimalGatedUnit implements MaskableCell<MinimalGatedUnit.State> {
    /**
     * The values that are carried from step to step.
     *
     * @param h hidden state [B, H]
     */
    public record State(Tensor h) {}

    private final CellForm form;
    private final int hiddenSize;
    private final Gate gate;
    private final Gate candidate;

    /** With the usual initial values, {@link CellInitializers#defaults()}. */
    public MinimalGatedUnit(Scope scope, int inputSize, int hiddenSize) {
        this(scope, inputSize, hiddenSize, CellInitializers.defaults());
    }

    /**
     * Declares, for each k of f, g, the parameters U_k [H, I], W_k [H, H] and b_k [H]. The bias b_f
     * starts as that of an LSTM's input gate, which it resembles.
     *
     * @param inputSize I
     * @param hiddenSize H
     * @param start how the parameters are initialized
     * @throws IllegalArgumentException when a size is less than 1
     */
    public MinimalGatedUnit(Scope scope, int inputSize, int hiddenSize, CellInitializers start) {
        Sizes.check("a minimal gated unit", inputSize, hiddenSize);
        form = CellForm.of("MGU", scope, inputSize, hiddenSize);
        this.hiddenSize = hiddenSize;
        gate = Gate.declare(scope, "f", inputSize, hiddenSize, start, start.inputBias());
        candidate = Gate.declare(scope, "g", inputSize, hiddenSize, start, start.biases());
    }

    @Override
    public String title() {
        return form.title();
    }

    @Override
    public State initialState(Graph graph, int batch) {
        return new State(graph.zeros(batch, hiddenSize));
    }

    @Override
    public Step<State> step(Tensor x, State s) {
        return step(x, s, UnaryOperator.identity());
    }

    @Override
    public Step<State> step(Tensor x, State s, UnaryOperator<Tensor> mask) {
        form.check(x, s);
        var read = mask.apply(s.h());
        var f = sigmoid(gate.of(x, read)).named("f");
        var g = tanh(candidate.of(x, f.times(read))).named("g");
        var h = f.subtractedFrom(1).times(s.h()).plus(f.times(g));
        return Step.of(h, new State(h));
    }
}
