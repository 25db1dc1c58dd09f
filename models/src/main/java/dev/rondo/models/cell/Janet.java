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
 * An LSTM that has a forget gate and nothing else, JANET (van der Westhuizen and Lasenby 2018,
 * section 3):
 *
 * <pre>
 * s  = U_f x + W_f h + b_f
 * f  = σ(s)                          forget gate
 * g  = tanh(U_g x + W_g h + b_g)     candidate
 * h' = f∘h + (1 − σ(s − β))∘g
 * </pre>
 *
 * <p>β is 1, as in the paper, so that more is kept and taken in than a gate between the two would
 * allow. The paper starts b_f with {@link CellInitializers#chrono}. The output is h'.
 */
public final class Janet implements MaskableCell<Janet.State> {
    private static final double BETA = 1;

    /**
     * The values that are carried from step to step.
     *
     * @param h hidden state [B, H]; the paper's c, which is the same
     */
    public record State(Tensor h) {}

    private final CellForm form;
    private final int hiddenSize;
    private final Gate forget;
    private final Gate candidate;

    /** With the usual initial values, {@link CellInitializers#defaults()}. */
    public Janet(Scope scope, int inputSize, int hiddenSize) {
        this(scope, inputSize, hiddenSize, CellInitializers.defaults());
    }

    /**
     * Declares, for each k of f, g, the parameters U_k [H, I], W_k [H, H] and b_k [H].
     *
     * @param inputSize I
     * @param hiddenSize H
     * @param start how the parameters are initialized
     * @throws IllegalArgumentException when a size is less than 1
     */
    public Janet(Scope scope, int inputSize, int hiddenSize, CellInitializers start) {
        Sizes.check("a JANET", inputSize, hiddenSize);
        form = CellForm.of("JANET", scope, inputSize, hiddenSize);
        this.hiddenSize = hiddenSize;
        forget = Gate.declare(scope, "f", inputSize, hiddenSize, start, start.forgetBias());
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
    public Step<State> step(Tensor x, State state, UnaryOperator<Tensor> mask) {
        form.check(x, state);
        var read = mask.apply(state.h());
        var s = forget.of(x, read);
        var f = sigmoid(s).named("f");
        var g = tanh(candidate.of(x, read)).named("g");
        var i = sigmoid(s.minus(BETA)).subtractedFrom(1);
        var h = f.times(state.h()).plus(i.times(g));
        return Step.of(h, new State(h));
    }
}
