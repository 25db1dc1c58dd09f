package dev.rondo.cell;

import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * Layers one upon the other, each reading the outputs of the one below.
 *
 * @param layers from the first to the last
 */
public record RecurrentStack(List<SequenceLayer> layers) implements SequenceLayer {
    /** Copies the list; at least one layer. */
    public RecurrentStack {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a stack needs at least one layer");
        }
    }

    @Override
    public Output over(Tensor xs, Tensor lengths) {
        Tensor h = xs;
        List<Record> last = new ArrayList<>();
        for (SequenceLayer layer : layers) {
            Output o = layer.over(h, lengths);
            h = o.outputs();
            last.addAll(o.last());
        }
        return new Output(h, last);
    }
}
