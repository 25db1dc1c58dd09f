package dev.rondo.cli.task;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.cli.UsageException;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Type;
import dev.rondo.graph.Variable;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.Lexicon;
import dev.rondo.models.data.TextSymbols;
import dev.rondo.models.data.Tokens;
import dev.rondo.models.data.Vocabulary;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.task.Described;
import dev.rondo.models.task.MemoryNeed;
import dev.rondo.models.task.ModelSettings;
import dev.rondo.models.task.StackSettings;
import dev.rondo.models.task.TextForms;
import dev.rondo.models.torch.Layout;
import dev.rondo.models.torch.Layouts;
import dev.rondo.models.torch.RecurrentForm;
import dev.rondo.models.torch.RecurrentKind;
import dev.rondo.models.torch.Weight;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A language model together with its vocabulary, as a run directory describes it. */
public final class TextModel {
    /** Part of the scope in which the model declares its variables. */
    private static final String SCOPE = "model.";

    private static final String SYMBOLS = "symbols";
    private static final String WORDS = "words";
    private static final String WEIGHT = "weight";
    private static final String BIAS = "bias";

    private final ModelSettings settings;
    private final TextSymbols vocabulary;
    private final Scope scope = Scope.root();
    private final LanguageModel model;

    /** Declares the model's variables in a scope of its own. */
    public TextModel(ModelSettings settings, TextSymbols vocabulary) {
        this.settings = settings;
        this.vocabulary = vocabulary;
        this.model =
                new LanguageModel(
                        scope.child(SCOPE.substring(0, SCOPE.length() - 1)),
                        new LanguageModel.Config(
                                vocabulary.size(),
                                settings.embedding(),
                                settings.stack().hidden(),
                                settings.stack().layers(),
                                settings.stack().cells(),
                                settings.stack().options(),
                                settings.tied()));
    }

    /** The model that a run directory describes. */
    public static TextModel parse(Configuration c) {
        return Described.by(c, TextModel::made);
    }

    private static TextModel made(Configuration c) {
        Configuration v = c.section("vocabulary");
        TextSymbols vocabulary = vocabulary(v);
        ModelSettings settings = ModelSettings.parse(c.section("model"));
        MemoryNeed.of(settings, vocabulary.size(), 1, 1).check();
        return new TextModel(settings, vocabulary);
    }

    private static TextSymbols vocabulary(Configuration v) {
        if (v.has(WORDS)) {
            return new Lexicon(Tokens.WORDS, v.texts(WORDS)).reading(TextForms.of(v));
        }
        Vocabulary characters =
                v.has(SYMBOLS)
                        ? Vocabulary.of(v.texts(SYMBOLS))
                        : Vocabulary.of(v.text("characters"), v.flag("unknown"));
        return characters.reading(TextForms.of(v));
    }

    private static Configuration configuration(TextSymbols vocabulary) {
        Configuration symbols =
                switch (vocabulary) {
                    case Lexicon words -> Configuration.empty().with(WORDS, words.tokens());
                    case Vocabulary v when v.isPlain() ->
                            Configuration.empty()
                                    .with("characters", v.characters())
                                    .with("unknown", v.hasUnknown());
                    case Vocabulary v -> Configuration.empty().with(SYMBOLS, v.symbols());
                };
        return symbols.with(TextForms.FORM, vocabulary.form());
    }

    /** Its description in a run directory. */
    public Configuration toConfiguration() {
        return Configuration.empty()
                .with("task", TextTask.NAME)
                .with("model", settings.toConfiguration())
                .with("vocabulary", configuration(vocabulary));
    }

    /** Its size and form. */
    public ModelSettings settings() {
        return settings;
    }

    /** Its vocabulary. */
    public TextSymbols vocabulary() {
        return vocabulary;
    }

    /** The language model. */
    public LanguageModel model() {
        return model;
    }

    /**
     * The beginning of a text without a prompt: a new line, or another symbol that stands before
     * texts.
     */
    public int[] opening() {
        int symbol =
                Stream.of("\n", "<bos>", "<s>", "<eos>", "</s>")
                        .flatMap(s -> vocabulary.symbol(s).stream())
                        .findFirst()
                        .orElse(0);
        return new int[] {symbol};
    }

    /**
     * The model's variables in a checkpoint, without those of an optimizer.
     *
     * @throws dev.rondo.models.checkpoint.CheckpointException when some are missing
     */
    public Map<String, Array> weights(Checkpoint checkpoint) {
        Map<String, Type> variables = new LinkedHashMap<>();
        for (Variable v : scope.variables()) {
            if (v.name().startsWith(SCOPE)) {
                variables.put(v.name(), new Type(v.dtype(DType.F32), v.shape()));
            }
        }
        return checkpoint.values(variables);
    }

    /** The name of the cell that corresponds to a module of PyTorch. */
    public static String cell(RecurrentKind kind) {
        return switch (kind) {
            case LSTM -> Cells.LSTM.id();
            case GRU -> Cells.GRU_AFTER.id();
            case RNN_TANH -> Cells.RNN.id();
            case RNN_RELU -> Cells.RNN_RELU.id();
        };
    }

    /**
     * Where the weights are in a {@code state_dict}. With tied weights, the weight of the scores is
     * not among them, because it is the embedding's.
     *
     * @param prefixes prefixes of the tensors of {@code embedding}, {@code cells} and {@code
     *     classify}
     * @throws UsageException when PyTorch's modules cannot express such a model
     */
    public static Layout layout(ModelSettings settings, int symbols, TextParts prefixes) {
        RecurrentForm form = form(settings);
        int vector = settings.embedding();
        int hidden = settings.stack().hidden();
        List<Layout> parts = new ArrayList<>();
        parts.add(Layouts.embedding(prefixes.embedding(), SCOPE + "embedding.", symbols, vector));
        parts.add(form.layout(prefixes.cells(), SCOPE + "cells."));
        if (!settings.tied()) {
            parts.add(Layouts.linear(prefixes.classify(), SCOPE + "classify.", hidden, symbols));
        } else {
            if (hidden != vector) {
                parts.add(
                        only("project.weight", Shape.of(vector, hidden), false, "project.weight"));
            }
            parts.add(only(prefixes.classify() + BIAS, Shape.of(symbols), true, "classify.bias"));
        }
        return Layout.of("a language model of " + symbols + " symbols with " + form, parts);
    }

    private static Layout only(String name, Shape shape, boolean optional, String variable) {
        return new Layout(
                name, List.of(new Weight(name, shape, optional, List.of(SCOPE + variable))));
    }

    /**
     * Refuses zoneout, whose expected state is part of a model: no module of PyTorch computes it.
     */
    private static void checkNoZoneout(StackSettings stack) {
        if (stack.zoneout() > 0) {
            throw new UsageException(
                    String.format(
                            Locale.ROOT,
                            "this model was trained with --zoneout %s, so each of its states is a mean of the"
                                    + " new and the previous one; PyTorch has no cell '%s' like that. --format"
                                    + " onnx can hold it",
                            stack.zoneout(),
                            stack.cell()));
        }
    }

    private static RecurrentForm form(ModelSettings settings) {
        if (settings.stack().residual()) {
            throw new UsageException(
                    "PyTorch's layers have no --residual connections between them, so no state_dict"
                            + " of nn.LSTM, nn.GRU or nn.RNN can hold this model; --format onnx can");
        }
        if (settings.stack().cell().equals(Cells.GRU.id())) {
            throw new UsageException(
                    "nn.GRU applies its reset gate after the recurrent product, this model's cell 'gru'"
                            + " before it: their weights do not give the same results. Train with --cell"
                            + " gru-after for PyTorch, or export this one with --format onnx");
        }
        checkNoZoneout(settings.stack());
        RecurrentKind kind =
                Arrays.stream(RecurrentKind.values())
                        .filter(k -> cell(k).equals(settings.stack().cell()))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new UsageException(
                                                "PyTorch has no cell like '"
                                                        + settings.stack().cell()
                                                        + "'; it has "
                                                        + Arrays.stream(RecurrentKind.values())
                                                                .map(TextModel::cell)
                                                                .collect(
                                                                        Collectors.joining(", "))));
        return new RecurrentForm(
                kind,
                settings.embedding(),
                settings.stack().hidden(),
                0,
                settings.stack().layers(),
                false);
    }

    /**
     * The {@code state_dict} of these weights. As in PyTorch, it contains tied weights twice.
     *
     * @throws UsageException when PyTorch's modules cannot express such a model
     */
    public Map<String, Array> stateDict(Map<String, Array> weights) {
        TextParts parts = TextParts.named();
        Map<String, Array> tensors =
                new LinkedHashMap<>(layout(settings, vocabulary.size(), parts).stateDict(weights));
        if (settings.tied()) {
            tensors.put(parts.classify() + WEIGHT, tensors.get(parts.embedding() + WEIGHT));
        }
        return tensors;
    }

    Scope scope() {
        return scope;
    }

    /** A program without entries, for using the model without training it. */
    public Program program() {
        return Program.of(DType.F32, scope, 0);
    }
}
