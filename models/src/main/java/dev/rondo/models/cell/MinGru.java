package dev.rondo.models.cell;

import static dev.rondo.graph.Functions.sigmoid;
import static dev.rondo.graph.Functions.where;

import dev.rondo.cell.CellForm;
import dev.rondo.cell.LinearCell;
import dev.rondo.cell.Step;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;

import java.util.function.UnaryOperator;

/**
 * The minGRU (Feng et al. 2024, section 3.1 and appendix B.2), a GRU whose gate and candidate do
 * not read the state:
 *
 * <pre>
 * z  = σ(U_z x + b_z)           update gate
 * h~ = g(U_h x + b_h)           candidate, with g(v) = v + 0.5 where v ≥ 0, σ(v) elsewhere
 * h' = (1 − z)∘h + z∘h~
 * </pre>
 *
 * <p>The state is linear in the previous one, see {@link LinearCell}. It is replaced where z is
 * open, unlike in {@link Gru}. The output is h'.
 */
public final class MinGru implements LinearCell<MinGru.State> {
    /**
     * The values that are carried from step to step.
     *
     * @param h hidden state [B, H]
     */
    public record State(Tensor h) {}

    private final CellForm form;
    private final int hiddenSize;
    private final UnaryOperator<Tensor> g;
    private final Variable Uz;
    private final Variable Uh;
    private final Variable bz;
    private final Variable bh;

    /** With a positive candidate, as the paper trains it. */
    public MinGru(Scope scope, int inputSize, int hiddenSize) {
        this(scope, inputSize, hiddenSize, MinGru::positive);
    }

    /**
     * With any function of the candidate, such as the identity (section 3.1), and the usual initial
     * values.
     */
    public MinGru(Scope scope, int inputSize, int hiddenSize, UnaryOperator<Tensor> g) {
        this(scope, inputSize, hiddenSize, g, CellInitializers.defaults());
    }

    /**
     * Declares, for each k of z, h, the parameters U_k [H, I] and b_k [H]. The bias b_z starts as
     * that of an LSTM's input gate.
     *
     * @param inputSize I
     * @param hiddenSize H
     * @param g of the candidate, elementwise
     * @param start how the parameters are initialized
     * @throws IllegalArgumentException when a size is less than 1
     */
    public MinGru(
            Scope scope,
            int inputSize,
            int hiddenSize,
            UnaryOperator<Tensor> g,
            CellInitializers start) {
        Sizes.check("a minGRU", inputSize, hiddenSize);
        form = CellForm.of("minGRU", scope, inputSize, hiddenSize);
        this.hiddenSize = hiddenSize;
        this.g = g;
        Uz = scope.parameter("U_z", start.inputWeights(), hiddenSize, inputSize);
        Uh = scope.parameter("U_h", start.inputWeights(), hiddenSize, inputSize);
        bz = scope.parameter("b_z", start.inputBias(), hiddenSize);
        bh = scope.parameter("b_h", start.biases(), hiddenSize);
    }

    /** v + 0.5 where v is not negative, σ(v) elsewhere: continuous and positive. */
    static Tensor positive(Tensor v) {
        return where(v.lessThan(0), sigmoid(v), v.plus(0.5));
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
        var z = sigmoid(Uz.of(x).plus(bz)).named("z");
        var candidate = g.apply(Uh.of(x).plus(bh));
        return new Transition(z.subtractedFrom(1), z.times(candidate));
    }

    @Override
    public Step<State> step(Tensor x, State s) {
        form.check(x, s);
        return LinearCell.super.step(x, s);
    }
}
