package dev.rondo.models.optimizer;

import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;
import dev.rondo.graph.Variable;

import java.util.List;

/** Checks that optimisers share. */
final class Updates {
    private Updates() {}

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
