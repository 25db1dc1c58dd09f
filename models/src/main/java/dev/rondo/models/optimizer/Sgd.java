package dev.rondo.models.optimizer;

import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;

import java.util.List;

/**
 * Gradient descent, optionally with momentum (Polyak 1964) in the form of Sutskever et al. (2013),
 * with the learning rate outside the velocity so that it may change from step to step:
 *
 * <pre>
 * g ← g + λ θ
 * v ← μ v + g
 * θ ← θ − α v               plain momentum
 * θ ← θ − α (g + μ v)       Nesterov
 * </pre>
 */
public final class Sgd implements Optimizer {
    /**
     * Settings.
     *
     * @param momentum μ, from 0 (none) to below 1
     * @param nesterov whether to look ahead
     * @param weightDecay λ, 0 for none
     */
    public record Settings(double momentum, boolean nesterov, double weightDecay) {
        /** Checks the settings. */
        public Settings {
            Updates.checkDecay("momentum", momentum);
            if (nesterov && momentum == 0) {
                throw new IllegalArgumentException("Nesterov's method needs a momentum above 0");
            }
            Updates.checkWeightDecay(weightDecay);
        }

        /** Nothing but the gradient. */
        public static Settings plain() {
            return new Settings(0, false, 0);
        }
    }

    private final List<Variable> parameters;
    private final List<Variable> velocities;
    private final Settings settings;

    /** Without momentum or weight decay. */
    public Sgd(Scope scope, List<Variable> parameters) {
        this(scope, parameters, Settings.plain());
    }

    /** Declares with momentum a velocity {@code v.<parameter>} for each parameter. */
    public Sgd(Scope scope, List<Variable> parameters, Settings settings) {
        this.parameters = List.copyOf(parameters);
        this.settings = settings;
        velocities =
                settings.momentum() > 0 ? Updates.zeros(scope.child("v"), parameters) : List.of();
    }

    @Override
    public List<Variable> parameters() {
        return parameters;
    }

    @Override
    public void update(Trace trace, List<Tensor> gradients, Tensor learningRate) {
        Updates.check(parameters, gradients);
        double mu = settings.momentum();
        for (int i = 0; i < parameters.size(); i++) {
            Tensor theta = parameters.get(i).in(trace.graph());
            Tensor g = Updates.decayed(gradients.get(i), theta, settings.weightDecay());
            Tensor direction = g;
            if (mu > 0) {
                Tensor v = velocities.get(i).in(trace.graph()).times(mu).plus(g);
                trace.assign(velocities.get(i), v);
                direction = settings.nesterov() ? g.plus(v.times(mu)) : v;
            }
            trace.assign(parameters.get(i), theta.minus(direction.times(learningRate)));
        }
    }
}
