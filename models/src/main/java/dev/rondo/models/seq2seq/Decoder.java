package dev.rondo.models.seq2seq;

import dev.rondo.cell.Cell;
import dev.rondo.cell.CellFactory;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.StackedCell;
import dev.rondo.cell.States;
import dev.rondo.cell.Step;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Part;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;
import dev.rondo.models.attention.Attended;
import dev.rondo.models.attention.Attention;
import dev.rondo.models.attention.AttentionFactory;
import dev.rondo.models.attention.Memory;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.layer.Embedding;
import dev.rondo.models.layer.Mode;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Writes a sequence of symbols and looks back at what an encoder read. Without attention it knows
 * only its first state (Sutskever et al. 2014). With attention, and with the context c_t, its
 * distribution at step t is
 *
 * <pre>
 * h~_t = tanh(W_c [c_t; h_t])        (Luong et al. 2015, equation 5)
 * p(y_t) = softmax(W_s h~_t)         (equation 6)
 * </pre>
 *
 * <p>regardless of where attention acts ({@link AttentionPlace}).
 */
public final class Decoder {
    /**
     * The values that are carried from step to step.
     *
     * @param cells the states of the cells
     * @param fed h~ of the previous step [B, H] with input feeding, else empty
     */
    public record State(StackedCell.State cells, List<Tensor> fed) {
        /** Copies the list. */
        public State {
            fed = List.copyOf(fed);
        }
    }

    /**
     * The result of a step.
     *
     * @param logits of the next symbol [B, V]
     * @param state the new state
     * @param weights of each position of the source [B, S]; empty without attention
     */
    public record Output(Tensor logits, State state, List<Tensor> weights) {}

    /** A step without its read-out, which whole sequences do at once after the loop. */
    private record Inner(Tensor output, State state, List<Tensor> weights) {}

    private final Part part;
    private final Embedding embedding;
    private final StackedCell cells;
    private final Attention attention;
    private final AttentionPlace place;
    private final Dense combine;
    private final Dense classify;
    private final int hiddenSize;

    /**
     * Declares {@code embedding}, {@code cells}, {@code attention}, {@code combine} (W_c) and
     * {@code classify} (W_s).
     *
     * @param memorySize size of the encoder's states
     * @param attention null for none
     */
    Decoder(
            Scope scope,
            CellFactory cell,
            int vocabulary,
            int embeddingSize,
            int hiddenSize,
            int depth,
            int memorySize,
            AttentionFactory attention,
            AttentionPlace place) {
        part = Part.of("decoder", scope);
        this.hiddenSize = hiddenSize;
        this.place = place;
        embedding = new Embedding(scope.child("embedding"), vocabulary, embeddingSize);
        boolean before = place == AttentionPlace.BEFORE_CELL;
        if (attention == null) {
            this.attention = null;
            combine = null;
            cells = cell.stack(scope.child("cells"), embeddingSize, hiddenSize, depth);
        } else {
            // The size of the query is known only from the cells, whose input needs the context's:
            // a probe in a scope of its own tells it.
            int querySize =
                    before
                            ? query(probe(cell, embeddingSize, hiddenSize, depth)).dim(-1)
                            : hiddenSize;
            this.attention = attention.create(scope.child("attention"), querySize, memorySize);
            int context = this.attention.contextSize();
            int besides =
                    switch (place) {
                        case BEFORE_CELL -> context;
                        case AFTER_CELL -> 0;
                        case INPUT_FEEDING -> hiddenSize;
                    };
            cells = cell.stack(scope.child("cells"), embeddingSize + besides, hiddenSize, depth);
            combine =
                    new Dense(
                            scope.child("combine"),
                            context + hiddenSize,
                            hiddenSize,
                            Functions::tanh);
        }
        classify = new Dense(scope.child("classify"), hiddenSize, vocabulary);
    }

    private static StackedCell.State probe(CellFactory cell, int input, int hidden, int depth) {
        return StateSizes.of(cell.stack(Scope.root(), input, hidden, depth));
    }

    /** The query of a state: the first tensor of the uppermost cell's state, by custom h. */
    private static Tensor query(StackedCell.State state) {
        Tensor first = States.tensors(state.layers().getLast()).getFirst();
        return first.reshape(first.dim(0), StateSizes.width(first));
    }

    StackedCell cells() {
        return cells;
    }

    /** The memory of an encoder's states: one, or none without attention. */
    List<Memory> remember(Tensor states, Tensor lengths) {
        return attention == null ? List.of() : List.of(attention.remember(states, lengths));
    }

    /** The first state, given that of the cells. */
    State start(StackedCell.State cellStates, Graph graph, int batch) {
        return new State(cellStates, feeds() ? List.of(graph.zeros(batch, hiddenSize)) : List.of());
    }

    /**
     * One step.
     *
     * @param symbols the previous symbol of each row, I32 [B]
     * @param state the previous state
     * @param memory the result of {@link EncoderDecoder#encode}
     */
    public Output step(Tensor symbols, State state, List<Memory> memory) {
        part.wholes("the symbols of a step", symbols, batch(state));
        Inner inner = inner(cells, embedding.of(symbols), state, memory);
        return new Output(
                readOut(inner.output(), UnaryOperator.identity()), inner.state(), inner.weights());
    }

    /**
     * All steps of known sequences (teacher forcing).
     *
     * @param symbols the previous symbol at each step, I32 [T, B]
     * @param state the previous state the first step
     * @param memory the result of {@link EncoderDecoder#encode}
     * @return logits [T, B, V]
     */
    public Tensor over(Tensor symbols, State state, List<Memory> memory) {
        return over(symbols, state, memory, UnaryOperator.identity());
    }

    /**
     * {@link #over(Tensor, State, List)} with an operator that values pass through on the way into
     * the lowest cell, from cell to cell, and into the read-out, such as dropout. Between cells it
     * drops the same elements at every step.
     */
    Tensor over(Tensor symbols, State state, List<Memory> memory, UnaryOperator<Tensor> dropout) {
        part.wholes("the target", symbols, "T", batch(state));
        StackedCell dropping = cells.between(dropout);
        Cell<State> cell =
                new Cell<>() {
                    @Override
                    public State initialState(Graph graph, int batch) {
                        return state;
                    }

                    @Override
                    public Step<State> step(Tensor x, State s) {
                        Inner inner = inner(dropping, x, s, memory);
                        return Step.of(inner.output(), inner.state());
                    }

                    @Override
                    public String title() {
                        return part.toString();
                    }
                };
        Tensor xs = dropout.apply(embedding.of(symbols));
        return readOut(Recurrence.of(cell).over(xs).outputs(), dropout);
    }

    /**
     * What scheduled sampling reads: at each step but the first, with a probability, the symbol
     * that the decoder chose itself at the step before.
     *
     * @param symbols the target's previous symbol, I32 [T, B]
     * @param probability of reading its own, a scalar
     * @return I32 [T, B]
     */
    Tensor mixed(
            Tensor symbols,
            State state,
            List<Memory> memory,
            Tensor probability,
            SymbolChoice choice,
            Mode.Training mode) {
        part.wholes("the target", symbols, "T", batch(state));
        int length = symbols.dim(0);
        Graph graph = symbols.graph();
        List<Tensor> carried = new ArrayList<>(States.tensors(state));
        carried.add(symbols.at(0, 0));
        int own = carried.size() - 1;
        return Scan.over(length)
                .carrying(carried)
                .reading(symbols, Scan.times(graph, length))
                .run(
                        (before, row) -> {
                            Mode.Training now = mode.at(row.get(1));
                            Tensor truth = row.getFirst();
                            // the first own symbol is the begin mark of the target
                            Tensor reads = now.uniform(truth.shape()).lessThan(probability);
                            Tensor symbol = Functions.where(reads, before.get(own), truth);
                            State s = States.with(state, before.subList(0, own));
                            Output o = step(symbol, s, memory);
                            List<Tensor> after = new ArrayList<>(States.tensors(o.state()));
                            after.add(choice.of(o.logits(), now));
                            return new Scan.Step(after, List.of(symbol));
                        })
                .outputs()
                .getFirst();
    }

    private Inner inner(StackedCell stack, Tensor x, State state, List<Memory> memory) {
        check(x, state, memory);
        if (attention == null) {
            var s = stack.step(x, state.cells());
            return new Inner(s.output(), new State(s.state(), List.of()), List.of());
        }
        return switch (place) {
            case BEFORE_CELL -> {
                Attended a = attention.attend(query(state.cells()), memory.getFirst());
                var s = stack.step(Functions.concat(-1, x, a.context()), state.cells());
                Tensor output = Functions.concat(-1, a.context(), s.output());
                yield new Inner(output, new State(s.state(), List.of()), List.of(a.weights()));
            }
            case AFTER_CELL -> {
                var s = stack.step(x, state.cells());
                Attended a = attention.attend(s.output(), memory.getFirst());
                Tensor output = Functions.concat(-1, a.context(), s.output());
                yield new Inner(output, new State(s.state(), List.of()), List.of(a.weights()));
            }
            case INPUT_FEEDING -> {
                Tensor input = Functions.concat(-1, x, state.fed().getFirst());
                var s = stack.step(input, state.cells());
                Attended a = attention.attend(s.output(), memory.getFirst());
                Tensor h = combine.of(Functions.concat(-1, a.context(), s.output()));
                yield new Inner(h, new State(s.state(), List.of(h)), List.of(a.weights()));
            }
        };
    }

    /** What is handed in between steps has to come from a model of this form. */
    private void check(Tensor x, State state, List<Memory> memory) {
        if (attention != null && memory.size() != 1) {
            throw new TraceException(
                    part + " looks back at the one memory that encode gives; got " + memory.size());
        }
        if (feeds()) {
            if (state.fed().size() != 1) {
                throw new TraceException(
                        part + " is fed its last output, which is no part of the state given");
            }
            part.floats("what it is fed", state.fed().getFirst(), x.dim(0), hiddenSize);
        }
    }

    /** Rows of a state. */
    private static int batch(State state) {
        return States.tensors(state).getFirst().dim(0);
    }

    private boolean feeds() {
        return attention != null && place == AttentionPlace.INPUT_FEEDING;
    }

    /** Logits [..., V] of what steps gave. */
    private Tensor readOut(Tensor output, UnaryOperator<Tensor> dropout) {
        boolean open = attention != null && place != AttentionPlace.INPUT_FEEDING;
        return classify.of(dropout.apply(open ? combine.of(output) : output));
    }
}
