package dev.rondo.cli.task;

import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.data.DateCorpus;
import dev.rondo.models.data.DatePair;
import dev.rondo.models.data.Split;
import dev.rondo.models.optimizer.TrainingStep;
import dev.rondo.models.training.Batches;
import dev.rondo.models.training.Evaluator;
import dev.rondo.models.training.Goal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Dates as people write them to ISO dates. */
public final class DatesTask implements Task {
    /** The name of the task. */
    public static final String NAME = "dates";

    /** The part of validation dates that are right in all ten characters. */
    public static final String ACCURACY = "accuracy";

    /** Dates that are translated at once to measure accuracy. */
    private static final int TRANSLATED_AT_ONCE = 250;

    private static final int VALIDATION_DATES = 1000;
    private static final long VALIDATION_SEED = 1;
    private static final long TEST_SEED = 2;

    private final DateCorpus corpus = DateCorpus.standard();
    private final TrainingSettings settings;
    private final DatesModel form;
    private final Batches batches;
    private final Program program;

    /** A new model. */
    public static DatesTask create(ModelSettings model, TrainingSettings settings) {
        return new DatesTask(model, settings);
    }

    /**
     * The task of a run that goes on.
     *
     * @param changes what is changed in its training from now on
     */
    public static DatesTask resume(Checkpoint checkpoint, UnaryOperator<TrainingSettings> changes) {
        Configuration c = checkpoint.description().model();
        return new DatesTask(
                DatesModel.parse(c).settings(),
                changes.apply(TrainingSettings.parse(c.section("training"))));
    }

    private DatesTask(ModelSettings model, TrainingSettings settings) {
        this.settings = settings;
        int symbols = DateCorpus.sourceLength() + DateCorpus.TARGET_LENGTH;
        MemoryNeed.of(model, DateCorpus.sourceSymbols(), settings.batch(), symbols)
                .times(2)
                .check();
        batches = corpus.training(settings.batch(), settings.seed());
        form = new DatesModel(model);
        TrainingStep step = settings.step(form.scope());
        Program training =
                Program.of(DType.F32, form.scope(), settings.seed())
                        .with(
                                TRAIN,
                                step.minimizing(
                                        form.model()
                                                .training(
                                                        DateCorpus.sourceLength(),
                                                        DateCorpus.TARGET_LENGTH,
                                                        settings.batch(),
                                                        DateCorpus.IGNORED)));
        program = form.translating(training, TRANSLATED_AT_ONCE);
    }

    /** Dates that neither training nor the choice of the best model has seen, always the same. */
    public List<DatePair> testDates(int count) {
        return corpus.pairs(Split.TEST, TEST_SEED, count);
    }

    /** What the model of an executable of {@link #program} writes. */
    public List<DatesModel.Translation> translate(Executable executable, List<DatePair> dates) {
        return DatesModel.translate(
                executable, TRANSLATED_AT_ONCE, dates.stream().map(DatePair::written).toList());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Configuration configuration() {
        return form.toConfiguration().with("training", settings.toConfiguration());
    }

    @Override
    public TrainingSettings settings() {
        return settings;
    }

    @Override
    public DataSource data() {
        return corpus.source();
    }

    @Override
    public Program program() {
        return program;
    }

    @Override
    public Batches batches() {
        return batches;
    }

    @Override
    public Evaluator evaluator(Executable executable) {
        List<DatePair> dates = corpus.pairs(Split.VALIDATION, VALIDATION_SEED, VALIDATION_DATES);
        return _ -> {
            List<DatesModel.Translation> written = translate(executable, dates);
            return Map.of(ACCURACY, (double) right(dates, written) / dates.size());
        };
    }

    /** How many dates were written right in all their characters. */
    public static int right(List<DatePair> dates, List<DatesModel.Translation> written) {
        int right = 0;
        for (int i = 0; i < dates.size(); i++) {
            right += dates.get(i).iso().equals(written.get(i).iso()) ? 1 : 0;
        }
        return right;
    }

    @Override
    public String metric() {
        return ACCURACY;
    }

    @Override
    public Goal goal() {
        return Goal.MAXIMIZE;
    }

    @Override
    public String inWords(Map<String, Double> measured) {
        return String.format(
                Locale.ROOT, "%.1f %% of validation dates right", 100 * measured.get(ACCURACY));
    }

    @Override
    public Chart chart() {
        return new Chart("nats per character", 1, List.of());
    }
}
