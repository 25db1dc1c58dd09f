package dev.rondo.cli.task;

import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.classification.ConfusionMatrix;
import dev.rondo.models.data.Split;
import dev.rondo.models.task.ClassWeighting;
import dev.rondo.models.task.ClassesModel;
import dev.rondo.models.task.ClassesSettings;
import dev.rondo.models.task.ClassesTraining;
import dev.rondo.models.task.Described;
import dev.rondo.models.task.TrainingSettings;
import dev.rondo.models.training.Evaluator;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A classifier of the sequences of a CSV file. */
public final class ClassesTask extends Task {
    private final ClassesData data;
    private final ClassesRemarks remarks;
    private final ClassesTraining training;

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
        ClassesModel form = new ClassesModel(model, data.columns(), data.codec(), data.classes());
        ClassesTraining training =
                new ClassesTraining(
                        form, data.source(), data.encoded(), weighting, smoothing, settings);
        this.data = data;
        this.remarks = ClassesRemarks.of(data);
        this.training = training;
        super(ClassesModel.TASK, settings, data.source(), training.batches(), training.program());
    }

    /** The sequences and their classes. */
    ClassesData sequences() {
        return data;
    }

    /** The model. */
    public ClassesModel model() {
        return training.model();
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
        return training.logits(executable, part, beforeEach);
    }

    /** How often sequences of each class of a part were taken for each class. */
    ConfusionMatrix confusion(Split part, double[][] scores) {
        return training.confusion(part, scores);
    }

    @Override
    public Configuration description() {
        return data.addTo(training.description());
    }

    @Override
    public Evaluator evaluator(Executable executable, Runnable beforeEach) {
        return training.evaluator(executable, beforeEach);
    }

    @Override
    public String metric() {
        return training.metric();
    }

    @Override
    String inWords(Map<String, Double> measured) {
        return String.format(
                Locale.ROOT,
                "%.1f %% right, macro F1 %.3f, loss %.4f on the validation part",
                100 * measured.get(ClassesTraining.ACCURACY),
                measured.get(ClassesTraining.MACRO_F1),
                measured.get(ClassesTraining.LOSS));
    }

    @Override
    TrainingRun.Report report(Console console) {
        return new ClassesReport(console, this);
    }

    @Override
    Chart chart() {
        return new Chart("nats per sequence", 1, List.of(ClassesTraining.LOSS));
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
