package dev.rondo.cell;

import dev.rondo.graph.Graph;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * Cells one upon the other: as a single cell for loops that need all layers within a step, and
 * layer by layer over whole sequences, which lets each layer multiply the inputs of all steps at
 * once.
 */
public final class StackedCell implements Cell<StackedCell.State> {
    /**
     * The states of all layers.
     *
     * @param layers from the first to the last
     */
    public record State(List<Record> layers) {
        /** Copies the list. */
        public State {
            layers = List.copyOf(layers);
        }
    }

    /**
     * What whole sequences give.
     *
     * @param outputs the last layer's outputs [T, B, H]
     * @param last the states after the last step of each row
     */
    public record Output(Tensor outputs, State last) {}

    private final List<Cell<?>> cells;

    /**
     * Stacks cells, each reading the outputs of the one before.
     *
     * @throws IllegalArgumentException when there is none
     */
    public StackedCell(List<? extends Cell<?>> cells) {
        this.cells = List.copyOf(cells);
        if (cells.isEmpty()) {
            throw new IllegalArgumentException("a stack needs at least one cell");
        }
    }

    @Override
    public State initialState(Graph graph, int batch) {
        return new State(cells.stream().map(c -> (Record) c.initialState(graph, batch)).toList());
    }

    @Override
    public Step<State> step(Tensor x, State state) {
        check(state);
        Tensor h = x;
        List<Record> next = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            Step<?> s = step(cells.get(i), h, state.layers().get(i));
            h = s.output();
            next.add(s.state());
        }
        return Step.of(h, new State(next));
    }

    /**
     * Traces the stack over sequences.
     *
     * @param xs the inputs [T, B, I]
     * @param lengths steps of each row, I32 [B]; null for whole sequences
     * @param from the states to start from
     */
    public Output over(Tensor xs, Tensor lengths, State from) {
        check(from);
        Tensor h = xs;
        List<Record> last = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            Recurrence.Result<?> r = over(cells.get(i), h, lengths, from.layers().get(i));
            h = r.outputs();
            last.add(r.last());
        }
        return new Output(h, new State(last));
    }

    private void check(State state) {
        if (state.layers().size() != cells.size()) {
            throw new IllegalArgumentException(
                    "a stack of "
                            + cells.size()
                            + " cells needs as many states, got "
                            + state.layers().size());
        }
    }

    // The states of a stack are made by its own cells, or have their form; so the casts hold.

    @SuppressWarnings("unchecked")
    private static <S extends Record> Step<S> step(Cell<S> cell, Tensor x, Record state) {
        return cell.step(x, (S) state);
    }

    @SuppressWarnings("unchecked")
    private static <S extends Record> Recurrence.Result<S> over(
            Cell<S> cell, Tensor xs, Tensor lengths, Record from) {
        return Recurrence.of(cell).lengths(lengths).from((S) from).over(xs);
    }
}
