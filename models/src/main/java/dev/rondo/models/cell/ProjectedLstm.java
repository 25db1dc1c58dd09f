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
 * An LSTM with a recurrent projection (Sak et al. 2014, equations 1 to 6, without peepholes): its
 * output is smaller than its memory.
 *
 * <pre>
 * i = σ(U_i x + W_i r + b_i)        input gate
 * f = σ(U_f x + W_f r + b_f)        forget gate
 * o = σ(U_o x + W_o r + b_o)        output gate
 * g = tanh(U_g x + W_g r + b_g)     candidate
 * c' = c∘f + g∘i
 * r' = W_r (tanh(c')∘o)             projection
 * </pre>
 *
 * <p>The output is r'. This is PyTorch's {@code nn.LSTM} with {@code proj_size}.
 */
public final class ProjectedLstm implements MaskableCell<ProjectedLstm.State> {
    /**
     * The values that are carried from step to step.
     *
     * @param r projected state [B, P]
     * @param c cell state [B, H]
     */
    public record State(Tensor r, Tensor c) {}

    private final CellForm form;
    private final int hiddenSize;
    private final int projectedSize;
    private final Variable Ui;
    private final Variable Uf;
    private final Variable Uo;
    private final Variable Ug;
    private final Variable Wi;
    private final Variable Wf;
    private final Variable Wo;
    private final Variable Wg;
    private final Variable Wr;
    private final Variable bi;
    private final Variable bf;
    private final Variable bo;
    private final Variable bg;

    /** With the usual initial values, {@link CellInitializers#defaults()}. */
    public ProjectedLstm(Scope scope, int inputSize, int hiddenSize, int projectedSize) {
        this(scope, inputSize, hiddenSize, projectedSize, CellInitializers.defaults());
    }

    /**
     * Declares, for each gate k of i, f, o, g, the parameters U_k [H, I], W_k [H, P] and b_k [H],
     * and W_r [P, H].
     *
     * @param inputSize I
     * @param hiddenSize H
     * @param projectedSize P
     * @param start how the parameters are initialized
     * @throws IllegalArgumentException when a size is less than 1
     */
    public ProjectedLstm(
            Scope scope, int inputSize, int hiddenSize, int projectedSize, CellInitializers start) {
        Sizes.check("an LSTM", inputSize, hiddenSize);
        Sizes.check("a projection", hiddenSize, projectedSize);
        form = CellForm.of("LSTM", scope, inputSize, projectedSize, hiddenSize);
        this.hiddenSize = hiddenSize;
        this.projectedSize = projectedSize;
        Ui = scope.parameter("U_i", start.inputWeights(), hiddenSize, inputSize);
        Uf = scope.parameter("U_f", start.inputWeights(), hiddenSize, inputSize);
        Uo = scope.parameter("U_o", start.inputWeights(), hiddenSize, inputSize);
        Ug = scope.parameter("U_g", start.inputWeights(), hiddenSize, inputSize);
        Wi = scope.parameter("W_i", start.recurrentWeights(), hiddenSize, projectedSize);
        Wf = scope.parameter("W_f", start.recurrentWeights(), hiddenSize, projectedSize);
        Wo = scope.parameter("W_o", start.recurrentWeights(), hiddenSize, projectedSize);
        Wg = scope.parameter("W_g", start.recurrentWeights(), hiddenSize, projectedSize);
        Wr = scope.parameter("W_r", start.recurrentWeights(), projectedSize, hiddenSize);
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
        return new State(graph.zeros(batch, projectedSize), graph.zeros(batch, hiddenSize));
    }

    @Override
    public Step<State> step(Tensor x, State s) {
        form.check(x, s);
        var i = sigmoid(Ui.of(x).plus(Wi.of(s.r())).plus(bi)).named("i");
        var f = sigmoid(Uf.of(x).plus(Wf.of(s.r())).plus(bf)).named("f");
        var o = sigmoid(Uo.of(x).plus(Wo.of(s.r())).plus(bo)).named("o");
        var g = tanh(Ug.of(x).plus(Wg.of(s.r())).plus(bg)).named("g");
        var c = s.c().times(f).plus(g.times(i));
        var r = Wr.of(tanh(c).times(o));
        return Step.of(r, new State(r, c));
    }

    @Override
    public Step<State> step(Tensor x, State s, UnaryOperator<Tensor> mask) {
        // r enters products only; c is carried as it is
        return step(x, new State(mask.apply(s.r()), s.c()));
    }
}
