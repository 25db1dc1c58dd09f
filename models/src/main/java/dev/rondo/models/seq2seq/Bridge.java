package dev.rondo.models.seq2seq;

import dev.rondo.cell.StackedCell;
import dev.rondo.cell.States;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.models.layer.Dense;

import java.util.ArrayList;
import java.util.List;

/**
 * From the encoder's last states to the decoder's first: each tensor of the decoder's state is
 * tanh(W s + b) of the summary s of the same layer (Bahdanau et al. 2015, section A.2.2). It knows
 * nothing of the kinds of cells.
 */
final class Bridge {
    private final StackedCell cells;
    private final List<List<Dense>> maps = new ArrayList<>();

    /** Declares {@code layer.k} for each float tensor k of each layer's state. */
    Bridge(Scope scope, StackedCell cells, List<Integer> summarySizes) {
        this.cells = cells;
        List<Record> layers = StateSizes.of(cells).layers();
        for (int i = 0; i < layers.size(); i++) {
            Scope part = scope.child(Integer.toString(i));
            List<Dense> layer = new ArrayList<>();
            for (Tensor t : StateSizes.rows(List.of(layers.get(i)))) {
                Scope one = part.child(Integer.toString(layer.size()));
                layer.add(
                        new Dense(one, summarySizes.get(i), StateSizes.width(t), Functions::tanh));
            }
            maps.add(layer);
        }
    }

    /** The decoder's first state, given a summary [B, N] of each layer. */
    StackedCell.State of(List<Tensor> summaries) {
        Tensor first = summaries.getFirst();
        StackedCell.State start = cells.initialState(first.graph(), first.dim(0));
        List<Record> layers = new ArrayList<>();
        for (int i = 0; i < maps.size(); i++) {
            List<Tensor> tensors = new ArrayList<>();
            int k = 0;
            for (Tensor t : States.tensors(start.layers().get(i))) {
                tensors.add(
                        t.dtype().isFloat()
                                ? maps.get(i).get(k++).of(summaries.get(i)).reshape(t.shape())
                                : t);
            }
            layers.add(States.with(start.layers().get(i), tensors));
        }
        return new StackedCell.State(layers);
    }
}
