package dev.rondo.models.cell;

import static dev.rondo.graph.Functions.concat;
import static dev.rondo.graph.Functions.sigmoid;

import dev.rondo.cell.CellForm;
import dev.rondo.cell.MaskableCell;
import dev.rondo.cell.Step;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The hidden layer of the first LSTM (Hochreiter and Schmidhuber 1997, section 4 and appendix A):
 * blocks of memory cells, whose cells share an input gate and an output gate, and no forget gate.
 *
 * <pre>
 * in  = σ(U_i x + W_i y + b_i)        input gates, one for each block
 * out = σ(U_o x + W_o y + b_o)        output gates, one for each block
 * s'  = s + in∘g(U_g x + W_g y + b_g)     internal states; a block's cells share its gate
 * y'  = out∘h(s'), in, out            activations of cells, input gates, output gates
 * </pre>
 *
 * <p>The layer is fully connected: cells and gates read y, the activations of all cells and all
 * gates at the step before. g is the logistic function scaled to [−2, 2], h to [−1, 1].
 *
 * <p>The gradient is truncated as in the paper: it flows back in time through s alone, along which
 * it stays as it is. For all else that enters a gate or a cell, the step before is constant. The
 * output is the cells' part of y'.
 */
public final class MemoryBlocks implements MaskableCell<MemoryBlocks.State> {
    /**
     * The values that are carried from step to step.
     *
     * @param y activations of the cells, then of the input gates, then of the output gates [B, N +
     *     gates]
     * @param s internal states of the cells [B, N]
     */
    public record State(Tensor y, Tensor s) {}

    /** Units of one kind: their weights for x and for y, and their biases. */
    private record Units(Variable U, Optional<Variable> W, Optional<Variable> b) {
        Tensor net(Tensor x, Tensor y) {
            Tensor ofInput = U.of(x);
            Tensor ofBoth = W.map(w -> ofInput.plus(w.of(y))).orElse(ofInput);
            return b.map(ofBoth::plus).orElse(ofBoth);
        }
    }

    private final CellForm form;
    private final MemoryBlockForm blocks;
    private final Units inputGates;
    private final Optional<Units> outputGates;
    private final Units cells;

    /**
     * Declares, for k of i, o, g and n the number of blocks (i, o) or of cells (g), the parameters
     * U_k [n, I], W_k [n, N + gates] and b_k [n]; of these only those that the form has.
     *
     * @param inputSize I
     * @param blocks how many blocks of how many cells, and what they have
     * @throws IllegalArgumentException when the input size is less than 1
     */
    public MemoryBlocks(Scope scope, int inputSize, MemoryBlockForm blocks) {
        Sizes.check("a layer of memory blocks", inputSize, blocks.units());
        form = CellForm.of("memory blocks", scope, inputSize, blocks.activations(), blocks.units());
        this.blocks = blocks;
        inputGates = units(scope, "i", inputSize, blocks.blocks(), blocks.inputGateBiases());
        outputGates =
                blocks.outputGates()
                        ? Optional.of(
                                units(
                                        scope,
                                        "o",
                                        inputSize,
                                        blocks.blocks(),
                                        blocks.outputGateBiases()))
                        : Optional.empty();
        cells = units(scope, "g", inputSize, blocks.units(), List.of());
    }

    private Units units(Scope scope, String k, int inputSize, int count, List<Double> biases) {
        Initializer start = blocks.weights();
        Variable U = scope.parameter("U_" + k, start, count, inputSize);
        Optional<Variable> W =
                blocks.recurrent()
                        ? Optional.of(scope.parameter("W_" + k, start, count, blocks.activations()))
                        : Optional.empty();
        Optional<Variable> b =
                blocks.biases()
                        ? Optional.of(
                                scope.parameter(
                                        "b_" + k, biases.isEmpty() ? start : given(biases), count))
                        : Optional.empty();
        return new Units(U, W, b);
    }

    private static Initializer given(List<Double> values) {
        float[] all = new float[values.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = values.get(i).floatValue();
        }
        return (_, _) -> all.clone();
    }

    @Override
    public String title() {
        return form.title();
    }

    @Override
    public State initialState(Graph graph, int batch) {
        return new State(
                graph.zeros(batch, blocks.activations()), graph.zeros(batch, blocks.units()));
    }

    @Override
    public Step<State> step(Tensor x, State state) {
        return step(x, state, UnaryOperator.identity());
    }

    @Override
    public Step<State> step(Tensor x, State state, UnaryOperator<Tensor> mask) {
        form.check(x, state);
        Tensor before = mask.apply(blocks.truncated() ? state.y().stopGradient() : state.y());
        Tensor in = sigmoid(inputGates.net(x, before)).named("i");
        Tensor g = blocks.g().apply(cells.net(x, before)).named("g");
        Tensor s = state.s().plus(ofCells(in).times(g));
        Tensor h = blocks.h().apply(s);
        if (outputGates.isEmpty()) {
            return Step.of(h, new State(concat(-1, h, in), s));
        }
        Tensor out = sigmoid(outputGates.get().net(x, before)).named("o");
        Tensor y = ofCells(out).times(h);
        return Step.of(y, new State(concat(-1, y, in, out), s));
    }

    /** What belongs to blocks [B, blocks], for each of their cells [B, N]. */
    private Tensor ofCells(Tensor gate) {
        if (blocks.cells() == 1) {
            return gate;
        }
        return gate.expand(-1)
                .broadcastTo(gate.shape().append(blocks.cells()))
                .reshape(gate.shape().without(-1).append(blocks.units()));
    }
}
