package dev.rondo.models.cell;

import static dev.rondo.graph.Functions.sigmoid;
import static dev.rondo.graph.Functions.tanh;

import dev.rondo.cell.CellForm;
import dev.rondo.cell.MaskableCell;
import dev.rondo.cell.Step;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;

import java.util.function.UnaryOperator;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997), with the forget gate of Gers et al.
 * (2000):
 *
 * <pre>
 * i = σ(U_i x + W_i h + b_i)        input gate
 * f = σ(U_f x + W_f h + b_f)        forget gate
 * o = σ(U_o x + W_o h + b_o)        output gate
 * g = tanh(U_g x + W_g h + b_g)     candidate
 * c' = c∘f + g∘i
 * h' = tanh(c')∘o
 * </pre>
 *
 * <p>From c' to c the gradient is multiplied by f alone, never by a matrix. That is why it survives
 * long lags. The output is h'.
 */
public final class Lstm implements MaskableCell<Lstm.State> {
    /**
     * The values that are carried from step to step.
     *
     * @param h hidden state [B, H]
     * @param c cell state [B, H]
     */
    public record State(Tensor h, Tensor c) {}

    private final CellForm form;
    private final int hiddenSize;
    private final Variable Ui;
    private final Variable Uf;
    private final Variable Uo;
    private final Variable Ug;
    private final Variable Wi;
    private final Variable Wf;
    private final Variable Wo;
    private final Variable Wg;
    private final Variable bi;
    private final Variable bf;
    private final Variable bo;
    private final Variable bg;

    /** With the usual initial values, {@link CellInitializers#defaults()}. */
    public Lstm(Scope scope, int inputSize, int hiddenSize) {
        this(scope, inputSize, hiddenSize, CellInitializers.defaults());
    }

    /**
     * Declares, for each gate k of i, f, o, g, the parameters U_k [H, I], W_k [H, H] and b_k [H].
     *
     * @param inputSize I
     * @param hiddenSize H
     * @param start how the parameters are initialized
     * @throws IllegalArgumentException when a size is less than 1
     */
    public Lstm(Scope scope, int inputSize, int hiddenSize, CellInitializers start) {
        Sizes.check("an LSTM", inputSize, hiddenSize);
        form = CellForm.of("LSTM", scope, inputSize, hiddenSize, hiddenSize);
        this.hiddenSize = hiddenSize;
        Ui = scope.parameter("U_i", start.inputWeights(), hiddenSize, inputSize);
        Uf = scope.parameter("U_f", start.inputWeights(), hiddenSize, inputSize);
        Uo = scope.parameter("U_o", start.inputWeights(), hiddenSize, inputSize);
        Ug = scope.parameter("U_g", start.inputWeights(), hiddenSize, inputSize);
        Wi = scope.parameter("W_i", start.recurrentWeights(), hiddenSize, hiddenSize);
        Wf = scope.parameter("W_f", start.recurrentWeights(), hiddenSize, hiddenSize);
        Wo = scope.parameter("W_o", start.recurrentWeights(), hiddenSize, hiddenSize);
        Wg = scope.parameter("W_g", start.recurrentWeights(), hiddenSize, hiddenSize);
        bi = scope.parameter("b_i", start.inputBias(), hiddenSize);
        bf = scope.parameter("b_f", start.forgetBias(), hiddenSize);
        bo = scope.parameter("b_o", start.biases(), hiddenSize);
        bg = scope.parameter("b_g", start.biases(), hiddenSize);
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
        var i = sigmoid(Ui.of(x).plus(Wi.of(s.h())).plus(bi)).named("i");
        var f = sigmoid(Uf.of(x).plus(Wf.of(s.h())).plus(bf)).named("f");
        var o = sigmoid(Uo.of(x).plus(Wo.of(s.h())).plus(bo)).named("o");
        var g = tanh(Ug.of(x).plus(Wg.of(s.h())).plus(bg)).named("g");
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
