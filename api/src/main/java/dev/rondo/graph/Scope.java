package dev.rondo.graph;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The place where a model declares its variables. A child scope prefixes names, so the parts of a
 * model need not know about each other: {@code scope.child("encoder").weight("U_i", …)} is {@code
 * encoder.U_i}.
 */
public final class Scope {
    private final String prefix;
    private final Map<String, Variable> all;

    private Scope(String prefix, Map<String, Variable> all) {
        this.prefix = prefix;
        this.all = all;
    }

    /** An empty set of variables. */
    public static Scope root() {
        return new Scope("", new LinkedHashMap<>());
    }

    /** A part of this scope, whose names start with {@code name} and a dot. */
    public Scope child(String name) {
        return new Scope(prefix + name + ".", all);
    }

    /** The names of this scope's parents and its own, as {@code encoder.0}; empty for a root. */
    public String path() {
        return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
    }

    /** Declares a trainable parameter of the model's type. */
    public Variable parameter(String name, Initializer initializer, int... dims) {
        return declare(name, null, initializer, true, dims);
    }

    /** Declares state that training keeps but that no optimizer changes by gradient. */
    public Variable state(String name, Initializer initializer, int... dims) {
        return declare(name, null, initializer, false, dims);
    }

    /** Declares an integer counter that starts at 0. */
    public Variable counter(String name) {
        return declare(name, DType.I32, Initializer.zeros(), false);
    }

    private Variable declare(
            String name, DType dtype, Initializer initializer, boolean trainable, int... dims) {
        String full = prefix + name;
        Shape shape;
        try {
            shape = Shape.of(dims);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("variable '" + full + "': " + e.getMessage(), e);
        }
        if (shape.size() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "variable '"
                            + full
                            + "' of shape "
                            + shape
                            + " would need "
                            + shape.size() * 4 / (1 << 20)
                            + " MiB; one variable holds at most 2^31-9 elements");
        }
        Variable v = new Variable(full, shape, dtype, initializer, trainable);
        if (all.putIfAbsent(full, v) != null) {
            throw new IllegalArgumentException(
                    "a variable named '"
                            + full
                            + "' is declared already; use scope.child(…) per part");
        }
        return v;
    }

    /** Every variable declared so far in the whole set, in order. */
    public List<Variable> variables() {
        return List.copyOf(all.values());
    }

    /** The trainable ones of {@link #variables()}. */
    public List<Variable> parameters() {
        return all.values().stream().filter(Variable::trainable).toList();
    }

    /** Initial values of all variables, by name. */
    public Map<String, Array> initial(long seed, DType model) {
        Map<String, Array> m = new LinkedHashMap<>();
        new ArrayList<>(all.values()).forEach(v -> m.put(v.name(), v.initial(seed, model)));
        return Collections.unmodifiableMap(m);
    }
}
