package dev.rondo.cli.task;

import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.cli.UsageException;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.Pair;
import dev.rondo.models.data.PairBatches;
import dev.rondo.models.data.PairCodec;
import dev.rondo.models.loss.CrossEntropy;
import dev.rondo.models.seq2seq.EncoderDecoder;
import dev.rondo.models.seq2seq.SamplingSchedule;
import dev.rondo.models.seq2seq.SymbolChoice;
import dev.rondo.models.task.MemoryNeed;
import dev.rondo.models.task.ModelSettings;
import dev.rondo.models.task.TrainingSettings;
import dev.rondo.models.training.Batches;
import dev.rondo.models.training.Evaluator;
import dev.rondo.models.training.Totals;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** An encoder-decoder that learns to write the target of a source. */
public final class TranslationTask extends Task {
    /** The share of validation targets in which every symbol is right. */
    public static final String ACCURACY = "accuracy";

    /** Nats for each symbol of the validation targets. */
    private static final String LOSS = "loss";

    private static final String EVALUATE = "evaluate";

    /** Number of sources that are translated at once when accuracy is measured. */
    private static final int TRANSLATED_AT_ONCE = 250;

    private static final DType DTYPE = DType.F32;

    private final TranslationData data;
    private final double scheduledSampling;
    private final TranslationModel form;
    private final List<Pair> validation;
    private final int atOnce;
    private final Entry evaluation;

    /**
     * A new model.
     *
     * @param scheduledSampling k of the inverse sigmoid with which the decoder begins to read its
     *     own symbols ({@link SamplingSchedule.InverseSigmoid}); 0 to always read those of the
     *     target
     */
    public static TranslationTask create(
            TranslationData data,
            ModelSettings model,
            TrainingSettings settings,
            double scheduledSampling) {
        return new TranslationTask(data, model, settings, scheduledSampling);
    }

    /**
     * The task of a run that goes on.
     *
     * @param changes what changes in its training from now on
     */
    public static TranslationTask resume(
            TranslationData data, Checkpoint checkpoint, UnaryOperator<TrainingSettings> changes) {
        Configuration c = checkpoint.description().model();
        return new TranslationTask(
                data,
                TranslationModel.parse(c).settings(),
                TrainingSettings.resumed(c, changes),
                c.number("scheduled_sampling", 0));
    }

    private TranslationTask(
            TranslationData data,
            ModelSettings model,
            TrainingSettings settings,
            double scheduledSampling) {
        if (!(scheduledSampling == 0
                || scheduledSampling >= 1 && scheduledSampling < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "--scheduled-sampling must be 0, or 1 or above and finite, got "
                            + scheduledSampling);
        }
        PairCodec codec = data.codec();
        int symbols = codec.longestSource() + codec.longestTarget();
        int vocabulary = Math.max(codec.sourceSymbols(), codec.targetSymbols());
        MemoryNeed.of(model, vocabulary, settings.rows(), symbols).times(2).check();
        TranslationModel form = new TranslationModel(model, codec);
        List<Pair> validation = data.validation();
        int atOnce = Math.min(TRANSLATED_AT_ONCE, Math.max(validation.size(), data.test().size()));
        Function<Trace, Tensor> loss =
                loss(form.model(), codec, settings.rows(), scheduledSampling);
        Program program = settings.program(form.scope(), loss);
        Entry evaluation =
                Entry.trace(
                        EVALUATE,
                        DTYPE,
                        form.model()
                                .evaluating(
                                        codec.longestSource(),
                                        codec.longestTarget(),
                                        atOnce,
                                        CrossEntropy.IGNORED));
        Batches pairs = data.training(settings.batch(), settings.seed());
        Batches batches =
                scheduledSampling > 0
                        ? new SamplingSchedule.InverseSigmoid(scheduledSampling)
                                .feeding(pairs, DTYPE)
                        : pairs;
        this.data = data;
        this.scheduledSampling = scheduledSampling;
        this.form = form;
        this.validation = validation;
        this.atOnce = atOnce;
        this.evaluation = evaluation;
        super(
                data.name(),
                settings,
                data.source(),
                batches,
                form.translating(program.with(evaluation), atOnce));
    }

    private static Function<Trace, Tensor> loss(
            EncoderDecoder model, PairCodec codec, int batch, double scheduledSampling) {
        int s = codec.longestSource();
        int t = codec.longestTarget();
        return scheduledSampling > 0
                ? model.sampledTraining(s, t, batch, CrossEntropy.IGNORED, SymbolChoice.DRAWN)
                : model.training(s, t, batch, CrossEntropy.IGNORED);
    }

    /** What it trains. */
    TranslationModel model() {
        return form;
    }

    /**
     * What the model of an executable of {@link #program} writes.
     *
     * @param beforeEach called before each batch of pairs; an exception that it throws ends the
     *     call
     */
    List<Translation> translate(Executable executable, List<Pair> pairs, Runnable beforeEach) {
        List<String> sources = pairs.stream().map(Pair::source).toList();
        return form.translate(executable, atOnce, sources, beforeEach);
    }

    /** The number of targets in which every symbol is right. */
    static int right(List<Pair> pairs, List<Translation> written) {
        int right = 0;
        for (int i = 0; i < pairs.size(); i++) {
            right += pairs.get(i).target().equals(written.get(i).text()) ? 1 : 0;
        }
        return right;
    }

    /** The pairs from which it learns. */
    TranslationData pairs() {
        return data;
    }

    @Override
    public Configuration description() {
        return form.toConfiguration()
                .with("task", data.name())
                .with("data", data.configuration())
                .with("scheduled_sampling", scheduledSampling);
    }

    @Override
    public Evaluator evaluator(Executable executable, Runnable beforeEach) {
        Batches once = PairBatches.of(data.codec(), validation, atOnce, batches().items());
        return _ -> {
            Map<String, Double> sums = Totals.of(executable, evaluation, once, beforeEach);
            int right = right(validation, translate(executable, validation, beforeEach));
            return Map.of(
                    LOSS,
                    sums.get(CrossEntropy.TOTAL) / sums.get(CrossEntropy.COUNT),
                    ACCURACY,
                    (double) right / validation.size());
        };
    }

    @Override
    public String metric() {
        return ACCURACY;
    }

    @Override
    String inWords(Map<String, Double> measured) {
        return String.format(
                Locale.ROOT,
                "%.1f %% of validation %ss right",
                100 * measured.get(ACCURACY),
                data.item());
    }

    @Override
    TrainingRun.Report report(Console console) {
        return new TranslationReport(console, this);
    }

    @Override
    Chart chart() {
        return new Chart("nats per " + data.symbol(), 1, List.of(LOSS));
    }
}
