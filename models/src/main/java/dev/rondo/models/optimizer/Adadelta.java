package dev.rondo.models.optimizer;

import static dev.rondo.graph.Functions.sqrt;

import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;

import java.util.List;

/**
 * Adadelta (Zeiler 2012, algorithm 1). The paper has no learning rate: give it 1.
 *
 * <pre>
 * g ← g + λ θ
 * s ← ρ s + (1−ρ) g²
 * Δ = √(d + ε) / √(s + ε) · g
 * d ← ρ d + (1−ρ) Δ²
 * θ ← θ − α Δ
 * </pre>
 */
public final class Adadelta implements Optimizer {
    /**
     * Settings.
     *
     * @param rho ρ, the decay of the means
     * @param epsilon ε, which lets the first step be made
     * @param weightDecay λ, 0 for none
     */
    public record Settings(double rho, double epsilon, double weightDecay) {
        /** Checks the settings. */
        public Settings {
            Updates.checkDecay("rho", rho);
            Updates.checkEpsilon(epsilon);
            Updates.checkWeightDecay(weightDecay);
        }

        /** ρ = 0.9 and ε = 1e-6, as in PyTorch; no weight decay. */
        public static Settings defaults() {
            return new Settings(0.9, 1e-6, 0);
        }
    }

    private final List<Variable> parameters;
    private final List<Variable> squares;
    private final List<Variable> changes;
    private final Settings settings;

    /** With {@link Settings#defaults}. */
    public Adadelta(Scope scope, List<Variable> parameters) {
        this(scope, parameters, Settings.defaults());
    }

    /** Declares {@code s.<parameter>} and {@code d.<parameter>} for each parameter. */
    public Adadelta(Scope scope, List<Variable> parameters, Settings settings) {
        this.parameters = List.copyOf(parameters);
        this.settings = settings;
        squares = Updates.zeros(scope.child("s"), parameters);
        changes = Updates.zeros(scope.child("d"), parameters);
    }

    @Override
    public List<Variable> parameters() {
        return parameters;
    }

    @Override
    public void update(Trace trace, List<Tensor> gradients, Tensor learningRate) {
        Updates.check(parameters, gradients);
        double rho = settings.rho();
        Tensor epsilon = Updates.epsilon(learningRate, settings.epsilon());
        for (int i = 0; i < parameters.size(); i++) {
            Tensor theta = parameters.get(i).in(trace.graph());
            Tensor g = Updates.decayedToSquare(gradients.get(i), theta, settings.weightDecay());
            Tensor s = Updates.mean(rho, squares.get(i).in(trace.graph()), g.squared());
            Tensor d = changes.get(i).in(trace.graph());
            Tensor change = sqrt(d.plus(epsilon)).dividedBy(sqrt(s.plus(epsilon))).times(g);
            trace.assign(squares.get(i), s);
            trace.assign(changes.get(i), Updates.mean(rho, d, change.squared()));
            trace.assign(parameters.get(i), theta.minus(change.times(learningRate)));
        }
    }
}
