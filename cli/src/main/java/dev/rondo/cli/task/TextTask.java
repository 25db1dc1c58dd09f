package dev.rondo.cli.task;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.backend.Mismatch;
import dev.rondo.cli.Console;
import dev.rondo.cli.UsageException;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.TextCorpus;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.loss.CrossEntropy;
import dev.rondo.models.task.MemoryNeed;
import dev.rondo.models.task.ModelSettings;
import dev.rondo.models.task.TrainingSettings;
import dev.rondo.models.training.Batches;
import dev.rondo.models.training.Evaluator;
import dev.rondo.models.training.Totals;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A language model of the characters or words of one text. */
public final class TextTask extends Task {
    /** The name of the task. */
    public static final String NAME = "text";

    private static final String EVALUATE = "evaluate";
    private static final String PERPLEXITY = "perplexity";

    /** The least length of held-out streams, so that their beginnings have little weight. */
    private static final int LEAST_STREAM = 500;

    private static final int MOST_STREAMS = 32;

    private final Map<String, Array> weights;
    private final Path file;
    private final TextCorpus corpus;
    private final TextModel form;
    private final Batches heldOut;
    private final Entry evaluation;

    /**
     * A new model of a text.
     *
     * @param file the file that the corpus was read from
     */
    public static TextTask create(
            Path file, TextCorpus corpus, ModelSettings model, TrainingSettings settings) {
        return new TextTask(file, corpus, model, settings, Map.of());
    }

    /**
     * A new training of an existing model, with a new optimizer.
     *
     * @param from holds the model's weights
     * @param changes what changes in how it is trained; they must not change the weights
     */
    public static TextTask from(
            Checkpoint from,
            Path file,
            UnaryOperator<ModelSettings> changes,
            TrainingSettings settings) {
        TextModel model = TextModel.parse(from.description().model());
        TextCorpus corpus = TextCorpus.read(file, TextCorpus.HELD_OUT, model.vocabulary());
        ModelSettings changed = changes.apply(model.settings());
        return new TextTask(file, corpus, changed, settings, model.weights(from));
    }

    /**
     * The task of a run that goes on.
     *
     * @param moved where the text is now; null if it has not moved
     * @param changes what changes in its training from now on
     */
    public static TextTask resume(
            Checkpoint checkpoint, Path moved, UnaryOperator<TrainingSettings> changes) {
        Configuration c = checkpoint.description().model();
        if (!c.has("training")) {
            throw new UsageException(
                    checkpoint.directory()
                            + " was imported, not trained here, so there is no training to go on"
                            + " with; --from starts one from its weights");
        }
        Path file = DataFile.parse(c, moved, "--text").path();
        TextCorpus corpus =
                TextCorpus.read(file, TextCorpus.HELD_OUT, TextModel.parse(c).vocabulary());
        SameData.check(checkpoint, file, corpus.source());
        return new TextTask(
                file,
                corpus,
                TextModel.parse(c).settings(),
                TrainingSettings.resumed(c, changes),
                Map.of());
    }

    private TextTask(
            Path file,
            TextCorpus corpus,
            ModelSettings model,
            TrainingSettings settings,
            Map<String, Array> weights) {
        if (settings.sequence() < 1) {
            throw new UsageException("--sequence must be at least 1, got " + settings.sequence());
        }
        int length = settings.sequence();
        int batch = settings.batch();
        MemoryNeed.of(model, corpus.vocabulary().size(), settings.rows(), length).check();
        Batches batches = corpus.training(length, batch, settings.seed());
        int streams =
                Math.clamp(corpus.heldOutSize() / LEAST_STREAM, 1, Math.min(batch, MOST_STREAMS));
        heldOut = corpus.heldOut(length, streams, CrossEntropy.IGNORED);
        TextModel form = new TextModel(model, corpus.vocabulary());
        LanguageModel languageModel = form.model();
        Program program =
                settings.program(
                        form.scope(),
                        languageModel.training(length, settings.rows(), CrossEntropy.IGNORED));
        Entry evaluation =
                Entry.trace(
                        EVALUATE,
                        DType.F32,
                        languageModel.evaluating(length, streams, CrossEntropy.IGNORED));
        this.file = file;
        this.corpus = corpus;
        this.form = form;
        this.evaluation = evaluation;
        this.weights = weights;
        super(NAME, settings, corpus.source(), batches, program.with(evaluation));
    }

    /** The model. */
    public TextModel model() {
        return form;
    }

    /** The text. */
    public TextCorpus corpus() {
        return corpus;
    }

    @Override
    public Configuration description() {
        return DataFile.whole(file).addTo(form.toConfiguration());
    }

    @Override
    public void start(Executable executable) {
        // the optimizer's variables keep their initial values
        executable.load(weights, Mismatch::withoutMissing);
    }

    @Override
    public Evaluator evaluator(Executable executable, Runnable beforeEach) {
        return _ -> {
            Map<String, Double> sums = Totals.of(executable, evaluation, heldOut, beforeEach);
            double nats = sums.get("total") / sums.get("count");
            Map<String, Double> measured = new LinkedHashMap<>();
            measured.put(metric(), nats / Math.log(2));
            measured.put(PERPLEXITY, Math.exp(nats));
            return measured;
        };
    }

    @Override
    public String metric() {
        return "bits_per_" + unit();
    }

    @Override
    String inWords(Map<String, Double> measured) {
        return String.format(
                Locale.ROOT,
                "%.3f bits per %s (perplexity %.4g) on the held-out part",
                measured.get(metric()),
                unit(),
                measured.get(PERPLEXITY));
    }

    /** What a symbol is. */
    String unit() {
        return corpus.vocabulary().unit().one();
    }

    @Override
    TrainingRun.Report report(Console console) {
        return new TextReport(console, this);
    }

    @Override
    Chart chart() {
        return new Chart("bits per " + unit(), 1 / Math.log(2), List.of(metric()));
    }
}
