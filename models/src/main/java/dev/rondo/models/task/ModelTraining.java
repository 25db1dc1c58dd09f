package dev.rondo.models.task;

import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;
import dev.rondo.collective.AllReduce;
import dev.rondo.graph.Program;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.CheckpointStore;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.checkpoint.Provenance;
import dev.rondo.models.training.Batches;
import dev.rondo.models.training.Checkpointer;
import dev.rondo.models.training.Evaluator;
import dev.rondo.models.training.Goal;
import dev.rondo.models.training.RunCheckpointer;
import dev.rondo.models.training.Trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model to train: its program, its data in batches, and a measure of how good it is. */
public interface ModelTraining {
    /** How it is trained. */
    TrainingSettings settings();

    /** What it learns from. */
    DataSource data();

    /** The data in the order of training. */
    Batches batches();

    /** The model, with the entry {@value TrainingSettings#TRAIN} and those of the evaluator. */
    Program program();

    /** The description of the model and its data in a run directory. */
    Configuration description();

    /**
     * Measures the model of an executable of {@link #program}.
     *
     * @param beforeEach called before each part; an exception that it throws ends the evaluation
     */
    Evaluator evaluator(Executable executable, Runnable beforeEach);

    /** The metric that decides which model is best. */
    String metric();

    /** Which of its values is better. */
    Goal goal();

    /** Sets the first weights if they are not drawn. */
    default void start(Executable executable) {}

    /**
     * Takes over what training has added to the description so far, when it goes on.
     *
     * @param described the {@link #configuration} of the checkpoint from which it goes on
     */
    default void resume(Configuration described) {}

    /** Everything that is needed in a run directory to make this training again. */
    default Configuration configuration() {
        return description().with("training", settings().toConfiguration());
    }

    /** Updates in one pass over the data. Each consists of as many batches as are accumulated. */
    default double updatesPerEpoch() {
        return (double) batches().stepsPerEpoch() / settings().accumulate();
    }

    /**
     * Saves checkpoints of a training. Each has the plan at that time, so that a run that goes on
     * has the same plan.
     *
     * @param store where they are saved
     * @param from the checkpoint from which it goes on; empty for a new run
     * @param commandLine program and arguments
     */
    default Checkpointer checkpointer(
            CheckpointStore store,
            Plan plan,
            Backend backend,
            Optional<Checkpoint> from,
            List<String> commandLine) {
        List<Provenance> stretches = new ArrayList<>();
        from.ifPresent(c -> stretches.addAll(c.description().provenance()));
        stretches.add(
                Provenance.begin(
                        from.map(Checkpoint::step).orElse(0L),
                        settings().seed(),
                        backend,
                        List.of(data()),
                        commandLine));
        return (executable, carried, state) ->
                new RunCheckpointer(
                                store,
                                configuration().with(Plan.HORIZON, plan.horizon()),
                                stretches)
                        .save(executable, carried, state);
    }

    /**
     * A trainer that follows the settings, and neither saves nor resumes.
     *
     * @param executable of {@link #program}
     * @param plan the learning rate
     * @param limits when training ends
     * @param group the members that share the rows of each batch; empty to train alone
     * @param beforeEach called before each part of an evaluation
     */
    default Trainer trainer(
            Backend backend,
            Executable executable,
            Plan plan,
            Limits limits,
            Optional<AllReduce> group,
            Runnable beforeEach) {
        TrainingSettings settings = settings();
        Trainer trainer =
                Trainer.of(backend, program(), executable, batches())
                        .entry(TrainingSettings.TRAIN)
                        .learningRate(plan)
                        .accumulating(settings.accumulate())
                        .evaluateEvery(
                                settings.evaluateEvery(),
                                evaluator(executable, beforeEach),
                                metric(),
                                goal())
                        .listener(plan);
        int blocks = settings.sharing().blocks();
        group.ifPresent(
                g -> {
                    if (blocks > 0) {
                        trainer.together(g, blocks);
                    } else {
                        trainer.together(g);
                    }
                });
        if (settings.patience() > 0) {
            trainer.stopAfterEvaluationsWithoutBest(settings.patience());
        }
        if (settings.schedule().kind() == ScheduleSettings.Kind.PLATEAU) {
            trainer.reducingOnPlateau(settings.schedule().factor(), settings.schedule().plateau());
        }
        if (settings.optimizer().kind() == OptimizerSettings.Kind.NT_ASGD) {
            trainer.averagingAfter(settings.optimizer().averageAfter());
        }
        if (limits.steps() > 0) {
            trainer.stopAfterSteps(limits.steps());
        }
        if (limits.timed()) {
            trainer.stopAfter(limits.time());
        }
        return trainer;
    }
}
