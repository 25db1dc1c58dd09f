package dev.rondo.models.optimizer;

import dev.rondo.graph.Scope;
import dev.rondo.graph.Variable;

import java.util.List;
import java.util.function.Predicate;

/**
 * A selection of a model's trainable parameters by the part of the model that they belong to. A
 * part is named by the scopes that lead to it: {@code model.encoder} holds {@code
 * model.encoder.U_i} and not {@code model.encoder2.U_i}; a parameter's own name is a part too.
 *
 * @param list the parameters, in the order of their declaration
 */
public record Parameters(List<Variable> list) {
    /** Copies the list. */
    public Parameters {
        list = List.copyOf(list);
    }

    /** All parameters that are declared so far. */
    public static Parameters of(Scope scope) {
        return new Parameters(scope.parameters());
    }

    /**
     * The parameters of these parts.
     *
     * @throws IllegalArgumentException when a part has none
     */
    public Parameters in(String... parts) {
        return select(parts, true);
    }

    /**
     * All parameters except those of these parts, which are thereby frozen.
     *
     * @throws IllegalArgumentException when a part has none
     */
    public Parameters without(String... parts) {
        return select(parts, false);
    }

    private Parameters select(String[] parts, boolean chosen) {
        for (String part : parts) {
            if (list.stream().noneMatch(within(part))) {
                throw new IllegalArgumentException(
                        "no parameter is in '"
                                + part
                                + "'; there are "
                                + list.stream().map(Variable::name).toList());
            }
        }
        Predicate<Variable> any =
                v -> List.of(parts).stream().anyMatch(part -> within(part).test(v));
        return new Parameters(list.stream().filter(v -> any.test(v) == chosen).toList());
    }

    private static Predicate<Variable> within(String part) {
        return v -> v.name().equals(part) || v.name().startsWith(part + ".");
    }
}
