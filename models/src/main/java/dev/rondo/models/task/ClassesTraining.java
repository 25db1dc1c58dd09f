package dev.rondo.models.task;

import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.classification.Calibration;
import dev.rondo.models.classification.ConfusionMatrix;
import dev.rondo.models.classification.Sequence;
import dev.rondo.models.data.SequenceBatches;
import dev.rondo.models.data.Split;
import dev.rondo.models.loss.ClassWeights;
import dev.rondo.models.training.Batches;
import dev.rondo.models.training.Evaluator;
import dev.rondo.models.training.Goal;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The training of a classifier of sequences. */
public final class ClassesTraining implements ModelTraining {
    /** The mean loss of the validation part, in nats; it decides which model is best. */
    public static final String LOSS = "loss";

    /** The share of the validation part that is classified right. */
    public static final String ACCURACY = "accuracy";

    /** The mean F1 of the classes, on the validation part. */
    public static final String MACRO_F1 = "macro_f1";

    /** Number of sequences at once when the model is measured. */
    private static final int MOST_AT_ONCE = 64;

    private final ClassesModel model;
    private final DataSource data;
    private final Map<Split, LabelledSequences> parts;
    private final ClassWeighting weighting;
    private final ClassWeights weights;
    private final double smoothing;
    private final TrainingSettings settings;
    private final int longest;
    private final int atOnce;
    private final Program program;
    private final Batches batches;

    /**
     * A training.
     *
     * @param data where the data came from
     * @param parts the data; those of a part that is missing are none
     * @param weighting how much the classes count in the loss
     * @param smoothing ε of smoothed labels, from 0 to below 1
     * @throws SettingException when the settings are impossible, or need too much memory
     */
    public ClassesTraining(
            ClassesModel model,
            DataSource data,
            Map<Split, LabelledSequences> parts,
            ClassWeighting weighting,
            double smoothing,
            TrainingSettings settings) {
        Values.within("--label-smoothing", smoothing, 0, 1);
        this.model = model;
        this.data = data;
        this.parts = Map.copyOf(parts);
        this.weighting = weighting;
        this.smoothing = smoothing;
        this.settings = settings;
        this.longest =
                parts.values().stream()
                        .flatMap(p -> p.sequences().stream())
                        .mapToInt(Sequence::steps)
                        .max()
                        .orElse(1);
        int rows = settings.rows();
        ClassesModel.need(model.settings(), model.codec(), model.classes().size(), rows, longest)
                .check();
        LabelledSequences training = part(Split.TRAINING);
        this.weights = weighting.of(model.classes(), training.counts(model.classes().size()));
        int measured =
                Math.max(
                        part(Split.VALIDATION).sequences().size(),
                        part(Split.TEST).sequences().size());
        this.atOnce = Math.clamp(measured, 1, MOST_AT_ONCE);
        this.program =
                settings.program(
                                model.scope(),
                                model.model().training(longest, rows, weights, smoothing))
                        .with(model.classifying(atOnce, longest));
        this.batches =
                SequenceBatches.training(
                        training.sequences(),
                        training.labels(),
                        longest,
                        settings.batch(),
                        settings.seed());
    }

    private LabelledSequences part(Split split) {
        return parts.getOrDefault(split, new LabelledSequences(List.of(), new int[0]));
    }

    /** The model. */
    public ClassesModel model() {
        return model;
    }

    @Override
    public TrainingSettings settings() {
        return settings;
    }

    @Override
    public DataSource data() {
        return data;
    }

    @Override
    public Batches batches() {
        return batches;
    }

    @Override
    public Program program() {
        return program;
    }

    @Override
    public Configuration description() {
        return model.toConfiguration()
                .with("class_weights", weighting.text())
                .with("label_smoothing", smoothing);
    }

    /**
     * Logits of all sequences of a part.
     *
     * @param executable of {@link #program}
     * @param beforeEach called before each batch of them
     * @return [sequence][class]
     */
    public double[][] logits(Executable executable, Split part, Runnable beforeEach) {
        return model.logits(executable, atOnce, longest, part(part).sequences(), beforeEach);
    }

    /** How often sequences of each class of a part were taken for each class. */
    public ConfusionMatrix confusion(Split part, double[][] scores) {
        int[] said = Arrays.stream(scores).mapToInt(Calibration::likeliest).toArray();
        return ConfusionMatrix.of(part(part).labels(), said, model.classes().size());
    }

    @Override
    public Evaluator evaluator(Executable executable, Runnable beforeEach) {
        return _ -> {
            double[][] logits = logits(executable, Split.VALIDATION, beforeEach);
            ConfusionMatrix matrix = confusion(Split.VALIDATION, logits);
            Map<String, Double> measured = new LinkedHashMap<>();
            measured.put(LOSS, loss(logits, part(Split.VALIDATION).labels()));
            measured.put(ACCURACY, matrix.accuracy());
            measured.put(MACRO_F1, matrix.macroF1());
            return measured;
        };
    }

    /** The loss that is minimized, without smoothing. */
    private double loss(double[][] logits, int[] labels) {
        double[] w = weights.toArray();
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < labels.length; i++) {
            double[] z = logits[i];
            double top = Arrays.stream(z).max().orElse(0);
            double all = Arrays.stream(z).map(x -> Math.exp(x - top)).sum();
            sum += w[labels[i]] * (Math.log(all) + top - z[labels[i]]);
            weight += w[labels[i]];
        }
        return sum / weight;
    }

    @Override
    public String metric() {
        return LOSS;
    }

    @Override
    public Goal goal() {
        return Goal.MINIMIZE;
    }
}
