package dev.rondo.cli.command;

import dev.rondo.cli.task.TrainingSettings;
import dev.rondo.cli.task.TrainingSettings.OptimizerKind;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.function.UnaryOperator;

/** Options that say how a model is trained. */
final class LearningOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            description = "adam or sgd (default: ${DEFAULT-VALUE}).")
    private String optimizer;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description = {
                "The learning rate at its highest; it then falls in half a cosine wave, where the number"
                        + " of steps is known (default: ${DEFAULT-VALUE})."
            })
    private double learningRate;

    @Option(
            names = "--warmup",
            paramLabel = "STEPS",
            description = "Steps over which the rate rises (default: ${DEFAULT-VALUE}).")
    private long warmup;

    @Option(
            names = "--momentum",
            paramLabel = "X",
            description = "Momentum of sgd (default: ${DEFAULT-VALUE}).")
    private double momentum;

    @Option(
            names = "--weight-decay",
            paramLabel = "X",
            description = {
                "Part of each weight that is taken off at every step, times the learning rate"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private double weightDecay;

    @Option(
            names = "--clip",
            paramLabel = "X",
            description = {
                "Length to which all gradients together are shortened (default: ${DEFAULT-VALUE})."
            })
    private double clip;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Rows of one step (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--evaluate-every",
            paramLabel = "STEPS",
            description = "Steps between two evaluations (default: ${DEFAULT-VALUE}).")
    private long evaluateEvery;

    @Option(
            names = "--save-every",
            paramLabel = "STEPS",
            description = {
                "Steps between two checkpoints; the best model is saved besides"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private long saveEvery;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = {
                "Seed of the first weights and of the order of the data (default: ${DEFAULT-VALUE})."
            })
    private long seed;

    /** What a run goes on with: its own settings, but for a learning rate that was given. */
    UnaryOperator<TrainingSettings> changes() {
        boolean given = command.commandLine().getParseResult().hasMatchedOption("--learning-rate");
        return before -> given ? before.learningRate(learningRate) : before;
    }

    TrainingSettings settings(int sequence) {
        return new TrainingSettings(
                OptimizerKind.named(optimizer),
                learningRate,
                momentum,
                weightDecay,
                clip,
                warmup,
                batch,
                sequence,
                evaluateEvery,
                saveEvery,
                seed);
    }
}
