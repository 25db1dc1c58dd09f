package dev.rondo.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Exchanges the weights by which a step multiplies its state, whatever the step is. They are found
 * in what it traces: variables whose product or convolution with something that depends on the
 * state is taken.
 */
public final class RecurrentWeights {
    private RecurrentWeights() {}

    /**
     * Traces a step with other recurrent weights.
     *
     * @param who takes the step, for the message
     * @param graph where the step is traced
     * @param state what the step carries
     * @param step from the state to results
     * @param exchanged the tensor to use for a variable; of its type, and of the same graph or one
     *     around it
     * @return the results
     * @throws TraceException when the step multiplies its state by no variable
     */
    public static List<Tensor> exchange(
            String who,
            Graph graph,
            List<Tensor> state,
            UnaryOperator<List<Tensor>> step,
            Function<Variable, Tensor> exchanged) {
        Graph apart = graph.body();
        List<Tensor> arguments = new ArrayList<>();
        for (Tensor t : state) {
            arguments.add(apart.argument(t.type()));
        }
        List<Tensor> results = new ArrayList<>();
        for (Tensor t : step.apply(List.copyOf(arguments))) {
            results.add(apart.capture(t));
        }
        Map<Tensor, Variable> weights = weights(apart, arguments);
        if (weights.isEmpty()) {
            throw new TraceException(
                    who
                            + " multiplies its state by no weight [out, in], so it has no recurrent"
                            + " weights that could be dropped or exchanged");
        }
        Copier copier = new Copier(graph);
        for (int i = 0; i < arguments.size(); i++) {
            copier.map(arguments.get(i), state.get(i));
        }
        for (Node n : apart.nodes()) {
            if (!(n.op() instanceof Op.Argument)) {
                copier.copy(n);
            } else if (weights.containsKey(n.output())) {
                copier.map(n.output(), graph.capture(exchanged.apply(weights.get(n.output()))));
            } else {
                apart.outside(n.output()).ifPresent(t -> copier.map(n.output(), t));
            }
        }
        apart.close();
        return copier.get(results);
    }

    /** The arguments that stand for variables by which something of the state is multiplied. */
    private static Map<Tensor, Variable> weights(Graph step, List<Tensor> state) {
        Set<Tensor> carried = Collections.newSetFromMap(new IdentityHashMap<>());
        carried.addAll(state);
        Map<Tensor, Variable> found = new LinkedHashMap<>();
        for (Node n : step.nodes()) {
            if (n.inputs().stream().noneMatch(carried::contains)) {
                continue;
            }
            carried.addAll(n.outputs());
            if (n.op() instanceof Op.MatMul || n.op() instanceof Op.Convolution) {
                for (Tensor operand : n.inputs()) {
                    Tensor source = source(operand);
                    variable(source).ifPresent(v -> found.put(source, v));
                }
            }
        }
        return found;
    }

    /** The tensor whose elements an operand has in another order. */
    private static Tensor source(Tensor operand) {
        return switch (operand.node().op()) {
            case Op.Transpose _, Op.Reshape _ -> source(operand.node().input(0));
            default -> operand;
        };
    }

    private static Optional<Variable> variable(Tensor t) {
        return switch (t.node().op()) {
            case Op.Read read -> Optional.of(read.variable());
            case Op.Argument _ -> t.graph().outside(t).flatMap(RecurrentWeights::variable);
            default -> Optional.empty();
        };
    }
}
