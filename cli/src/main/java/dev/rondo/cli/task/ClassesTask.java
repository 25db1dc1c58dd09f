package dev.rondo.cli.task;

import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.graph.Program;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.classification.Calibration;
import dev.rondo.models.classification.ConfusionMatrix;
import dev.rondo.models.data.SequenceBatches;
import dev.rondo.models.data.Split;
import dev.rondo.models.loss.ClassWeights;
import dev.rondo.models.training.Evaluator;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A classifier of the sequences of a CSV file. */
public final class ClassesTask extends Task {
    /** The name of the task. */
    public static final String NAME = "classes";

    private static final String LOSS = "loss";
    private static final String ACCURACY = "accuracy";
    private static final String MACRO_F1 = "macro_f1";

    /** Number of sequences at once when the model is measured. */
    private static final int MOST_AT_ONCE = 64;

    private final ClassesData data;
    private final ClassesRemarks remarks;
    private final ClassesModel form;
    private final ClassWeighting weighting;
    private final ClassWeights weights;
    private final double smoothing;
    private final int atOnce;

    /**
     * A new model.
     *
     * @param weighting how much the classes count in the loss
     * @param smoothing ε of smoothed labels
     */
    public static ClassesTask create(
            ClassesData data,
            ClassesSettings model,
            ClassWeighting weighting,
            double smoothing,
            TrainingSettings settings) {
        return new ClassesTask(data, model, weighting, smoothing, settings);
    }

    /**
     * The task of a run that goes on.
     *
     * @param moved where the file is now; null if it has not moved
     * @param movedTest where the file of the test is now; empty if it has not moved
     * @param changes what changes in its training from now on
     */
    public static ClassesTask resume(
            Checkpoint checkpoint,
            Path moved,
            Optional<Path> movedTest,
            UnaryOperator<TrainingSettings> changes) {
        Configuration c = checkpoint.description().model();
        return new ClassesTask(
                ClassesData.resume(checkpoint, moved, movedTest),
                ClassesModel.parse(c).settings(),
                Described.by(c, d -> new ClassWeighting(d.text("class_weights"))),
                c.number("label_smoothing"),
                TrainingSettings.resumed(c, changes));
    }

    private ClassesTask(
            ClassesData data,
            ClassesSettings model,
            ClassWeighting weighting,
            double smoothing,
            TrainingSettings settings) {
        Values.within("--label-smoothing", smoothing, 0, 1);
        int length = data.longest();
        int rows = settings.rows();
        ClassesModel.need(model, data.codec(), data.classes().size(), rows, length).check();
        ClassWeights weights = weighting.of(data.classes(), data.counts(Split.TRAINING));
        ClassesModel form = new ClassesModel(model, data.columns(), data.codec(), data.classes());
        Program program =
                settings.program(
                        form.scope(), form.model().training(length, rows, weights, smoothing));
        int atOnce =
                Math.min(
                        MOST_AT_ONCE,
                        Math.max(
                                data.examples(Split.VALIDATION).size(),
                                data.examples(Split.TEST).size()));
        this.data = data;
        this.remarks = ClassesRemarks.of(data);
        this.form = form;
        this.weighting = weighting;
        this.weights = weights;
        this.smoothing = smoothing;
        this.atOnce = atOnce;
        super(
                NAME,
                settings,
                data.source(),
                SequenceBatches.training(
                        data.sequences(Split.TRAINING),
                        data.labels(Split.TRAINING),
                        length,
                        settings.batch(),
                        settings.seed()),
                program.with(form.classifying(atOnce, length)));
    }

    /** The sequences and their classes. */
    ClassesData sequences() {
        return data;
    }

    /** The model. */
    public ClassesModel model() {
        return form;
    }

    /** What should be known of the data. */
    ClassesRemarks remarks() {
        return remarks;
    }

    /** What was done with the data. */
    public List<String> notes() {
        return remarks.notes();
    }

    /** What makes figures about the data doubtful. */
    public List<String> warnings() {
        return remarks.warnings();
    }

    /** Logits of all sequences of a part, from an executable of {@link #program}. */
    double[][] logits(Executable executable, Split part, Runnable beforeEach) {
        return form.logits(executable, atOnce, data.longest(), data.sequences(part), beforeEach);
    }

    /** How often sequences of each class of a part were taken for each class. */
    ConfusionMatrix confusion(Split part, double[][] scores) {
        int[] said = Arrays.stream(scores).mapToInt(Calibration::likeliest).toArray();
        return ConfusionMatrix.of(data.labels(part), said, data.classes().size());
    }

    @Override
    Configuration description() {
        return data.addTo(form.toConfiguration())
                .with("class_weights", weighting.text())
                .with("label_smoothing", smoothing);
    }

    @Override
    Evaluator evaluator(Executable executable, Runnable beforeEach) {
        return _ -> {
            double[][] logits = logits(executable, Split.VALIDATION, beforeEach);
            ConfusionMatrix matrix = confusion(Split.VALIDATION, logits);
            Map<String, Double> measured = new LinkedHashMap<>();
            measured.put(LOSS, loss(logits, data.labels(Split.VALIDATION)));
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
    String metric() {
        return LOSS;
    }

    @Override
    String inWords(Map<String, Double> measured) {
        return String.format(
                Locale.ROOT,
                "%.1f %% right, macro F1 %.3f, loss %.4f on the validation part",
                100 * measured.get(ACCURACY),
                measured.get(MACRO_F1),
                measured.get(LOSS));
    }

    @Override
    TrainingRun.Report report(Console console) {
        return new ClassesReport(console, this);
    }

    @Override
    Chart chart() {
        return new Chart("nats per sequence", 1, List.of(LOSS));
    }

    @Override
    public String toString() {
        int[] counts = data.counts(Split.TRAINING);
        String each =
                counts.length > 8
                        ? ""
                        : IntStream.range(0, counts.length)
                                .mapToObj(c -> "'" + data.classes().get(c) + "' " + counts[c])
                                .collect(Collectors.joining(", ", " (", " to train on)"));
        return String.format(
                Locale.ROOT,
                "%s: %,d sequences to train on, %,d for validation, %,d for test; %d classes%s",
                data.source().name(),
                data.examples(Split.TRAINING).size(),
                data.examples(Split.VALIDATION).size(),
                data.examples(Split.TEST).size(),
                data.classes().size(),
                each);
    }
}
