package dev.rondo.cli.command;

import dev.rondo.models.task.OptimizerSettings;
import dev.rondo.models.task.ScheduleSettings;
import dev.rondo.models.task.Sharing;
import dev.rondo.models.task.TrainingSettings;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.function.UnaryOperator;

/** Options for how a model is trained. */
final class LearningOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            defaultValue = "adam",
            description = {
                "sgd, adam, adamw, rmsprop, adadelta or nt-asgd (default: ${DEFAULT-VALUE})."
            })
    private String optimizer;

    @Option(
            names = "--momentum",
            paramLabel = "X",
            description = "Momentum of sgd (default: 0.9) and rmsprop (default: 0).")
    private Double momentum;

    @Option(names = "--nesterov", description = "Lets sgd look ahead.")
    private boolean nesterov;

    @Option(
            names = "--rho",
            paramLabel = "X",
            description = {
                "Decay of the means of rmsprop (default: 0.99) and adadelta (default: 0.9)."
            })
    private Double rho;

    @Option(
            names = "--centered",
            description = "Lets rmsprop divide by the standard deviation of the gradient.")
    private boolean centered;

    @Option(
            names = "--weight-decay",
            paramLabel = "X",
            description = {
                "Part of each weight that is taken off at every step, times the learning rate. adamw does"
                        + " so apart from the gradient (default: 0.01), the others but adam add it to"
                        + " the gradient (default: 0)."
            })
    private Double weightDecay;

    @Option(
            names = "--average-after",
            paramLabel = "N",
            description = {
                "nt-asgd averages as soon as an evaluation is worse than one more than N before it"
                        + " (default: 5)."
            })
    private Integer averageAfter;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description = "The learning rate at its highest (default: ${DEFAULT-VALUE}).")
    private double learningRate;

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            defaultValue = "cosine",
            description = {
                "How the rate changes: constant; cosine (half a wave to a twentieth, where the number of"
                        + " steps is known); step (decays at --decay-at); exponential (smoothly, over"
                        + " --decay-every); halve (decays at --decay-at and every --decay-every since);"
                        + " plateau (decays after --plateau evaluations that were not the best)"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private String schedule;

    @Option(
            names = "--warmup",
            paramLabel = "STEPS",
            description = "Steps over which the rate rises (default: ${DEFAULT-VALUE}).")
    private long warmup;

    @Option(
            names = "--decay",
            paramLabel = "X",
            defaultValue = "0.5",
            description = "What the rate is multiplied by at a decay (default: ${DEFAULT-VALUE}).")
    private double decay;

    @Option(
            names = "--decay-every",
            paramLabel = "STEPS",
            defaultValue = "1000",
            description = "Steps from one decay to the next (default: ${DEFAULT-VALUE}).")
    private long decayEvery;

    @Option(
            names = "--decay-at",
            paramLabel = "STEPS",
            split = ",",
            description = "Steps at which the rate decays, with commas between them.")
    private List<Long> decayAt = List.of();

    @Option(
            names = "--plateau",
            paramLabel = "N",
            defaultValue = "3",
            description = "Evaluations that make a plateau (default: ${DEFAULT-VALUE}).")
    private int plateau;

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
            description = "Rows of one batch (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--accumulate",
            paramLabel = "N",
            defaultValue = "1",
            description = {
                "Batches of one step: their gradients are added up, which takes the memory of one"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private int accumulate;

    @Option(
            names = "--evaluate-every",
            paramLabel = "STEPS",
            description = "Steps between two evaluations (default: ${DEFAULT-VALUE}).")
    private long evaluateEvery;

    @Option(
            names = "--patience",
            paramLabel = "N",
            defaultValue = "0",
            description = {
                "Ends training after N evaluations in a row that were not the best; 0 for never"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private int patience;

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
            defaultValue = "1",
            description = {
                "Seed of the first weights and of the order of the data (default: ${DEFAULT-VALUE})."
            })
    private long seed;

    /** The changes to a resumed run's settings: a learning rate or a patience, where given. */
    UnaryOperator<TrainingSettings> changes() {
        boolean rate = MatchedOptions.isGiven(command, "--learning-rate");
        boolean waits = MatchedOptions.isGiven(command, "--patience");
        return before -> {
            TrainingSettings settings = rate ? before.learningRate(learningRate) : before;
            return waits ? settings.patience(patience) : settings;
        };
    }

    TrainingSettings settings(int sequence) {
        return new TrainingSettings(
                optimizerSettings(),
                new ScheduleSettings(
                        ScheduleSettings.Kind.named(schedule),
                        learningRate,
                        warmup,
                        decay,
                        decayEvery,
                        decayAt,
                        plateau),
                clip,
                batch,
                accumulate,
                sequence,
                evaluateEvery,
                patience,
                saveEvery,
                seed,
                Sharing.NONE);
    }

    private OptimizerSettings optimizerSettings() {
        OptimizerSettings.Kind kind = OptimizerSettings.Kind.named(optimizer);
        OptimizerSettings otherwise = kind.defaults();
        return new OptimizerSettings(
                kind,
                chosen(kind, "--momentum", momentum, otherwise.momentum()),
                chosen(kind, "--nesterov", nesterov, false),
                chosen(kind, "--rho", rho, otherwise.rho()),
                chosen(kind, "--centered", centered, false),
                chosen(kind, "--weight-decay", weightDecay, otherwise.weightDecay()),
                chosen(kind, "--average-after", averageAfter, otherwise.averageAfter()));
    }

    private <T> T chosen(OptimizerSettings.Kind kind, String option, T value, T otherwise) {
        if (!MatchedOptions.isGiven(command, option)) {
            return otherwise;
        }
        kind.checkHas(option);
        return value;
    }
}
