package dev.rondo.models.cell;

import dev.rondo.cell.CellForm;
import dev.rondo.cell.MaskableCell;
import dev.rondo.cell.Step;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;

import java.util.function.UnaryOperator;

/**
 * The independently recurrent network (Li et al. 2018, equation 4), in which each unit sees its own
 * past alone: h' = f(U x + w∘h + b). Units meet only in the layer above. The output is h'.
 */
public final class IndRnn implements MaskableCell<IndRnn.State> {
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
    private final Variable w;
    private final Variable b;

    /** With relu, as in the paper. */
    public IndRnn(Scope scope, int inputSize, int hiddenSize) {
        this(scope, inputSize, hiddenSize, Functions::relu);
    }

    /** With any activation, and the usual initial values. */
    public IndRnn(Scope scope, int inputSize, int hiddenSize, UnaryOperator<Tensor> activation) {
        this(scope, inputSize, hiddenSize, activation, CellInitializers.defaults());
    }

    /**
     * Declares the parameters U [H, I], w [H] and b [H]. Each element of w starts uniformly between
     * 0 and 1, so that units keep their past for times of all lengths.
     *
     * @param inputSize I
     * @param hiddenSize H
     * @param activation f, elementwise
     * @param start how U and b are initialized
     * @throws IllegalArgumentException when a size is less than 1
     */
    public IndRnn(
            Scope scope,
            int inputSize,
            int hiddenSize,
            UnaryOperator<Tensor> activation,
            CellInitializers start) {
        Sizes.check("an independently recurrent network", inputSize, hiddenSize);
        form = CellForm.of("IndRNN", scope, inputSize, hiddenSize);
        this.hiddenSize = hiddenSize;
        this.f = activation;
        U = scope.parameter("U", start.inputWeights(), hiddenSize, inputSize);
        w = scope.parameter("w", betweenZeroAndOne(), hiddenSize);
        b = scope.parameter("b", start.biases(), hiddenSize);
    }

    private static Initializer betweenZeroAndOne() {
        return (shape, random) -> {
            float[] drawn = new float[Math.toIntExact(shape.size())];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = random.nextFloat();
            }
            return drawn;
        };
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
        var h = f.apply(U.of(x).plus(s.h().times(w)).plus(b));
        return Step.of(h, new State(h));
    }

    @Override
    public Step<State> step(Tensor x, State s, UnaryOperator<Tensor> mask) {
        return step(x, new State(mask.apply(s.h())));
    }
}
