package dev.rondo.models.classification;

import dev.rondo.array.DType;
import dev.rondo.cell.Cell;
import dev.rondo.cell.CellFactory;
import dev.rondo.cell.RecurrentStack;
import dev.rondo.cell.SequenceLayer;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Part;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.TraceException;
import dev.rondo.models.cell.StackOptions;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.layer.Dropout;
import dev.rondo.models.layer.Embedding;
import dev.rondo.models.layer.Mode;
import dev.rondo.models.loss.ClassWeights;
import dev.rondo.models.loss.CrossEntropy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Says which class a sequence belongs to: layers of cells over symbols or features, the outputs of
 * all steps pooled into one, and a dense layer that gives a logit for each class.
 *
 * <pre>{@code
 * var scope = Scope.root();
 * var model = new SequenceClassifier(scope.child("model"),
 *     SequenceClassifier.Config.of(new Symbols(2000, 32), Cells.GRU, 64, 2)
 *         .bidirectional().ragged().pooling(Pooling.MEAN));
 * var step = new TrainingStep(scope, new Adam(scope.child("adam"), scope.parameters()));
 * var program = Program.of(DType.F32, scope, seed)
 *     .with("train", step.minimizing(model.training(50, 16)))
 *     .with("predict", model.predicting(50, 1));
 * }</pre>
 */
public final class SequenceClassifier {
    /** Input: symbols I32 [T, B], or features [T, B, F]. */
    public static final String SEQUENCE = "sequence";

    /** Input of a ragged classifier: steps of each row, I32 [B], from 0 to T. */
    public static final String LENGTHS = "lengths";

    /**
     * Input of {@link #training} and {@link #evaluating}: the class of each row, I32 [B]; rows of
     * {@link CrossEntropy#IGNORED} do not count.
     */
    public static final String LABELS = "labels";

    /** Output of {@link #predicting}: a logit for each class [B, C]. */
    public static final String LOGITS = "logits";

    /** Output of {@link #predicting}: the probability of each class [B, C]. */
    public static final String PROBABILITIES = "probabilities";

    /** Output of {@link #predicting}: the likeliest class, I32 [B]. */
    public static final String CLASS = "class";

    /** What is read at a step. */
    public sealed interface Input {
        /** How many numbers a step reaches the first layer with. */
        int size();
    }

    /**
     * One symbol, looked up in a learned table.
     *
     * @param vocabulary number of symbols
     * @param size size of a symbol's vector
     */
    public record Symbols(int vocabulary, int size) implements Input {}

    /**
     * Numbers as they are.
     *
     * @param size how many F
     */
    public record Features(int size) implements Input {}

    /**
     * The model's form. Immutable; each method returns a changed copy.
     *
     * @param input what is read at a step
     * @param cell makes the cells
     * @param hiddenSize size of a cell's output
     * @param classes number of classes C
     * @param layers layers one upon the other
     * @param bothWays whether each layer also reads from the end to the beginning
     * @param hasLengths whether sequences have lengths of their own
     * @param pooling how the outputs of many steps become one
     * @param options dropout, which also acts on the first layer's inputs and on what was pooled,
     *     and residual connections
     */
    public record Config(
            Input input,
            CellFactory cell,
            int hiddenSize,
            int classes,
            int layers,
            boolean bothWays,
            boolean hasLengths,
            Pooling pooling,
            StackOptions options) {
        /** Checks numbers of layers and classes. */
        public Config {
            if (layers < 1 || classes < 1) {
                throw new IllegalArgumentException(
                        "a classifier needs at least 1 layer and 1 class, got "
                                + layers
                                + " and "
                                + classes);
            }
            if (options.residual() && layers < 2) {
                throw new IllegalArgumentException(
                        "residual connections need at least 2 layers, got " + layers);
            }
        }

        /** One layer forwards over whole sequences, whose last output is taken. */
        public static Config of(Input input, CellFactory cell, int hiddenSize, int classes) {
            return new Config(
                    input,
                    cell,
                    hiddenSize,
                    classes,
                    1,
                    false,
                    false,
                    Pooling.LAST,
                    StackOptions.none());
        }

        /** This with several layers. */
        public Config layers(int count) {
            return new Config(
                    input,
                    cell,
                    hiddenSize,
                    classes,
                    count,
                    bothWays,
                    hasLengths,
                    pooling,
                    options);
        }

        /** This with each layer reading in both directions. */
        public Config bidirectional() {
            return new Config(
                    input, cell, hiddenSize, classes, layers, true, hasLengths, pooling, options);
        }

        /** This with the input {@value #LENGTHS}. */
        public Config ragged() {
            return new Config(
                    input, cell, hiddenSize, classes, layers, bothWays, true, pooling, options);
        }

        /** This with another pooling. */
        public Config pooling(Pooling other) {
            return new Config(
                    input, cell, hiddenSize, classes, layers, bothWays, hasLengths, other, options);
        }

        /** This with other options of the stack. */
        public Config options(StackOptions other) {
            return new Config(
                    input, cell, hiddenSize, classes, layers, bothWays, hasLengths, pooling, other);
        }
    }

    /** The cells of one layer: one, or forwards and backwards. */
    private record Layer(List<Cell<?>> cells) {
        SequenceLayer with(UnaryOperator<Cell<?>> replacement) {
            Cell<?> forwards = replacement.apply(cells.getFirst());
            return cells.size() == 1
                    ? SequenceLayer.of(forwards)
                    : SequenceLayer.bidirectional(forwards, replacement.apply(cells.getLast()));
        }
    }

    private final Part part;
    private final Config config;
    private final Function<Tensor, Tensor> embed;
    private final List<Layer> layers = new ArrayList<>();
    private final Pooling.Layer pool;
    private final Dense classify;

    /**
     * Declares {@code embedding} for symbols, for each layer i {@code i.forwards} and {@code
     * i.backwards}, the weights of {@code pooling}, and {@code classify}.
     */
    public SequenceClassifier(Scope scope, Config config) {
        part = Part.of("classifier", scope);
        this.config = config;
        embed =
                switch (config.input()) {
                    case Symbols s ->
                            new Embedding(scope.child("embedding"), s.vocabulary(), s.size())::of;
                    case Features _ -> UnaryOperator.identity();
                };
        int hidden = config.hiddenSize();
        int width = config.bothWays() ? 2 * hidden : hidden;
        for (int i = 0; i < config.layers(); i++) {
            Scope part = scope.child(Integer.toString(i));
            int size = i == 0 ? config.input().size() : width;
            List<Cell<?>> cells = new ArrayList<>();
            cells.add(config.cell().create(part.child("forwards"), size, hidden));
            if (config.bothWays()) {
                cells.add(config.cell().create(part.child("backwards"), size, hidden));
            }
            layers.add(new Layer(List.copyOf(cells)));
        }
        pool = config.pooling().in(scope.child("pooling"), width);
        classify = new Dense(scope.child("classify"), width, config.classes());
    }

    /**
     * A logit for each class.
     *
     * @param mode whether anything is dropped
     * @param sequence symbols I32 [T, B], or features [T, B, F]
     * @param lengths the number of steps of each row, I32 [B]; null for whole sequences
     * @return [B, C]
     */
    public Tensor logits(Mode mode, Tensor sequence, Tensor lengths) {
        switch (config.input()) {
            case Symbols _ -> part.wholes("symbols", sequence, "T", "B");
            case Features f -> part.floats("features", sequence, "T", "B", f.size());
        }
        if (sequence.dim(0) == 0 && lengths == null) {
            throw new TraceException(
                    part + " reads sequences of at least one step; got " + sequence.type());
        }
        StackOptions options = config.options();
        Dropout dropout = options.dropout();
        var stack =
                new RecurrentStack(
                        layers.stream().map(l -> l.with(c -> options.ofCell(mode, c))).toList(),
                        dropout.in(mode),
                        options.residual());
        Tensor outputs = stack.over(dropout.of(mode, embed.apply(sequence)), lengths).outputs();
        return classify.of(dropout.of(mode, pooled(outputs, lengths)));
    }

    /** Read backwards, the last step that a cell sees is the first of the row. */
    private Tensor pooled(Tensor outputs, Tensor lengths) {
        if (config.pooling() != Pooling.LAST || !config.bothWays()) {
            return pool.of(outputs, lengths);
        }
        Tensor forwards = outputs.slice(-1, 0, config.hiddenSize());
        Tensor backwards = outputs.slice(-1, config.hiddenSize(), outputs.dim(-1));
        return Functions.concat(-1, Pooling.last(forwards, lengths), backwards.at(0, 0));
    }

    /**
     * The mean loss of a batch as a function of an entry, for {@link
     * dev.rondo.models.optimizer.TrainingStep#minimizing}; it declares the inputs {@value
     * #SEQUENCE}, {@value #LABELS}, of a ragged classifier {@value #LENGTHS}, and with dropout the
     * key of {@link Mode.Training}.
     *
     * @param length T
     * @param batch B
     */
    public Function<Trace, Tensor> training(int length, int batch) {
        return t -> {
            Tensor logits = read(Mode.training(t), t, length, batch);
            return CrossEntropy.of(logits, t.input(LABELS, DType.I32, batch)).mean(t);
        };
    }

    /**
     * The same with a weight for each class and smoothed labels, see {@link
     * CrossEntropy#weightedMean}.
     *
     * @param length T
     * @param batch B
     * @param weights one for each class
     * @param smoothing ε of the labels, from 0 to below 1
     */
    public Function<Trace, Tensor> training(
            int length, int batch, ClassWeights weights, double smoothing) {
        return t -> {
            Tensor logits = read(Mode.training(t), t, length, batch);
            Tensor labels = t.input(LABELS, DType.I32, batch);
            return CrossEntropy.weightedMean(
                    t, logits, labels, CrossEntropy.IGNORED, smoothing, weights);
        };
    }

    /**
     * The body of an entry that measures: inputs as in {@link #training} but for the key, and the
     * outputs of {@link CrossEntropy#measure}.
     *
     * @param length T
     * @param batch B
     */
    public Consumer<Trace> evaluating(int length, int batch) {
        return t -> {
            Tensor logits = read(Mode.evaluating(), t, length, batch);
            Tensor labels = t.input(LABELS, DType.I32, batch);
            CrossEntropy.measure(t, logits, labels, CrossEntropy.IGNORED);
        };
    }

    /**
     * The body of an entry that predicts: the inputs {@value #SEQUENCE} and, of a ragged
     * classifier, {@value #LENGTHS}, and the outputs {@value #LOGITS}, {@value #PROBABILITIES} and
     * {@value #CLASS}.
     *
     * @param length T
     * @param batch B
     */
    public Consumer<Trace> predicting(int length, int batch) {
        return t -> {
            Tensor logits = read(Mode.evaluating(), t, length, batch);
            t.output(LOGITS, logits);
            t.output(PROBABILITIES, Functions.softmax(logits, -1));
            t.output(CLASS, Functions.argmax(logits));
        };
    }

    private Tensor read(Mode mode, Trace t, int length, int batch) {
        Tensor sequence =
                switch (config.input()) {
                    case Symbols _ -> t.input(SEQUENCE, DType.I32, length, batch);
                    case Features f -> t.input(SEQUENCE, length, batch, f.size());
                };
        Tensor lengths = config.hasLengths() ? t.input(LENGTHS, DType.I32, batch) : null;
        return logits(mode, sequence, lengths);
    }
}
