package dev.rondo.cell;

import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A stack of layers, each of which reads the outputs of the layer below.
 *
 * @param layers from the first to the last
 * @param between an operator that values pass through between layers, such as dropout
 * @param residual whether each layer, except the first, adds its input to its output (He et al.
 *     2016, equation 1; Wu et al. 2016, equation 6); the input is taken before {@code between}
 */
public record RecurrentStack(
        List<SequenceLayer> layers, UnaryOperator<Tensor> between, boolean residual)
        implements SequenceLayer {
    /** Copies the list, which must have at least one layer. */
    public RecurrentStack {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a stack needs at least one layer");
        }
    }

    /** Layers with nothing between them. */
    public RecurrentStack(List<SequenceLayer> layers) {
        this(layers, Links.PLAIN.between(), false);
    }

    /**
     * Traces the layers.
     *
     * @throws dev.rondo.graph.TraceException when a residual layer's input and output differ in
     *     size
     */
    @Override
    public Output over(Tensor xs, Tensor lengths) {
        Links links = new Links(between, residual);
        Tensor h = xs;
        List<Record> last = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            Output o = layers.get(i).over(links.into(i, h), lengths);
            h = links.outOf(i, h, o.outputs());
            last.addAll(o.last());
        }
        return new Output(h, last);
    }
}
