package dev.rondo.models.cell;

import static dev.rondo.graph.Functions.sigmoid;
import static dev.rondo.graph.Functions.tanh;

import dev.rondo.cell.CellForm;
import dev.rondo.cell.MaskableCell;
import dev.rondo.cell.Step;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;

import java.util.function.UnaryOperator;

/**
 * The LSTM with peephole connections (Gers et al. 2002, equations 5 to 9), whose gates see the cell
 * state even while the output gate is closed:
 *
 * <pre>
 * i = σ(U_i x + W_i h + p_i∘c + b_i)      input gate
 * f = σ(U_f x + W_f h + p_f∘c + b_f)      forget gate
 * g = tanh(U_g x + W_g h + b_g)           candidate
 * c' = c∘f + g∘i
 * o = σ(U_o x + W_o h + p_o∘c' + b_o)     output gate
 * h' = tanh(c')∘o
 * </pre>
 *
 * <p>The output is h'. This is ONNX's operator LSTM with the input P.
 */
public final class PeepholeLstm implements MaskableCell<PeepholeLstm.State> {
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
    private final Gate forget;
    private final Gate output;
    private final Gate candidate;
    private final Variable pi;
    private final Variable pf;
    private final Variable po;

    /** With the usual initial values, {@link CellInitializers#defaults()}. */
    public PeepholeLstm(Scope scope, int inputSize, int hiddenSize) {
        this(scope, inputSize, hiddenSize, CellInitializers.defaults());
    }

    /**
     * Declares, for each gate k of i, f, o, g, the parameters U_k [H, I], W_k [H, H] and b_k [H],
     * and the peepholes p_i, p_f and p_o [H], which start at 0.
     *
     * @param inputSize I
     * @param hiddenSize H
     * @param start how the other parameters are initialized
     * @throws IllegalArgumentException when a size is less than 1
     */
    public PeepholeLstm(Scope scope, int inputSize, int hiddenSize, CellInitializers start) {
        Sizes.check("a peephole LSTM", inputSize, hiddenSize);
        form = CellForm.of("peephole LSTM", scope, inputSize, hiddenSize, hiddenSize);
        this.hiddenSize = hiddenSize;
        input = Gate.declare(scope, "i", inputSize, hiddenSize, start, start.inputBias());
        forget = Gate.declare(scope, "f", inputSize, hiddenSize, start, start.forgetBias());
        output = Gate.declare(scope, "o", inputSize, hiddenSize, start, start.biases());
        candidate = Gate.declare(scope, "g", inputSize, hiddenSize, start, start.biases());
        pi = scope.parameter("p_i", Initializer.zeros(), hiddenSize);
        pf = scope.parameter("p_f", Initializer.zeros(), hiddenSize);
        po = scope.parameter("p_o", Initializer.zeros(), hiddenSize);
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
        var i = sigmoid(input.of(x, s.h()).plus(s.c().times(pi))).named("i");
        var f = sigmoid(forget.of(x, s.h()).plus(s.c().times(pf))).named("f");
        var g = tanh(candidate.of(x, s.h())).named("g");
        var c = s.c().times(f).plus(g.times(i));
        var o = sigmoid(output.of(x, s.h()).plus(c.times(po))).named("o");
        var h = tanh(c).times(o);
        return Step.of(h, new State(h, c));
    }

    @Override
    public Step<State> step(Tensor x, State s, UnaryOperator<Tensor> mask) {
        // h enters products of matrices only; c is carried as it is, through the peepholes too
        return step(x, new State(mask.apply(s.h()), s.c()));
    }
}
