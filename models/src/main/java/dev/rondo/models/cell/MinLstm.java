package dev.rondo.models.cell;

import static dev.rondo.graph.Functions.sigmoid;
import static dev.rondo.graph.Functions.softplus;

import dev.rondo.cell.CellForm;
import dev.rondo.cell.LinearCell;
import dev.rondo.cell.Step;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;

import java.util.function.UnaryOperator;

/**
 * The minLSTM (Feng et al. 2024, section 3.2 and appendix B.2), an LSTM whose gates and candidate
 * do not read the state:
 *
 * <pre>
 * f  = σ(U_f x + b_f)           forget gate
 * i  = σ(U_i x + b_i)           input gate
 * h~ = g(U_h x + b_h)           candidate, with g as in {@link MinGru}
 * h' = f/(f + i)∘h + i/(f + i)∘h~
 * </pre>
 *
 * <p>The shares are computed as one gate, f/(f + i) = σ(ln f − ln i), so nothing is divided by a
 * sum of two closed gates. The state is linear in the previous one, see {@link LinearCell}. The
 * output is h'.
 */
public final class MinLstm implements LinearCell<MinLstm.State> {
    /**
     * The values that are carried from step to step.
     *
     * @param h hidden state [B, H]
     */
    public record State(Tensor h) {}

    private final CellForm form;
    private final int hiddenSize;
    private final UnaryOperator<Tensor> g;
    private final Variable Uf;
    private final Variable Ui;
    private final Variable Uh;
    private final Variable bf;
    private final Variable bi;
    private final Variable bh;

    /** With a positive candidate, as the paper trains it. */
    public MinLstm(Scope scope, int inputSize, int hiddenSize) {
        this(scope, inputSize, hiddenSize, MinGru::positive);
    }

    /** With any function of the candidate, such as the identity, and the usual initial values. */
    public MinLstm(Scope scope, int inputSize, int hiddenSize, UnaryOperator<Tensor> g) {
        this(scope, inputSize, hiddenSize, g, CellInitializers.defaults());
    }

    /**
     * Declares, for each k of f, i, h, the parameters U_k [H, I] and b_k [H].
     *
     * @param inputSize I
     * @param hiddenSize H
     * @param g of the candidate, elementwise
     * @param start how the parameters are initialized
     * @throws IllegalArgumentException when a size is less than 1
     */
    public MinLstm(
            Scope scope,
            int inputSize,
            int hiddenSize,
            UnaryOperator<Tensor> g,
            CellInitializers start) {
        Sizes.check("a minLSTM", inputSize, hiddenSize);
        form = CellForm.of("minLSTM", scope, inputSize, hiddenSize);
        this.hiddenSize = hiddenSize;
        this.g = g;
        Uf = scope.parameter("U_f", start.inputWeights(), hiddenSize, inputSize);
        Ui = scope.parameter("U_i", start.inputWeights(), hiddenSize, inputSize);
        Uh = scope.parameter("U_h", start.inputWeights(), hiddenSize, inputSize);
        bf = scope.parameter("b_f", start.forgetBias(), hiddenSize);
        bi = scope.parameter("b_i", start.inputBias(), hiddenSize);
        bh = scope.parameter("b_h", start.biases(), hiddenSize);
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
    public Transition transition(Tensor x) {
        // ln σ(v) = −softplus(−v), so ln f − ln i is the difference of two softplus
        var notF = softplus(Uf.of(x).plus(bf).negated());
        var notI = softplus(Ui.of(x).plus(bi).negated());
        var f = sigmoid(notI.minus(notF)).named("f");
        var i = f.subtractedFrom(1).named("i");
        return new Transition(f, i.times(g.apply(Uh.of(x).plus(bh))));
    }

    @Override
    public Step<State> step(Tensor x, State s) {
        form.check(x, s);
        return LinearCell.super.step(x, s);
    }
}
