package dev.rondo.models.optimizer;

import dev.rondo.array.Array;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;
import dev.rondo.graph.Variable;

import java.util.List;

/** What optimizers share. */
final class Updates {
    private Updates() {}

    /** A variable of zeros for each parameter, of its name and shape. */
    static List<Variable> zeros(Scope scope, List<Variable> parameters) {
        return parameters.stream()
                .map(p -> scope.state(p.name(), Initializer.zeros(), p.shape().dims()))
                .toList();
    }

    /** The gradient of the loss and λ‖θ‖²/2: g + λ θ. */
    static Tensor decayed(Tensor g, Tensor theta, double weightDecay) {
        return weightDecay == 0 ? g : g.plus(theta.times(factor(theta, weightDecay)));
    }

    /** ε in the type of what it is added to, where it is still above 0. */
    static Tensor epsilon(Tensor to, double epsilon) {
        return to.positive("epsilon", epsilon);
    }

    /** λ in the type of what it multiplies. */
    static Tensor factor(Tensor of, double weightDecay) {
        return of.finite("weight decay", weightDecay);
    }

    /** {@link #decayed} where it is squared: λ² must still be finite. */
    static Tensor decayedToSquare(Tensor g, Tensor theta, double weightDecay) {
        if (!Double.isFinite(Array.scalar(theta.dtype(), weightDecay * weightDecay).get(0))) {
            throw new TraceException(
                    "weight decay must have a finite square in "
                            + theta.dtype()
                            + ", got "
                            + weightDecay);
        }
        return decayed(g, theta, weightDecay);
    }

    /** β a + (1−β) x, a decaying mean. */
    static Tensor mean(double beta, Tensor a, Tensor x) {
        return a.times(beta).plus(x.times(1 - beta));
    }

    static void checkDecay(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be from 0 to below 1, got " + value);
        }
    }

    static void checkEpsilon(double epsilon) {
        if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "epsilon must be above 0 and finite, got " + epsilon);
        }
    }

    static void checkWeightDecay(double weightDecay) {
        if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "weight decay must be 0 or above and finite, got " + weightDecay);
        }
    }

    static void check(List<Variable> parameters, List<Tensor> gradients) {
        if (gradients.size() != parameters.size()) {
            throw new TraceException(
                    "the optimiser changes "
                            + parameters.size()
                            + " parameters and needs as many gradients, got "
                            + gradients.size());
        }
        for (int i = 0; i < gradients.size(); i++) {
            if (!gradients.get(i).shape().equals(parameters.get(i).shape())) {
                throw new TraceException(
                        "the gradient of "
                                + parameters.get(i)
                                + " must have its shape, got "
                                + gradients.get(i).type());
            }
        }
    }
}
