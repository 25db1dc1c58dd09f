package dev.rondo.models.language;

import dev.rondo.array.DType;
import dev.rondo.cell.StackedCell;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.TraceException;
import dev.rondo.models.cell.CellFactory;
import dev.rondo.models.cell.StatePorts;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.layer.Embedding;
import dev.rondo.models.loss.CrossEntropy;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Predicts the next symbol of a sequence from all before (Mikolov et al. 2010): an embedding, a
 * stack of cells and y_t = softmax(V h_t).
 */
public final class LanguageModel {
    /** Input of {@link #training}: the symbols read, I32 [T, B]. */
    public static final String SYMBOLS = "symbols";

    /** Input of {@link #training}: the symbols that follow, I32 [T, B]. */
    public static final String TARGETS = "targets";

    /** Inputs and outputs of {@link #training}: the state before and behind, {@code state.0}, … */
    public static final String STATE = "state";

    /**
     * The model's form.
     *
     * @param vocabulary number of symbols V
     * @param embeddingSize size of a symbol's vector
     * @param hiddenSize size of a cell's output
     * @param layers cells one upon the other
     * @param cell makes the cells
     */
    public record Config(
            int vocabulary, int embeddingSize, int hiddenSize, int layers, CellFactory cell) {}

    /**
     * What sequences, or one step of them, give.
     *
     * @param logits of each next symbol [T, B, V], or of one step [B, V]
     * @param last the state behind
     */
    public record Output(Tensor logits, StackedCell.State last) {}

    private final Embedding embedding;
    private final StackedCell cells;
    private final Dense classify;

    /** Declares {@code embedding}, {@code cells} and {@code classify}. */
    public LanguageModel(Scope scope, Config config) {
        embedding =
                new Embedding(
                        scope.child("embedding"), config.vocabulary(), config.embeddingSize());
        cells =
                config.cell()
                        .stack(
                                scope.child("cells"),
                                config.embeddingSize(),
                                config.hiddenSize(),
                                config.layers());
        classify = new Dense(scope.child("classify"), config.hiddenSize(), config.vocabulary());
    }

    /** The state before the first symbol. */
    public StackedCell.State initialState(Graph graph, int batch) {
        return cells.initialState(graph, batch);
    }

    /**
     * Reads sequences.
     *
     * @param symbols I32 [T, B]
     * @param from the state to start from
     */
    public Output over(Tensor symbols, StackedCell.State from) {
        if (symbols.rank() != 2 || symbols.dtype() != DType.I32) {
            throw new TraceException(
                    "a language model reads symbols I32 [T, B], got " + symbols.type());
        }
        StackedCell.Output o = cells.over(embedding.of(symbols), null, from);
        return new Output(classify.of(o.outputs()), o.last());
    }

    /**
     * Reads one symbol of each row.
     *
     * @param symbols I32 [B]
     * @param from the state before
     * @return logits [B, V] and the state behind
     */
    public Output step(Tensor symbols, StackedCell.State from) {
        var s = cells.step(embedding.of(symbols), from);
        return new Output(classify.of(s.output()), s.state());
    }

    /**
     * The mean loss of a batch as a function of an entry, for {@link
     * dev.rondo.models.optimizer.TrainingStep#minimizing}. It declares the inputs {@value #SYMBOLS}
     * and {@value #TARGETS} and, as inputs and outputs alike, the tensors of the state, so that a
     * text can be read in pieces: {@code StatePorts.keep(STATE, results)} is what the next piece is
     * given.
     *
     * @param length T
     * @param batch B
     * @param ignored the target of positions that do not count
     */
    public Function<Trace, Tensor> training(int length, int batch, int ignored) {
        return t -> {
            Labelled read = read(t, length, batch);
            return CrossEntropy.of(read.logits(), read.targets(), ignored).mean();
        };
    }

    /**
     * The body of an entry that measures: inputs and state as in {@link #training}, and the outputs
     * of {@link CrossEntropy#measure}.
     *
     * @param length T
     * @param batch B
     * @param ignored the target of positions that do not count
     */
    public Consumer<Trace> evaluating(int length, int batch, int ignored) {
        return t -> {
            Labelled read = read(t, length, batch);
            CrossEntropy.measure(t, read.logits(), read.targets(), ignored);
        };
    }

    private record Labelled(Tensor logits, Tensor targets) {}

    private Labelled read(Trace t, int length, int batch) {
        Tensor symbols = t.input(SYMBOLS, DType.I32, length, batch);
        Tensor targets = t.input(TARGETS, DType.I32, length, batch);
        StackedCell.State from = StatePorts.input(t, STATE, initialState(t.graph(), batch));
        Output o = over(symbols, from);
        StatePorts.output(t, STATE, o.last());
        return new Labelled(o.logits(), targets);
    }
}
