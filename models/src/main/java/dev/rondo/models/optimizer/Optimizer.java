package dev.rondo.models.optimizer;

import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A rule that changes parameters by their gradients. Its constructor declares the variables that it
 * keeps from step to step, before the program is made. The rule itself is traced into the training
 * entry.
 */
public interface Optimizer {
    /** The parameters that it changes, in the order in which it takes gradients. */
    List<Variable> parameters();

    /**
     * Assigns the new values of the parameters and of its own state.
     *
     * @param trace the training entry
     * @param gradients one for each of {@link #parameters()}, of its shape
     * @param learningRate a scalar of the model's type, an input of the entry
     */
    void update(Trace trace, List<Tensor> gradients, Tensor learningRate);

    /**
     * Entries that the training loop runs between updates, by the names that {@link TrainingStep}
     * gives them; most optimizers have none.
     */
    default Map<String, Consumer<Trace>> entries() {
        return Map.of();
    }
}
