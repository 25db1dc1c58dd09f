package dev.rondo.cli.task;

import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.training.Batches;
import dev.rondo.models.training.Evaluator;
import dev.rondo.models.training.Goal;

import java.util.List;
import java.util.Map;

/** Something to train: data, a model and how to tell whether it is good. */
public interface Task {
    /** The entry that takes one training step. */
    String TRAIN = "train";

    /** The name in commands and run directories. */
    String name();

    /** Everything that a run directory needs to make this task again. */
    Configuration configuration();

    /** How it is trained. */
    TrainingSettings settings();

    /** What it learns from. */
    DataSource data();

    /** The model, with the entry {@value #TRAIN} and those that the evaluator runs. */
    Program program();

    /** Sets the first weights, where they are not to be drawn. */
    default void start(Executable executable) {}

    /** The data in the order of training. */
    Batches batches();

    /** Updates in one pass over the data, each of as many batches as are accumulated. */
    default double updatesPerEpoch() {
        return (double) batches().stepsPerEpoch() / settings().accumulate();
    }

    /**
     * Measures the model of an executable of {@link #program}.
     *
     * @param beforeEach is run before each of its parts; what it throws ends the evaluation
     */
    Evaluator evaluator(Executable executable, Runnable beforeEach);

    /** The metric that tells the best model. */
    String metric();

    /** Which of its values is better. */
    Goal goal();

    /** An evaluation in words. */
    String inWords(Map<String, Double> evaluation);

    /** The loss as the chart shows it. */
    Chart chart();

    /**
     * How the loss is drawn.
     *
     * @param unit names the vertical axis
     * @param scale from the loss to that unit
     * @param evaluated the metric of evaluations that has the same unit; empty where none has
     */
    record Chart(String unit, double scale, List<String> evaluated) {}
}
