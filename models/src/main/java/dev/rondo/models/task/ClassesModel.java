package dev.rondo.models.task;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.backend.NonFiniteException;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.classification.Sequence;
import dev.rondo.models.classification.SequenceClassifier;
import dev.rondo.models.classification.Temperature;
import dev.rondo.models.data.Example;
import dev.rondo.models.data.ExampleCodec;
import dev.rondo.models.data.ExampleColumns;
import dev.rondo.models.data.Lexicon;
import dev.rondo.models.data.Scaling;
import dev.rondo.models.data.SequenceBatches;
import dev.rondo.models.data.Tokens;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A classifier, what it reads, and the names of its classes, as a run directory has them. */
public final class ClassesModel {
    /** The task of such models in commands and run directories. */
    public static final String TASK = "classes";

    private static final String CLASSIFY = "classify";

    private final ClassesSettings settings;
    private final ExampleColumns columns;
    private final ExampleCodec codec;
    private final List<String> classes;
    private final Scope scope = Scope.root();
    private final SequenceClassifier model;

    /** Declares the model's variables in a scope of its own. */
    public ClassesModel(
            ClassesSettings settings,
            ExampleColumns columns,
            ExampleCodec codec,
            List<String> classes) {
        this.settings = settings;
        this.columns = columns;
        this.codec = codec;
        this.classes = List.copyOf(classes);
        this.model =
                new SequenceClassifier(
                        scope.child("model"),
                        settings.form(codec.input(settings.embedding()), classes.size()));
    }

    /** The model that a run directory describes. */
    public static ClassesModel parse(Configuration c) {
        return Described.by(c, ClassesModel::made);
    }

    private static ClassesModel made(Configuration c) {
        ClassesSettings settings = ClassesSettings.parse(c.section("model"));
        ExampleCodec codec = codec(c.section("codec"));
        List<String> classes = c.texts("classes");
        if (classes.size() < 2 || new LinkedHashSet<>(classes).size() < classes.size()) {
            throw new IllegalArgumentException(
                    "there must be at least 2 classes, each once, found " + classes);
        }
        need(settings, codec, classes.size(), 1, 1).check();
        return new ClassesModel(settings, columns(c.section("columns")), codec, classes);
    }

    /** The memory for training or for classifying. */
    static MemoryNeed need(
            ClassesSettings settings, ExampleCodec codec, int classes, int batch, int length) {
        SequenceClassifier.Input input = codec.input(settings.embedding());
        int symbols =
                input instanceof SequenceClassifier.Symbols s
                        ? Math.max(s.vocabulary(), classes)
                        : classes;
        return MemoryNeed.of(settings.stack(), input.size(), symbols, batch, length)
                .times(settings.bothWays() ? 2 : 1);
    }

    Configuration toConfiguration() {
        return Configuration.empty()
                .with("task", TASK)
                .with("model", settings.toConfiguration())
                .with("columns", configuration(columns))
                .with("codec", configuration(codec))
                .with("classes", classes);
    }

    private static Configuration configuration(ExampleColumns columns) {
        return switch (columns) {
            case ExampleColumns.OfText(String column) -> Configuration.empty().with("text", column);
            case ExampleColumns.OfRow(List<String> values) ->
                    Configuration.empty().with("values", values);
            case ExampleColumns.OfSteps(String id, Optional<String> time, List<String> values) ->
                    Configuration.empty()
                            .with("id", id)
                            .with("time", time.orElse(null))
                            .with("values", values);
        };
    }

    private static ExampleColumns columns(Configuration c) {
        if (c.has("text")) {
            return new ExampleColumns.OfText(c.text("text"));
        }
        if (!c.has("id")) {
            return new ExampleColumns.OfRow(c.texts("values"));
        }
        Optional<String> time = c.has("time") ? Optional.of(c.text("time")) : Optional.empty();
        return new ExampleColumns.OfSteps(c.text("id"), time, c.texts("values"));
    }

    private static Configuration configuration(ExampleCodec codec) {
        return switch (codec) {
            case ExampleCodec.OfTexts(Lexicon lexicon, int longest) ->
                    Configuration.empty()
                            .with("tokens", lexicon.unit())
                            .with("known", lexicon.tokens())
                            .with(TextForms.FORM, lexicon.form())
                            .with("longest", longest);
            case ExampleCodec.OfNumbers(List<Scaling> scaling) ->
                    Configuration.empty()
                            .with(
                                    "scaling",
                                    scaling.stream().map(SeriesScaling::configuration).toList());
        };
    }

    private static ExampleCodec codec(Configuration c) {
        if (c.has("scaling")) {
            return new ExampleCodec.OfNumbers(
                    c.sections("scaling").stream().map(SeriesScaling::scaling).toList());
        }
        Lexicon lexicon = new Lexicon(c.choice("tokens", Tokens.class), c.texts("known"));
        return new ExampleCodec.OfTexts(
                lexicon.reading(TextForms.of(c)), c.integer("longest", 1, Integer.MAX_VALUE));
    }

    /** Its size and form. */
    public ClassesSettings settings() {
        return settings;
    }

    /** The columns of a file that it reads. */
    public ExampleColumns columns() {
        return columns;
    }

    /** What it makes of a written sequence. */
    public ExampleCodec codec() {
        return codec;
    }

    /** The names of its classes, in the order of its probabilities. */
    public List<String> classes() {
        return classes;
    }

    /** What reads and classifies. */
    public SequenceClassifier model() {
        return model;
    }

    /** Declares its variables. */
    public Scope scope() {
        return scope;
    }

    /**
     * How a sequence differs from those of training, unknown symbols apart: it is cut, or has
     * numbers beyond theirs.
     */
    public Optional<String> remark(Example.Content content) {
        return switch (codec) {
            case ExampleCodec.OfTexts texts when texts.length(content) > texts.longest() ->
                    Optional.of(
                            String.format(
                                    Locale.ROOT,
                                    "of its %,d %ss the first %,d are read, as in training",
                                    texts.length(content),
                                    texts.lexicon().unit().one(),
                                    texts.longest()));
            case ExampleCodec.OfNumbers numbers when numbers.beyond(content) > 0 ->
                    Optional.of(
                            String.format(
                                    Locale.ROOT,
                                    "%,d of its numbers lie outside those of training",
                                    numbers.beyond(content)));
            default -> Optional.empty();
        };
    }

    /**
     * A program that classifies so many sequences at once, and does not train.
     *
     * @param length the most steps of a sequence
     */
    public Program program(int batch, int length) {
        need(settings, codec, classes.size(), batch, length).check();
        return Program.of(DType.F32, scope, 0).with(classifying(batch, length));
    }

    /** The entry that classifies so many sequences at once. */
    Entry classifying(int batch, int length) {
        return Entry.trace(CLASSIFY, DType.F32, model.predicting(length, batch));
    }

    /**
     * Classifies any number of sequences.
     *
     * @param executable of a program that {@link #program} made with the same sizes
     * @param batch number of sequences that it classifies at once
     * @param length the most steps of a sequence
     * @param sequences what is classified, as {@link #codec} makes them
     * @param temperature of the probabilities; {@link Temperature#ONE} for the model's own
     * @return for each sequence, the probability of each class
     * @throws NonFiniteException when there is no probability, since weights are not finite
     */
    public double[][] classify(
            Executable executable,
            int batch,
            int length,
            List<Sequence> sequences,
            Temperature temperature) {
        double[][] logits = logits(executable, batch, length, sequences, () -> {});
        checkFinite(logits);
        return Arrays.stream(logits).map(temperature::probabilities).toArray(double[][]::new);
    }

    /** Refuses logits of which no probability follows. */
    public static void checkFinite(double[][] logits) {
        for (double[] row : logits) {
            for (double z : row) {
                if (!Double.isFinite(z)) {
                    throw new NonFiniteException(
                            "the model says " + z + " of a class, which is no probability");
                }
            }
        }
    }

    /**
     * A logit for each class of each sequence.
     *
     * @param beforeEach called before each batch of them; an exception that it throws ends the call
     */
    double[][] logits(
            Executable executable,
            int batch,
            int length,
            List<Sequence> sequences,
            Runnable beforeEach) {
        if (sequences.isEmpty()) {
            return new double[0][];
        }
        SequenceBatches batches = SequenceBatches.once(sequences, length, batch);
        double[][] logits = new double[sequences.size()][classes.size()];
        for (int from = 0; from < logits.length; from += batch) {
            beforeEach.run();
            Array z =
                    executable
                            .run(CLASSIFY, batches.unlabelled(from / batch))
                            .get(SequenceClassifier.LOGITS);
            for (int b = 0; b < Math.min(batch, logits.length - from); b++) {
                for (int c = 0; c < classes.size(); c++) {
                    logits[from + b][c] = z.get(b * classes.size() + c);
                }
            }
        }
        return logits;
    }
}
