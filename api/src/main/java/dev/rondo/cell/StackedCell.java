package dev.rondo.cell;

import dev.rondo.graph.Graph;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * Cells one upon the other as a single cell, for loops that need all layers within a step, such as
 * a decoder that feeds its output back.
 *
 * @param <S> the state of each
 */
public final class StackedCell<S extends Record> implements Cell<StackedCell.State<S>> {
    /** The states from the first cell to the last. */
    public record State<S extends Record>(List<S> layers) {
        /** Copies the list. */
        public State {
            layers = List.copyOf(layers);
        }
    }

    private final List<Cell<S>> cells;

    /** Stacks cells; at least one. */
    public StackedCell(List<? extends Cell<S>> cells) {
        this.cells = List.copyOf(cells);
        if (cells.isEmpty()) {
            throw new IllegalArgumentException("a stack needs at least one cell");
        }
    }

    @Override
    public State<S> initialState(Graph graph, int batch) {
        return new State<>(cells.stream().map(c -> c.initialState(graph, batch)).toList());
    }

    @Override
    public Step<State<S>> step(Tensor x, State<S> state) {
        Tensor h = x;
        List<S> next = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            Step<S> s = cells.get(i).step(h, state.layers().get(i));
            h = s.output();
            next.add(s.state());
        }
        return Step.of(h, new State<>(next));
    }
}
