package dev.rondo.models.optimizer;

import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;

import java.util.List;

/**
 * {@link Adam} with weight decay apart from the gradient (Loshchilov and Hutter 2019, algorithm 2;
 * λ times the learning rate, as in PyTorch):
 *
 * <pre>
 * θ ← θ − α (m / (1−β₁ᵗ)) / (√(v / (1−β₂ᵗ)) + ε) − α λ θ
 * </pre>
 */
public final class AdamW implements Optimizer {
    /**
     * Settings.
     *
     * @param adam those of Adam
     * @param weightDecay λ
     */
    public record Settings(Adam.Settings adam, double weightDecay) {
        /** Checks the decay. */
        public Settings {
            Updates.checkWeightDecay(weightDecay);
        }

        /** Those of Adam, and a decay of 0.01. */
        public static Settings defaults() {
            return new Settings(Adam.Settings.defaults(), 0.01);
        }
    }

    private final Adam adam;
    private final double weightDecay;

    /** With {@link Settings#defaults}. */
    public AdamW(Scope scope, List<Variable> parameters) {
        this(scope, parameters, Settings.defaults());
    }

    /** Declares the same state as {@link Adam}. */
    public AdamW(Scope scope, List<Variable> parameters, Settings settings) {
        adam = new Adam(scope, parameters, settings.adam());
        weightDecay = settings.weightDecay();
    }

    @Override
    public List<Variable> parameters() {
        return adam.parameters();
    }

    @Override
    public void update(Trace trace, List<Tensor> gradients, Tensor learningRate) {
        adam.update(trace, gradients, learningRate, weightDecay);
    }
}
