package dev.rondo.cli.task;

import dev.rondo.cli.Console;
import dev.rondo.graph.Program;
import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.task.ClassesModel;
import dev.rondo.models.task.ModelTraining;
import dev.rondo.models.task.SeriesModel;
import dev.rondo.models.task.TrainingSettings;
import dev.rondo.models.training.Batches;
import dev.rondo.models.training.Goal;

import java.util.List;
import java.util.Map;

/** Something to train: data, a model, and a measure of how good it is. */
public abstract sealed class Task implements ModelTraining
        permits ClassesTask, SeriesTask, TextTask, TranslationTask {
    private final String name;
    private final TrainingSettings settings;
    private final DataSource data;
    private final Batches batches;
    private final Program program;

    /**
     * A task.
     *
     * @param name name in commands and run directories
     * @param settings how it is trained
     * @param data what it learns from
     * @param batches the data in the order of training
     * @param program the model, with the entry {@value TrainingSettings#TRAIN} and those that the
     *     evaluator runs
     */
    Task(
            String name,
            TrainingSettings settings,
            DataSource data,
            Batches batches,
            Program program) {
        this.name = name;
        this.settings = settings;
        this.data = data;
        this.batches = batches;
        this.program = program;
    }

    /** The name in commands and run directories. */
    final String name() {
        return name;
    }

    @Override
    public final TrainingSettings settings() {
        return settings;
    }

    @Override
    public final DataSource data() {
        return data;
    }

    @Override
    public final Batches batches() {
        return batches;
    }

    @Override
    public final Program program() {
        return program;
    }

    @Override
    public final Goal goal() {
        return goal(name);
    }

    /**
     * Which values of the deciding metric are better.
     *
     * @param task the name of a task in commands and run directories
     */
    public static Goal goal(String task) {
        return switch (task) {
            case SeriesModel.TASK, ClassesModel.TASK, TextTask.NAME -> Goal.MINIMIZE;
            case DatesData.NAME, PairsData.NAME -> Goal.MAXIMIZE;
            default -> throw new IllegalArgumentException("there is no task " + task);
        };
    }

    /** An evaluation in words. */
    abstract String inWords(Map<String, Double> evaluation);

    /** How the chart shows the loss. */
    abstract Chart chart();

    /** The report on its model after training. */
    abstract TrainingRun.Report report(Console console);

    /**
     * How the loss is drawn.
     *
     * @param unit name of the vertical axis
     * @param scale factor from the loss to that unit
     * @param evaluated the metric of evaluations that has the same unit; empty if none has
     */
    record Chart(String unit, double scale, List<String> evaluated) {}
}
