package dev.rondo.models.language;

import dev.rondo.array.DType;
import dev.rondo.cell.CellFactory;
import dev.rondo.cell.StackedCell;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Part;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.cell.StackOptions;
import dev.rondo.models.cell.StatePorts;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.layer.Dropout;
import dev.rondo.models.layer.Embedding;
import dev.rondo.models.layer.Mode;
import dev.rondo.models.loss.CrossEntropy;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Predicts the next symbol of a sequence from all previous ones (Mikolov et al. 2010): an
 * embedding, a stack of cells and y_t = softmax(V h_t).
 */
public final class LanguageModel {
    /** Input of {@link #training}: the symbols read, I32 [T, B]. */
    public static final String SYMBOLS = "symbols";

    /** Input of {@link #training}: the symbols that follow, I32 [T, B]. */
    public static final String TARGETS = "targets";

    /**
     * Inputs and outputs of {@link #training}: the state before and after the sequence, {@code
     * state.0}, …
     */
    public static final String STATE = "state";

    /**
     * The model's form.
     *
     * @param vocabulary number of symbols V
     * @param embeddingSize size of a symbol's vector
     * @param hiddenSize size of a cell's output
     * @param layers the number of stacked cells
     * @param cell makes the cells
     * @param options dropout and residual connections. Dropout also acts on the embedding and on
     *     the last layer's outputs
     * @param tied whether the scores of symbols are products with the embedding's vectors (Press
     *     and Wolf 2017) instead of products with a separate weight. Where hidden and embedding
     *     size differ, a projection stands in between
     */
    public record Config(
            int vocabulary,
            int embeddingSize,
            int hiddenSize,
            int layers,
            CellFactory cell,
            StackOptions options,
            boolean tied) {
        /** Checks that residual connections have layers to connect. */
        public Config {
            if (options.residual() && layers < 2) {
                throw new IllegalArgumentException(
                        "residual connections need at least 2 layers, got " + layers);
            }
        }

        /** Without dropout, residual connections or tied weights. */
        public Config(
                int vocabulary, int embeddingSize, int hiddenSize, int layers, CellFactory cell) {
            this(vocabulary, embeddingSize, hiddenSize, layers, cell, StackOptions.none(), false);
        }

        /** A copy with other options of the stack. */
        public Config options(StackOptions other) {
            return new Config(vocabulary, embeddingSize, hiddenSize, layers, cell, other, tied);
        }

        /** A copy whose output weight is tied to that of the embedding, or not. */
        public Config tied(boolean on) {
            return new Config(vocabulary, embeddingSize, hiddenSize, layers, cell, options, on);
        }
    }

    /**
     * The result over sequences, or over one step of them.
     *
     * @param logits of each next symbol [T, B, V], or of one step [B, V]
     * @param last the state after it
     */
    public record Output(Tensor logits, StackedCell.State last) {}

    private final Part part;
    private final Embedding embedding;
    private final StackedCell cells;
    private final UnaryOperator<Tensor> classify;
    private final StackOptions options;

    /**
     * Declares {@code embedding}, {@code cells} and {@code classify}; with tied weights only {@code
     * classify.bias}, and {@code project} if hidden and embedding size differ.
     */
    public LanguageModel(Scope scope, Config config) {
        part = Part.of("language model", scope);
        options = config.options();
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
        classify = classify(scope, config, embedding);
    }

    private static UnaryOperator<Tensor> classify(Scope scope, Config config, Embedding embedding) {
        Scope part = scope.child("classify");
        if (!config.tied()) {
            return new Dense(part, config.hiddenSize(), config.vocabulary())::of;
        }
        Dense tied = Dense.sharing(part, embedding.weight());
        if (config.hiddenSize() == config.embeddingSize()) {
            return tied::of;
        }
        Dense project =
                Dense.linear(scope.child("project"), config.hiddenSize(), config.embeddingSize());
        return h -> tied.of(project.of(h));
    }

    /** The state before the first symbol. */
    public StackedCell.State initialState(Graph graph, int batch) {
        return cells.initialState(graph, batch);
    }

    /**
     * Reads sequences, without dropout.
     *
     * @param symbols I32 [T, B]
     * @param from the state to start from
     */
    public Output over(Tensor symbols, StackedCell.State from) {
        return over(Mode.evaluating(), symbols, from);
    }

    /**
     * Reads sequences.
     *
     * @param mode whether anything is dropped
     * @param symbols I32 [T, B]
     * @param from the state to start from
     */
    public Output over(Mode mode, Tensor symbols, StackedCell.State from) {
        part.wholes("symbols", symbols, "T", "B");
        Dropout dropout = options.dropout();
        Tensor xs = dropout.of(mode, embedding.of(symbols));
        StackedCell.Output o = options.in(mode, cells).over(xs, null, from);
        return new Output(classify.apply(dropout.of(mode, o.outputs())), o.last());
    }

    /**
     * Reads one symbol of each row.
     *
     * @param symbols I32 [B]
     * @param from the previous state
     * @return logits [B, V] and the state after it
     */
    public Output step(Tensor symbols, StackedCell.State from) {
        part.wholes("the symbols of a step", symbols, "B");
        var s = options.in(Mode.evaluating(), cells).step(embedding.of(symbols), from);
        return new Output(classify.apply(s.output()), s.state());
    }

    /**
     * The mean loss of a batch as a function of an entry, for {@link
     * dev.rondo.models.optimizer.TrainingStep#minimizing}. It declares the inputs {@value #SYMBOLS}
     * and {@value #TARGETS} and, both as inputs and as outputs, the tensors of the state. So a text
     * can be read in pieces: the next piece gets {@code StatePorts.keep(STATE, results)}. With
     * dropout it also declares the key of {@link Mode.Training}.
     *
     * @param length T
     * @param batch B
     * @param ignored the target of ignored positions
     */
    public Function<Trace, Tensor> training(int length, int batch, int ignored) {
        return t -> {
            Labelled read = read(Mode.training(t), t, length, batch);
            return CrossEntropy.of(read.logits(), read.targets(), ignored).mean(t);
        };
    }

    /**
     * The body of an entry that measures: inputs and state as in {@link #training}, and the outputs
     * of {@link CrossEntropy#measure}.
     *
     * @param length T
     * @param batch B
     * @param ignored the target of ignored positions
     */
    public Consumer<Trace> evaluating(int length, int batch, int ignored) {
        return t -> {
            Labelled read = read(Mode.evaluating(), t, length, batch);
            CrossEntropy.measure(t, read.logits(), read.targets(), ignored);
        };
    }

    private record Labelled(Tensor logits, Tensor targets) {}

    private Labelled read(Mode mode, Trace t, int length, int batch) {
        Tensor symbols = t.input(SYMBOLS, DType.I32, length, batch);
        Tensor targets = t.input(TARGETS, DType.I32, length, batch);
        StackedCell.State from = StatePorts.input(t, STATE, initialState(t.graph(), batch));
        Output o = over(mode, symbols, from);
        StatePorts.output(t, STATE, o.last());
        return new Labelled(o.logits(), targets);
    }
}
