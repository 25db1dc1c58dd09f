package dev.rondo.cell;

import dev.rondo.graph.Graph;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A stack of cells. In a loop that needs all layers within a step, it acts as a single cell. Over
 * whole sequences it runs layer by layer, which lets each layer multiply the inputs of all steps at
 * once. Immutable.
 */
public final class StackedCell
        implements MaskableCell<StackedCell.State>, SideInputCell<StackedCell.State> {
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
     * The result over whole sequences.
     *
     * @param outputs the last layer's outputs [T, B, H]
     * @param last the states after the last step of each row
     */
    public record Output(Tensor outputs, State last) {}

    private final List<Cell<?>> cells;
    private final Links links;

    /**
     * Stacks cells, each of which reads the outputs of the one below.
     *
     * @throws IllegalArgumentException when there is none
     */
    public StackedCell(List<? extends Cell<?>> cells) {
        this(cells, Links.PLAIN);
        if (cells.isEmpty()) {
            throw new IllegalArgumentException("a stack needs at least one cell");
        }
    }

    private StackedCell(List<? extends Cell<?>> cells, Links links) {
        this.cells = List.copyOf(cells);
        this.links = links;
    }

    /**
     * A copy in which values pass through an operator between layers, such as dropout. It is for
     * one trace.
     */
    public StackedCell between(UnaryOperator<Tensor> operator) {
        return new StackedCell(cells, new Links(operator, links.residual()));
    }

    /**
     * A copy in which each layer, except the first, adds its input to its output (He et al. 2016,
     * equation 1; Wu et al. 2016, equation 6): the input is taken before {@link #between}. Tracing
     * fails if the two differ in size.
     */
    public StackedCell residual() {
        return new StackedCell(cells, new Links(links.between(), true));
    }

    /**
     * A copy whose cells stand for these, such as {@linkplain MaskableCell#masked masked} ones. A
     * cell keeps the form of its state.
     */
    public StackedCell with(UnaryOperator<Cell<?>> replacement) {
        return new StackedCell(cells.stream().<Cell<?>>map(replacement).toList(), links);
    }

    @Override
    public State initialState(Graph graph, int batch) {
        return new State(cells.stream().map(c -> (Record) c.initialState(graph, batch)).toList());
    }

    @Override
    public List<Tensor> sideInputs(Graph graph, int length, int batch) {
        List<Tensor> all = new ArrayList<>();
        for (Cell<?> cell : cells) {
            all.addAll(SideInputCell.sideInputs(cell, graph, length, batch));
        }
        return all;
    }

    @Override
    public int sideInputCount() {
        return cells.stream().mapToInt(SideInputCell::sideInputCount).sum();
    }

    @Override
    public Step<State> step(Tensor x, State state) {
        return sideInputCount() == 0
                ? step(x, state, List.of())
                : SideInputCell.super.step(x, state);
    }

    @Override
    public Step<State> step(Tensor x, State state, List<Tensor> side) {
        check(state);
        if (x.rank() > 1) {
            States.checkBatch(title(), state, x.dim(0));
        }
        Tensor h = x;
        List<Record> next = new ArrayList<>();
        int read = 0;
        for (int i = 0; i < cells.size(); i++) {
            int from = read;
            read += SideInputCell.sideInputCount(cells.get(i));
            Step<?> s =
                    step(
                            cells.get(i),
                            links.into(i, h),
                            state.layers().get(i),
                            side.subList(from, read));
            h = links.outOf(i, h, s.output());
            next.add(s.state());
        }
        return Step.of(h, new State(next));
    }

    /** Whether all its cells say where their states enter products. */
    @Override
    public boolean isMaskable() {
        return cells.stream().allMatch(MaskableCell::isMaskable);
    }

    @Override
    public Step<State> step(Tensor x, State state, UnaryOperator<Tensor> mask) {
        return with(c -> MaskableCell.masked(c, mask)).step(x, state);
    }

    /**
     * Traces the stack over sequences.
     *
     * @param xs the inputs [T, B, I]
     * @param lengths the number of steps of each row, I32 [B]; null for whole sequences
     * @param from the states to start from
     */
    public Output over(Tensor xs, Tensor lengths, State from) {
        check(from);
        Tensor h = xs;
        List<Record> last = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            Recurrence.Result<?> r =
                    over(cells.get(i), links.into(i, h), lengths, from.layers().get(i));
            h = links.outOf(i, h, r.outputs());
            last.add(r.last());
        }
        return new Output(h, new State(last));
    }

    @Override
    public String title() {
        String first = cells.getFirst().title();
        return cells.size() == 1 ? first : first + " and " + (cells.size() - 1) + " cells above";
    }

    private void check(State state) {
        TraceException.given(state, "the state of " + title());
        if (state.layers().size() != cells.size()) {
            throw new TraceException(
                    title()
                            + ": a stack of "
                            + cells.size()
                            + " cells needs as many states, got "
                            + state.layers().size());
        }
    }

    // The states of a stack are made by its own cells, or have their form; so the casts hold.

    @SuppressWarnings("unchecked")
    private static <S extends Record> Step<S> step(
            Cell<S> cell, Tensor x, Record state, List<Tensor> side) {
        return States.step(cell, x, (S) state, side);
    }

    @SuppressWarnings("unchecked")
    private static <S extends Record> Recurrence.Result<S> over(
            Cell<S> cell, Tensor xs, Tensor lengths, Record from) {
        return Recurrence.of(cell).lengths(lengths).from((S) from).over(xs);
    }
}
