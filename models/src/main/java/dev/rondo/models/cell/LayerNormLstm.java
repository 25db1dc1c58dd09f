package dev.rondo.models.cell;

import static dev.rondo.graph.Functions.concat;
import static dev.rondo.graph.Functions.sigmoid;
import static dev.rondo.graph.Functions.tanh;

import dev.rondo.cell.CellForm;
import dev.rondo.cell.MaskableCell;
import dev.rondo.cell.Step;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.models.layer.LayerNorm;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The LSTM with layer normalization (Ba et al. 2016, supplementary material, equations 20 to 22):
 *
 * <pre>
 * (i, f, o, g) = LN(W h) + LN(U x) + b     with W h = (W_i h, W_f h, W_o h, W_g h), and so on
 * c' = σ(f)∘c + σ(i)∘tanh(g)
 * h' = σ(o)∘tanh(LN(c'))
 * </pre>
 *
 * <p>Each LN, a {@link LayerNorm}, has a gain and a bias of its own. The first two normalize all
 * four products together, as the paper writes it. The output is h'.
 */
public final class LayerNormLstm implements MaskableCell<LayerNormLstm.State> {
    /**
     * The values that are carried from step to step.
     *
     * @param h hidden state [B, H]
     * @param c cell state [B, H]
     */
    public record State(Tensor h, Tensor c) {}

    private final CellForm form;
    private final int hiddenSize;
    private final List<Gate> gates;
    private final LayerNorm ofState;
    private final LayerNorm ofInput;
    private final LayerNorm ofCell;

    /** With the usual initial values, {@link CellInitializers#defaults()}. */
    public LayerNormLstm(Scope scope, int inputSize, int hiddenSize) {
        this(scope, inputSize, hiddenSize, CellInitializers.defaults());
    }

    /**
     * Declares, for each k of i, f, o, g, the parameters U_k [H, I], W_k [H, H] and b_k [H], and
     * the normalizations {@code norm_h} and {@code norm_x} [4H] and {@code norm_c} [H].
     *
     * @param inputSize I
     * @param hiddenSize H
     * @param start how the parameters of gates are initialized
     * @throws IllegalArgumentException when a size is less than 1
     */
    public LayerNormLstm(Scope scope, int inputSize, int hiddenSize, CellInitializers start) {
        Sizes.check("a layer-normalized LSTM", inputSize, hiddenSize);
        form = CellForm.of("layer-normalized LSTM", scope, inputSize, hiddenSize, hiddenSize);
        this.hiddenSize = hiddenSize;
        gates =
                List.of(
                        Gate.declare(scope, "i", inputSize, hiddenSize, start, start.inputBias()),
                        Gate.declare(scope, "f", inputSize, hiddenSize, start, start.forgetBias()),
                        Gate.declare(scope, "o", inputSize, hiddenSize, start, start.biases()),
                        Gate.declare(scope, "g", inputSize, hiddenSize, start, start.biases()));
        ofState = new LayerNorm(scope.child("norm_h"), 4 * hiddenSize);
        ofInput = new LayerNorm(scope.child("norm_x"), 4 * hiddenSize);
        ofCell = new LayerNorm(scope.child("norm_c"), hiddenSize);
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
        var ofH = ofState.of(concat(-1, gates.stream().map(k -> k.W().of(s.h())).toList()));
        var ofX = ofInput.of(concat(-1, gates.stream().map(k -> k.U().of(x)).toList()));
        var sums = ofH.plus(ofX).split(-1, gates.size());
        var i = sigmoid(sums.get(0).plus(gates.get(0).b())).named("i");
        var f = sigmoid(sums.get(1).plus(gates.get(1).b())).named("f");
        var o = sigmoid(sums.get(2).plus(gates.get(2).b())).named("o");
        var g = tanh(sums.get(3).plus(gates.get(3).b())).named("g");
        var c = s.c().times(f).plus(g.times(i));
        var h = tanh(ofCell.of(c)).times(o);
        return Step.of(h, new State(h, c));
    }

    @Override
    public Step<State> step(Tensor x, State s, UnaryOperator<Tensor> mask) {
        // h enters products only; c is carried as it is
        return step(x, new State(mask.apply(s.h()), s.c()));
    }
}
