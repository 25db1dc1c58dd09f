package dev.rondo.models.optimizer;

import static dev.rondo.graph.Functions.sqrt;
import static dev.rondo.graph.Functions.tanh;

import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;

import java.util.List;

/**
 * Adam (Kingma and Ba 2015, algorithm 1). With weight decay it is {@link AdamW}.
 *
 * <pre>
 * m ← β₁ m + (1−β₁) g
 * v ← β₂ v + (1−β₂) g²
 * θ ← θ − α (m / (1−β₁ᵗ)) / (√(v / (1−β₂ᵗ)) + ε)
 * </pre>
 */
public final class Adam implements Optimizer {
    /**
     * Settings.
     *
     * @param beta1 β₁, the decay of the mean of gradients
     * @param beta2 β₂, the decay of the mean of their squares
     * @param epsilon ε, added to the divisor
     */
    public record Settings(double beta1, double beta2, double epsilon) {
        /** Checks the settings. */
        public Settings {
            if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
                throw new IllegalArgumentException(
                        "Adam's betas must be from 0 to below 1, got " + beta1 + " and " + beta2);
            }
            Updates.checkEpsilon(epsilon);
        }

        /** The values of the paper: 0.9, 0.999, 1e-8. */
        public static Settings defaults() {
            return new Settings(0.9, 0.999, 1e-8);
        }
    }

    private final List<Variable> parameters;
    private final List<Variable> means;
    private final List<Variable> squares;
    private final Variable steps;
    private final Settings settings;

    /** With the paper's settings. */
    public Adam(Scope scope, List<Variable> parameters) {
        this(scope, parameters, Settings.defaults());
    }

    /**
     * Declares {@code m.<parameter>} and {@code v.<parameter>} for each parameter, and the counter
     * {@code t} of updates.
     */
    public Adam(Scope scope, List<Variable> parameters, Settings settings) {
        this.parameters = List.copyOf(parameters);
        this.settings = settings;
        means = Updates.zeros(scope.child("m"), parameters);
        squares = Updates.zeros(scope.child("v"), parameters);
        steps = scope.counter("t");
    }

    @Override
    public List<Variable> parameters() {
        return parameters;
    }

    @Override
    public void update(Trace trace, List<Tensor> gradients, Tensor learningRate) {
        update(trace, gradients, learningRate, 0);
    }

    /** With weight decay λ apart from the gradient. */
    void update(Trace trace, List<Tensor> gradients, Tensor learningRate, double weightDecay) {
        Updates.check(parameters, gradients);
        double b1 = settings.beta1();
        double b2 = settings.beta2();
        Tensor t = steps.in(trace.graph()).plus(1);
        trace.assign(steps, t);
        Tensor time = t.cast(trace.graph().dtype());
        Tensor rate = learningRate.dividedBy(oneMinusPower(b1, time));
        Tensor correction = oneMinusPower(b2, time);
        Tensor epsilon = Updates.epsilon(correction, settings.epsilon());
        for (int i = 0; i < parameters.size(); i++) {
            Tensor theta = parameters.get(i).in(trace.graph());
            Tensor g = gradients.get(i);
            Tensor m = means.get(i).in(trace.graph()).times(b1).plus(g.times(1 - b1));
            Tensor v = squares.get(i).in(trace.graph()).times(b2).plus(g.squared().times(1 - b2));
            Tensor change = m.times(rate).dividedBy(sqrt(v.dividedBy(correction)).plus(epsilon));
            Tensor kept =
                    weightDecay == 0
                            ? theta
                            : theta.minus(
                                    theta.times(
                                            learningRate.times(
                                                    Updates.factor(theta, weightDecay))));
            trace.assign(means.get(i), m);
            trace.assign(squares.get(i), v);
            trace.assign(parameters.get(i), kept.minus(change));
        }
    }

    /**
     * 1 − βᵗ as 2 tanh(u) / (1 + tanh(u)) with u = −t ln(β) / 2: at β₂ = 0.999 and t = 1 the plain
     * difference would lose four of float32's seven digits.
     */
    private static Tensor oneMinusPower(double beta, Tensor t) {
        if (beta == 0) {
            return t.times(0).plus(1);
        }
        Tensor y = tanh(t.times(-Math.log(beta) / 2));
        return y.times(2).dividedBy(y.plus(1));
    }
}
