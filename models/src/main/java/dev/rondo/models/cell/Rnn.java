package dev.rondo.models.cell;

import dev.rondo.cell.CellForm;
import dev.rondo.cell.MaskableCell;
import dev.rondo.cell.Step;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;

import java.util.function.UnaryOperator;

/**
 * The plain recurrent network (Elman 1990): h_t = f(U x_t + W h_{t-1} + b), with the same U, W and
 * b at every step. The output is h_t; o_t = g(V h_t) is a layer on top.
 */
public final class Rnn implements MaskableCell<Rnn.State> {
    /**
     * The values that are carried from step to step.
     *
     * @param h hidden state [B, H]
     */
    public record State(Tensor h) {}

    private final CellForm form;
    private final int hiddenSize;
    private final UnaryOperator<Tensor> f;
    private final Variable U;
    private final Variable W;
    private final Variable b;

    /** With tanh. */
    public Rnn(Scope scope, int inputSize, int hiddenSize) {
        this(scope, inputSize, hiddenSize, Functions::tanh);
    }

    /** With any activation, such as {@code Functions::relu}. */
    public Rnn(Scope scope, int inputSize, int hiddenSize, UnaryOperator<Tensor> activation) {
        this(scope, inputSize, hiddenSize, activation, CellInitializers.defaults());
    }

    /**
     * Declares the parameters U [H, I], W [H, H] and b [H].
     *
     * @param inputSize I
     * @param hiddenSize H
     * @param activation f, elementwise
     * @param start how the parameters are initialized
     * @throws IllegalArgumentException when a size is less than 1
     */
    public Rnn(
            Scope scope,
            int inputSize,
            int hiddenSize,
            UnaryOperator<Tensor> activation,
            CellInitializers start) {
        Sizes.check("a recurrent network", inputSize, hiddenSize);
        form = CellForm.of("RNN", scope, inputSize, hiddenSize);
        this.hiddenSize = hiddenSize;
        this.f = activation;
        U = scope.parameter("U", start.inputWeights(), hiddenSize, inputSize);
        W = scope.parameter("W", start.recurrentWeights(), hiddenSize, hiddenSize);
        b = scope.parameter("b", start.biases(), hiddenSize);
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
        form.check(x, s);
        var h = f.apply(U.of(x).plus(W.of(s.h())).plus(b));
        return Step.of(h, new State(h));
    }

    @Override
    public Step<State> step(Tensor x, State s, UnaryOperator<Tensor> mask) {
        return step(x, new State(mask.apply(s.h())));
    }
}
