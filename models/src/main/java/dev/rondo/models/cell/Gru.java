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
 * The gated recurrent unit (Cho et al. 2014, equations 5 to 8):
 *
 * <pre>
 * r  = σ(W_xr x + W_hr h + b_r)             reset gate
 * z  = σ(W_xz x + W_hz h + b_z)             update gate
 * h~ = tanh(W_xh x + W_hh (r∘h) + b_h)      candidate
 * h' = z∘h + (1-z)∘h~
 * </pre>
 *
 * <p>With {@link ResetGate#AFTER} the candidate is h~ = tanh(W_xh x + b_h + r∘(W_hh h + b_hh)). The
 * output is h'.
 */
public final class Gru implements MaskableCell<Gru.State> {
    /**
     * The values that are carried from step to step.
     *
     * @param h hidden state [B, H]
     */
    public record State(Tensor h) {}

    private final CellForm form;
    private final int hiddenSize;
    private final ResetGate place;
    private final Variable Wxr;
    private final Variable Wxz;
    private final Variable Wxh;
    private final Variable Whr;
    private final Variable Whz;
    private final Variable Whh;
    private final Variable br;
    private final Variable bz;
    private final Variable bh;
    private final Variable bhh;

    /** With the reset gate before the recurrent product, and the usual initial values. */
    public Gru(Scope scope, int inputSize, int hiddenSize) {
        this(scope, inputSize, hiddenSize, ResetGate.BEFORE);
    }

    /** With the usual initial values, {@link CellInitializers#defaults()}. */
    public Gru(Scope scope, int inputSize, int hiddenSize, ResetGate place) {
        this(scope, inputSize, hiddenSize, place, CellInitializers.defaults());
    }

    /**
     * Declares, for each k of r, z, h, the parameters W_xk [H, I], W_hk [H, H] and b_k [H]; with
     * {@link ResetGate#AFTER} also b_hh [H].
     *
     * @param inputSize I
     * @param hiddenSize H
     * @param place where the reset gate acts
     * @param start how the parameters are initialized
     * @throws IllegalArgumentException when a size is less than 1
     */
    public Gru(
            Scope scope, int inputSize, int hiddenSize, ResetGate place, CellInitializers start) {
        Sizes.check("a GRU", inputSize, hiddenSize);
        form = CellForm.of("GRU", scope, inputSize, hiddenSize);
        this.hiddenSize = hiddenSize;
        this.place = place;
        Wxr = scope.parameter("W_xr", start.inputWeights(), hiddenSize, inputSize);
        Wxz = scope.parameter("W_xz", start.inputWeights(), hiddenSize, inputSize);
        Wxh = scope.parameter("W_xh", start.inputWeights(), hiddenSize, inputSize);
        Whr = scope.parameter("W_hr", start.recurrentWeights(), hiddenSize, hiddenSize);
        Whz = scope.parameter("W_hz", start.recurrentWeights(), hiddenSize, hiddenSize);
        Whh = scope.parameter("W_hh", start.recurrentWeights(), hiddenSize, hiddenSize);
        br = scope.parameter("b_r", start.biases(), hiddenSize);
        bz = scope.parameter("b_z", start.updateBias(), hiddenSize);
        bh = scope.parameter("b_h", start.biases(), hiddenSize);
        bhh = place == ResetGate.AFTER ? scope.parameter("b_hh", start.biases(), hiddenSize) : null;
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
        var r = sigmoid(Wxr.of(x).plus(Whr.of(read)).plus(br)).named("r");
        var z = sigmoid(Wxz.of(x).plus(Whz.of(read)).plus(bz)).named("z");
        var recurrent =
                switch (place) {
                    case BEFORE -> Whh.of(r.times(read));
                    case AFTER -> r.times(Whh.of(read).plus(bhh));
                };
        var candidate = tanh(Wxh.of(x).plus(recurrent).plus(bh));
        var h = z.times(s.h()).plus(z.subtractedFrom(1).times(candidate));
        return Step.of(h, new State(h));
    }
}
