package dev.rondo.models.optimizer;

import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Parameters in groups, each with an optimizer of its own, and so its own weight decay and other
 * settings, and its own share of the learning rate. A parameter that is in no group is frozen: it
 * gets no gradient and no optimizer's state.
 *
 * <pre>{@code
 * var all = Parameters.of(scope);
 * var optimizer = ParameterGroups.of(
 *     new Group(new AdamW(scope.child("slow"), all.in("model.encoder").list()), 0.1),
 *     new Group(new Adam(scope.child("fast"), all.in("model.decoder").list()), 1));
 * }</pre>
 *
 * @param groups at least one; no parameter is in two of them
 */
public record ParameterGroups(List<Group> groups) implements Optimizer {
    private static final String SHARE = "a group's share of the learning rate";

    /**
     * One group.
     *
     * @param optimizer changes its parameters; its state must have a scope of its own
     * @param rateFactor the factor between its learning rate and that of training, above 0
     */
    public record Group(Optimizer optimizer, double rateFactor) {
        /** Checks the factor. */
        public Group {
            if (!(rateFactor > 0 && rateFactor < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        SHARE
                                + " must be above 0 and finite, got "
                                + rateFactor
                                + "; to freeze parameters leave them out of all groups");
            }
        }
    }

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException when there is no group or a parameter is in two
     */
    public ParameterGroups {
        groups = List.copyOf(groups);
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("there must be at least one group of parameters");
        }
        Set<Variable> seen = new HashSet<>();
        for (Group group : groups) {
            for (Variable p : group.optimizer().parameters()) {
                if (!seen.add(p)) {
                    throw new IllegalArgumentException(
                            "parameter '" + p.name() + "' is in two groups");
                }
            }
        }
    }

    /** Groups in the order of their parameters. */
    public static ParameterGroups of(Group... groups) {
        return new ParameterGroups(List.of(groups));
    }

    @Override
    public List<Variable> parameters() {
        return groups.stream().flatMap(g -> g.optimizer().parameters().stream()).toList();
    }

    /** The groups' entries; those of one name are one. */
    @Override
    public Map<String, Consumer<Trace>> entries() {
        Map<String, Consumer<Trace>> all = new LinkedHashMap<>();
        for (Group group : groups) {
            group.optimizer()
                    .entries()
                    .forEach((name, body) -> all.merge(name, body, Consumer::andThen));
        }
        return all;
    }

    @Override
    public void update(Trace trace, List<Tensor> gradients, Tensor learningRate) {
        Updates.check(parameters(), gradients);
        int from = 0;
        for (Group group : groups) {
            int to = from + group.optimizer().parameters().size();
            Tensor rate =
                    group.rateFactor() == 1
                            ? learningRate
                            : learningRate.times(learningRate.finite(SHARE, group.rateFactor()));
            group.optimizer().update(trace, gradients.subList(from, to), rate);
            from = to;
        }
    }
}
