package dev.rondo.models.task;

import dev.rondo.graph.Scope;
import dev.rondo.graph.Variable;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.optimizer.Adadelta;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.AdamW;
import dev.rondo.models.optimizer.NtAsgd;
import dev.rondo.models.optimizer.Optimizer;
import dev.rondo.models.optimizer.RmsProp;
import dev.rondo.models.optimizer.Sgd;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rule that changes the weights. Settings that a rule does not use are 0 or false.
 *
 * @param kind which rule
 * @param momentum momentum of {@link Kind#SGD} and {@link Kind#RMSPROP}
 * @param nesterov whether {@link Kind#SGD} looks ahead
 * @param rho decay of the means of {@link Kind#RMSPROP} and {@link Kind#ADADELTA}
 * @param centered whether {@link Kind#RMSPROP} divides by the standard deviation
 * @param weightDecay how much each weight is reduced, relative to the learning rate
 * @param averageAfter number of evaluations after which {@link Kind#NT_ASGD} averages
 */
public record OptimizerSettings(
        Kind kind,
        double momentum,
        boolean nesterov,
        double rho,
        boolean centered,
        double weightDecay,
        int averageAfter) {

    /** The rules by name. */
    public enum Kind {
        /** {@link Sgd}. */
        SGD(Set.of("--momentum", "--nesterov", "--weight-decay"), 0.9, 0, 0),
        /** {@link Adam}. */
        ADAM(Set.of(), 0, 0, 0),
        /** {@link AdamW}. */
        ADAMW(Set.of("--weight-decay"), 0, 0, 0.01),
        /** {@link RmsProp}. */
        RMSPROP(Set.of("--momentum", "--rho", "--centered", "--weight-decay"), 0, 0.99, 0),
        /** {@link Adadelta}. */
        ADADELTA(Set.of("--rho", "--weight-decay"), 0, 0.9, 0),
        /** {@link NtAsgd}. */
        NT_ASGD(Set.of("--average-after", "--weight-decay"), 0, 0, 0);

        /** The default number of evaluations that {@link #NT_ASGD} waits, as in the paper. */
        private static final int AVERAGE_AFTER = 5;

        private final Set<String> options;
        private final double momentum;
        private final double rho;
        private final double weightDecay;

        Kind(Set<String> options, double momentum, double rho, double weightDecay) {
            this.options = options;
            this.momentum = momentum;
            this.rho = rho;
            this.weightDecay = weightDecay;
        }

        /** The rule of that name, as in commands and files. */
        public static Kind named(String name) {
            return Values.named("--optimizer", values(), name);
        }

        /** The rule with its defaults. */
        public OptimizerSettings defaults() {
            return new OptimizerSettings(
                    this,
                    momentum,
                    false,
                    rho,
                    false,
                    weightDecay,
                    this == NT_ASGD ? AVERAGE_AFTER : 0);
        }

        /** Refuses an option that the rule does not have. */
        public void checkHas(String option) {
            if (!options.contains(option)) {
                throw new SettingException(
                        option
                                + " does not go with --optimizer "
                                + this
                                + ", but with "
                                + Arrays.stream(values())
                                        .filter(k -> k.options.contains(option))
                                        .map(Kind::toString)
                                        .collect(Collectors.joining(", ")));
            }
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Checks the values. */
    public OptimizerSettings {
        Values.within("--momentum", momentum, 0, 1);
        Values.within("--rho", rho, 0, 1);
        Values.within("--weight-decay", weightDecay, 0, 1);
        Values.atLeast("--average-after", averageAfter, 0);
        if (nesterov && momentum == 0) {
            throw new SettingException("--nesterov needs a --momentum above 0");
        }
    }

    /** Declares the rule's variables for all parameters that the scope has now. */
    public Optimizer create(Scope scope) {
        List<Variable> parameters = scope.parameters();
        return switch (kind) {
            case SGD ->
                    new Sgd(
                            scope.child("sgd"),
                            parameters,
                            new Sgd.Settings(momentum, nesterov, weightDecay));
            case ADAM -> new Adam(scope.child("adam"), parameters);
            case ADAMW ->
                    new AdamW(
                            scope.child("adam"),
                            parameters,
                            new AdamW.Settings(Adam.Settings.defaults(), weightDecay));
            case RMSPROP ->
                    new RmsProp(
                            scope.child("rmsprop"),
                            parameters,
                            new RmsProp.Settings(
                                    rho,
                                    RmsProp.Settings.defaults().epsilon(),
                                    momentum,
                                    centered,
                                    weightDecay));
            case ADADELTA ->
                    new Adadelta(
                            scope.child("adadelta"),
                            parameters,
                            new Adadelta.Settings(
                                    rho, Adadelta.Settings.defaults().epsilon(), weightDecay));
            case NT_ASGD -> new NtAsgd(scope.child("nt-asgd"), parameters, weightDecay);
        };
    }

    /** These settings added to those of a training. */
    Configuration addTo(Configuration c) {
        return c.with("optimizer", kind.toString())
                .with("momentum", momentum)
                .with("nesterov", nesterov)
                .with("rho", rho)
                .with("centered", centered)
                .with("weight_decay", weightDecay)
                .with("average_after", averageAfter);
    }

    static OptimizerSettings parse(Configuration c) {
        Kind kind = Kind.named(c.text("optimizer"));
        double weightDecay = c.number("weight_decay");
        if (kind == Kind.ADAM && weightDecay > 0) {
            // adam meant this rule before adamw existed
            kind = Kind.ADAMW;
        }
        return new OptimizerSettings(
                kind,
                c.number("momentum"),
                c.flag("nesterov", false),
                c.number("rho", 0),
                c.flag("centered", false),
                weightDecay,
                (int) c.integer("average_after", 0));
    }
}
