package dev.rondo.cli.task;

import dev.rondo.cli.UsageException;
import dev.rondo.graph.Scope;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.Optimizer;
import dev.rondo.models.optimizer.Sgd;
import dev.rondo.models.optimizer.TrainingStep;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How a model is trained.
 *
 * @param optimizer which rule changes the weights
 * @param learningRate the rate at its highest
 * @param momentum of {@link OptimizerKind#SGD}
 * @param weightDecay what is taken from each weight, relative to the learning rate
 * @param clip length to which all gradients together are shortened
 * @param warmup updates over which the rate rises at the beginning
 * @param batch rows of one update
 * @param sequence symbols of a row and update; 0 where the data say how long a row is
 * @param evaluateEvery updates between two evaluations
 * @param saveEvery updates between two checkpoints
 * @param seed of first weights and of the order of the data
 */
public record TrainingSettings(
        OptimizerKind optimizer,
        double learningRate,
        double momentum,
        double weightDecay,
        double clip,
        long warmup,
        int batch,
        int sequence,
        long evaluateEvery,
        long saveEvery,
        long seed) {

    /** The rules by name. */
    public enum OptimizerKind {
        /** {@link Adam}. */
        ADAM,
        /** {@link Sgd}. */
        SGD;

        /** The rule of that name, as commands and files write it. */
        public static OptimizerKind named(String name) {
            for (OptimizerKind kind : values()) {
                if (kind.toString().equals(name)) {
                    return kind;
                }
            }
            throw new UsageException(
                    "--optimizer: there is no optimizer '"
                            + name
                            + "'; there are "
                            + Arrays.stream(values())
                                    .map(OptimizerKind::toString)
                                    .collect(Collectors.joining(", ")));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks the values. */
    public TrainingSettings {
        Values.positive("--learning-rate", learningRate);
        Values.within("--momentum", momentum, 0, 1);
        Values.within("--weight-decay", weightDecay, 0, 1);
        Values.positive("--clip", clip);
        Values.atLeast("--warmup", warmup, 0);
        Values.atLeast("--batch", batch, 1);
        Values.atLeast("--sequence", sequence, 0);
        Values.atLeast("--evaluate-every", evaluateEvery, 1);
        Values.atLeast("--save-every", saveEvery, 1);
    }

    /** These with another learning rate. */
    public TrainingSettings learningRate(double rate) {
        return new TrainingSettings(
                optimizer,
                rate,
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

    /** Declares the optimiser's variables for all parameters that the scope holds now. */
    TrainingStep step(Scope scope) {
        return new TrainingStep(scope, optimizer(scope)).clippingAt(clip);
    }

    private Optimizer optimizer(Scope scope) {
        return switch (optimizer) {
            case ADAM ->
                    new Adam(
                            scope.child("adam"),
                            scope.parameters(),
                            new Adam.Settings(0.9, 0.999, 1e-8, weightDecay));
            case SGD ->
                    new Sgd(
                            scope.child("sgd"),
                            scope.parameters(),
                            new Sgd.Settings(momentum, false, weightDecay));
        };
    }

    Configuration toConfiguration() {
        return Configuration.empty()
                .with("optimizer", optimizer.toString())
                .with("learning_rate", learningRate)
                .with("momentum", momentum)
                .with("weight_decay", weightDecay)
                .with("clip", clip)
                .with("warmup", warmup)
                .with("batch", batch)
                .with("sequence", sequence)
                .with("evaluate_every", evaluateEvery)
                .with("save_every", saveEvery)
                .with("seed", seed);
    }

    static TrainingSettings parse(Configuration c) {
        return new TrainingSettings(
                c.choice("optimizer", OptimizerKind.class),
                c.number("learning_rate"),
                c.number("momentum"),
                c.number("weight_decay"),
                c.number("clip"),
                c.integer("warmup"),
                c.integer("batch", 1, Integer.MAX_VALUE),
                c.integer("sequence", 0, Integer.MAX_VALUE),
                c.integer("evaluate_every"),
                c.integer("save_every"),
                c.integer("seed"));
    }
}
