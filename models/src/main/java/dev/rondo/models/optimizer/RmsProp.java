package dev.rondo.models.optimizer;

import static dev.rondo.graph.Functions.sqrt;

import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;

import java.util.List;

/**
 * RMSProp (Tieleman and Hinton 2012, lecture 6.5), optionally centered and with momentum (Graves
 * 2013, equations 38 to 41, with ε outside the root and the learning rate outside the velocity, as
 * in PyTorch):
 *
 * <pre>
 * g ← g + λ θ
 * s ← ρ s + (1−ρ) g²
 * a ← ρ a + (1−ρ) g         where centered, else 0
 * v ← μ v + g / (√(s − a²) + ε)
 * θ ← θ − α v
 * </pre>
 */
public final class RmsProp implements Optimizer {
    /**
     * Settings.
     *
     * @param rho ρ, the decay of the means
     * @param epsilon ε, added to the divisor
     * @param momentum μ, 0 for none
     * @param centered whether to divide by the standard deviation instead of the root mean square
     * @param weightDecay λ, 0 for none
     */
    public record Settings(
            double rho, double epsilon, double momentum, boolean centered, double weightDecay) {
        /** Checks the settings. */
        public Settings {
            Updates.checkDecay("rho", rho);
            Updates.checkEpsilon(epsilon);
            Updates.checkDecay("momentum", momentum);
            Updates.checkWeightDecay(weightDecay);
        }

        /** ρ = 0.99, ε = 1e-8, and nothing else. */
        public static Settings defaults() {
            return new Settings(0.99, 1e-8, 0, false, 0);
        }
    }

    private final List<Variable> parameters;
    private final List<Variable> squares;
    private final List<Variable> means;
    private final List<Variable> velocities;
    private final Settings settings;

    /** With {@link Settings#defaults}. */
    public RmsProp(Scope scope, List<Variable> parameters) {
        this(scope, parameters, Settings.defaults());
    }

    /**
     * Declares {@code s.<parameter>} for each parameter, {@code a.<parameter>} where centered and
     * {@code v.<parameter>} with momentum.
     */
    public RmsProp(Scope scope, List<Variable> parameters, Settings settings) {
        this.parameters = List.copyOf(parameters);
        this.settings = settings;
        squares = Updates.zeros(scope.child("s"), parameters);
        means = settings.centered() ? Updates.zeros(scope.child("a"), parameters) : List.of();
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
        Tensor epsilon = Updates.epsilon(learningRate, settings.epsilon());
        for (int i = 0; i < parameters.size(); i++) {
            Tensor theta = parameters.get(i).in(trace.graph());
            Tensor g = Updates.decayedToSquare(gradients.get(i), theta, settings.weightDecay());
            Tensor s = Updates.mean(settings.rho(), squares.get(i).in(trace.graph()), g.squared());
            trace.assign(squares.get(i), s);
            Tensor variance = s;
            if (settings.centered()) {
                Tensor a = Updates.mean(settings.rho(), means.get(i).in(trace.graph()), g);
                trace.assign(means.get(i), a);
                // where all gradients were alike, rounding may give a little less than 0
                variance = s.minus(a.squared()).max(0);
            }
            Tensor direction = g.dividedBy(sqrt(variance).plus(epsilon));
            if (settings.momentum() > 0) {
                direction =
                        velocities
                                .get(i)
                                .in(trace.graph())
                                .times(settings.momentum())
                                .plus(direction);
                trace.assign(velocities.get(i), direction);
            }
            trace.assign(parameters.get(i), theta.minus(direction.times(learningRate)));
        }
    }
}
