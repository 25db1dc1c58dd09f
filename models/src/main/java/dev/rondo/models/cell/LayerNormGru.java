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
import dev.rondo.graph.Variable;
import dev.rondo.models.layer.LayerNorm;

import java.util.function.UnaryOperator;

/**
 * The GRU with layer normalization (Ba et al. 2016, supplementary material, equations 23 to 25):
 *
 * <pre>
 * (z, r) = LN(W h) + LN(U x)             with W h = (W_z h, W_r h), and so on
 * h~ = tanh(LN(U_h x) + σ(r)∘LN(W_h h))
 * h' = (1 − σ(z))∘h + σ(z)∘h~
 * </pre>
 *
 * <p>Each LN, a {@link LayerNorm}, has a gain and a bias of its own; the first two normalize both
 * products together, as the paper writes it. The state is replaced where z is open, unlike in
 * {@link Gru}. The output is h'.
 */
public final class LayerNormGru implements MaskableCell<LayerNormGru.State> {
    /**
     * The values that are carried from step to step.
     *
     * @param h hidden state [B, H]
     */
    public record State(Tensor h) {}

    private final CellForm form;
    private final int hiddenSize;
    private final Variable Uz;
    private final Variable Ur;
    private final Variable Uh;
    private final Variable Wz;
    private final Variable Wr;
    private final Variable Wh;
    private final LayerNorm gatesOfState;
    private final LayerNorm gatesOfInput;
    private final LayerNorm candidateOfState;
    private final LayerNorm candidateOfInput;

    /** With the usual initial values, {@link CellInitializers#defaults()}. */
    public LayerNormGru(Scope scope, int inputSize, int hiddenSize) {
        this(scope, inputSize, hiddenSize, CellInitializers.defaults());
    }

    /**
     * Declares, for each k of z, r, h, the weights U_k [H, I] and W_k [H, H], and the
     * normalizations {@code norm_gates_h} and {@code norm_gates_x} [2H], {@code norm_h} and {@code
     * norm_x} [H].
     *
     * @param inputSize I
     * @param hiddenSize H
     * @param start how the weights are initialized
     * @throws IllegalArgumentException when a size is less than 1
     */
    public LayerNormGru(Scope scope, int inputSize, int hiddenSize, CellInitializers start) {
        Sizes.check("a layer-normalized GRU", inputSize, hiddenSize);
        form = CellForm.of("layer-normalized GRU", scope, inputSize, hiddenSize);
        this.hiddenSize = hiddenSize;
        Uz = scope.parameter("U_z", start.inputWeights(), hiddenSize, inputSize);
        Ur = scope.parameter("U_r", start.inputWeights(), hiddenSize, inputSize);
        Uh = scope.parameter("U_h", start.inputWeights(), hiddenSize, inputSize);
        Wz = scope.parameter("W_z", start.recurrentWeights(), hiddenSize, hiddenSize);
        Wr = scope.parameter("W_r", start.recurrentWeights(), hiddenSize, hiddenSize);
        Wh = scope.parameter("W_h", start.recurrentWeights(), hiddenSize, hiddenSize);
        gatesOfState = new LayerNorm(scope.child("norm_gates_h"), 2 * hiddenSize);
        gatesOfInput = new LayerNorm(scope.child("norm_gates_x"), 2 * hiddenSize);
        candidateOfState = new LayerNorm(scope.child("norm_h"), hiddenSize);
        candidateOfInput = new LayerNorm(scope.child("norm_x"), hiddenSize);
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
        var ofH = gatesOfState.of(concat(-1, Wz.of(read), Wr.of(read)));
        var ofX = gatesOfInput.of(concat(-1, Uz.of(x), Ur.of(x)));
        var gates = ofH.plus(ofX).split(-1, 2);
        var z = sigmoid(gates.get(0)).named("z");
        var r = sigmoid(gates.get(1)).named("r");
        var recurrent = r.times(candidateOfState.of(Wh.of(read)));
        var candidate = tanh(candidateOfInput.of(Uh.of(x)).plus(recurrent));
        var h = z.subtractedFrom(1).times(s.h()).plus(z.times(candidate));
        return Step.of(h, new State(h));
    }
}
