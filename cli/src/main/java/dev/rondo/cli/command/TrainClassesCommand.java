package dev.rondo.cli.command;

import dev.rondo.cli.UsageException;
import dev.rondo.cli.task.ClassesData;
import dev.rondo.cli.task.ClassesTask;
import dev.rondo.cli.task.DataFile;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.data.Skipping;
import dev.rondo.models.task.ClassWeighting;
import dev.rondo.models.task.ClassesModel;
import dev.rondo.models.task.ClassesSettings;
import dev.rondo.models.task.Limits;
import dev.rondo.models.task.TrainingSettings;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/** {@code rondo train classes}: a classifier of texts or of sequences of numbers. */
@Command(
        name = "classes",
        description = {
            "Trains a recurrent network to say the class of a text or of a sequence of numbers. A part of"
                    + " the sequences of each class is kept for the test; training reports accuracy,"
                    + " macro F1, confusions and calibration on it, beside always saying one class."
        },
        footer = {
            "",
            "Without a limit, training ends after 1000 steps. Ctrl-C saves and ends it.",
            "",
            "Examples:",
            "  rondo train classes --csv reviews.csv --text review --class sentiment",
            "  rondo train classes --csv beats.csv --class kind --bidirectional --pooling attention",
            "  rondo train classes --csv walks.csv --class gait --id walk --time second --values x,y,z",
            "  rondo train classes --resume runs/classes-20260522-101500 --steps 2000"
        })
final class TrainClassesCommand extends TaskCommand {
    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = {
                "The sequences: a file in UTF-8 with a header and columns separated by commas, semicolons,"
                        + " tabs or bars; - is standard input. With --resume only needed where the file"
                        + " has been moved."
            })
    private Path csv;

    @Mixin private SkippingOptions skipping;
    @Mixin private ClassesOptions classes;
    @Mixin private LearningOptions learning;
    @Mixin private EpochOptions epochs;
    @Mixin private RunOptions run;

    TrainClassesCommand() {
        super(ClassesModel.TASK, Limits.steps(1000));
    }

    @Override
    RunOptions run() {
        return run;
    }

    @Override
    EpochOptions epochs() {
        return epochs;
    }

    @Override
    ClassesTask create() {
        if (csv == null) {
            throw new UsageException("--csv FILE says what to train on");
        }
        // wrong options are reported before a file is read
        ClassesSettings settings = classes.settings();
        ClassesData.Form form = classes.form();
        ClassWeighting weighting = classes.weighting();
        double smoothing = classes.smoothing();
        TrainingSettings training = run.shared(learning.settings(0));
        ClassesData data = new ClassesData(new DataFile(csv, skipping.or(Skipping.NOTHING)), form);
        ClassesTask task = ClassesTask.create(data, settings, weighting, smoothing, training);
        note(task.toString());
        task.notes().forEach(this::note);
        task.warnings().forEach(console()::warn);
        return task;
    }

    @Override
    ClassesTask resume(Checkpoint latest) {
        classes.checkResumed();
        return ClassesTask.resume(latest, csv, classes.testFile(), run.shared(learning.changes()));
    }
}
