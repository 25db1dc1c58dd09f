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
 * The LSTM with coupled input and forget gate (Greff et al. 2017, section III, variant CIFG): it
 * forgets as much as it takes in.
 *
 * <pre>
 * i = σ(U_i x + W_i h + b_i)        input gate
 * f = 1 − i                         forget gate
 * o = σ(U_o x + W_o h + b_o)        output gate
 * g = tanh(U_g x + W_g h + b_g)     candidate
 * c' = c∘f + g∘i
 * h' = tanh(c')∘o
 * </pre>
 *
 * <p>There are no peepholes. The output is h'. This is ONNX's operator LSTM with {@code
 * input_forget}.
 */
public final class CoupledLstm implements MaskableCell<CoupledLstm.State> {
    /**
     * The values that are carried from step to step.
     *
     * @param h hidden state [B, H]
     * @param c cell state [B, H]
     */
    public record State(Tensor h, Tensor c) {}

    private final CellForm form;
    private final int hiddenSize;
    private final Gate input;
    private final Gate output;
    private final Gate candidate;

    /** With the usual initial values, {@link CellInitializers#defaults()}. */
    public CoupledLstm(Scope scope, int inputSize, int hiddenSize) {
        this(scope, inputSize, hiddenSize, CellInitializers.defaults());
    }

    /**
     * Declares, for each gate k of i, o, g, the parameters U_k [H, I], W_k [H, H] and b_k [H].
     *
     * @param inputSize I
     * @param hiddenSize H
     * @param start how the parameters are initialized
     * @throws IllegalArgumentException when a size is less than 1
     */
    public CoupledLstm(Scope scope, int inputSize, int hiddenSize, CellInitializers start) {
        Sizes.check("a coupled LSTM", inputSize, hiddenSize);
        form = CellForm.of("coupled LSTM", scope, inputSize, hiddenSize, hiddenSize);
        this.hiddenSize = hiddenSize;
        input = Gate.declare(scope, "i", inputSize, hiddenSize, start, start.inputBias());
        output = Gate.declare(scope, "o", inputSize, hiddenSize, start, start.biases());
        candidate = Gate.declare(scope, "g", inputSize, hiddenSize, start, start.biases());
    }

    @Override
    public String title() {
        return form.title();
    }

    @Override
    public State initialState(Graph graph, int batch) {
        return new State(graph.zeros(batch, hiddenSize), graph.zeros(batch, hiddenSize));
    }

    @Override
    public Step<State> step(Tensor x, State s) {
        form.check(x, s);
        var i = sigmoid(input.of(x, s.h())).named("i");
        var f = i.subtractedFrom(1).named("f");
        var o = sigmoid(output.of(x, s.h())).named("o");
        var g = tanh(candidate.of(x, s.h())).named("g");
        var c = s.c().times(f).plus(g.times(i));
        var h = tanh(c).times(o);
        return Step.of(h, new State(h, c));
    }

    @Override
    public Step<State> step(Tensor x, State s, UnaryOperator<Tensor> mask) {
        // h enters products only; c is carried as it is
        return step(x, new State(mask.apply(s.h()), s.c()));
    }
}
