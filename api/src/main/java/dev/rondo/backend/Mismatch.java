package dev.rondo.backend;

import dev.rondo.array.Array;
import dev.rondo.graph.Type;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The differences between a set of named values and the variables they are meant for.
 *
 * @param missing variables without a value
 * @param unexpected values without a variable
 * @param wrong variables whose value has another type or shape
 */
public record Mismatch(
        Map<String, Type> missing, Map<String, Type> unexpected, Map<String, Wrong> wrong) {
    /** The most names of one kind in a message; the others are counted. */
    private static final int MOST = 20;

    /**
     * A value that does not fit its variable.
     *
     * @param expected type and shape of the variable
     * @param found type and shape of the value
     */
    public record Wrong(Type expected, Type found) {}

    /** Copies the maps. */
    public Mismatch {
        missing = Collections.unmodifiableMap(new LinkedHashMap<>(missing));
        unexpected = Collections.unmodifiableMap(new LinkedHashMap<>(unexpected));
        wrong = Collections.unmodifiableMap(new LinkedHashMap<>(wrong));
    }

    /** Compares names, types and shapes. */
    public static Mismatch between(Map<String, Type> variables, Map<String, Type> values) {
        Map<String, Type> missing = new LinkedHashMap<>(variables);
        missing.keySet().removeAll(values.keySet());
        Map<String, Type> unexpected = new LinkedHashMap<>(values);
        unexpected.keySet().removeAll(variables.keySet());
        Map<String, Wrong> wrong = new LinkedHashMap<>();
        variables.forEach(
                (name, type) -> {
                    Type found = values.get(name);
                    if (found != null && !found.equals(type)) {
                        wrong.put(name, new Wrong(type, found));
                    }
                });
        return new Mismatch(missing, unexpected, wrong);
    }

    /** Types and shapes of arrays by name; null stands for no value. */
    public static Map<String, Type> types(Map<String, Array> arrays) {
        Map<String, Type> types = new LinkedHashMap<>();
        arrays.forEach(
                (name, a) -> {
                    if (a != null) {
                        types.put(name, Type.of(a));
                    }
                });
        return types;
    }

    /** Whether each variable has a value, and each value a variable. */
    public boolean isEmpty() {
        return missing.isEmpty() && unexpected.isEmpty() && wrong.isEmpty();
    }

    /** This mismatch, where values without a variable are accepted. */
    public Mismatch withoutUnexpected() {
        return new Mismatch(missing, Map.of(), wrong);
    }

    /** This mismatch, where variables without a value are accepted and keep theirs. */
    public Mismatch withoutMissing() {
        return new Mismatch(Map.of(), unexpected, wrong);
    }

    /**
     * Requires that there is no difference.
     *
     * @throws IllegalArgumentException when there is; the message lists all differences
     */
    public void check() {
        if (!isEmpty()) {
            throw new IllegalArgumentException(
                    "the values do not fit the variables, and none was set:\n  " + this);
        }
    }

    /** A line for each difference. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        add(lines, missing, "variable '%s' %s has no value");
        add(lines, unexpected, "value '%s' %s has no variable");
        Map<String, String> pairs = new LinkedHashMap<>();
        wrong.forEach((name, w) -> pairs.put(name, w.expected + ", its value is " + w.found));
        add(lines, pairs, "variable '%s' is %s");
        return String.join("\n  ", lines);
    }

    private static void add(List<String> lines, Map<String, ?> found, String form) {
        found.entrySet().stream()
                .limit(MOST)
                .forEach(
                        e -> lines.add(String.format(Locale.ROOT, form, e.getKey(), e.getValue())));
        if (found.size() > MOST) {
            lines.add(String.format(Locale.ROOT, "and %d more like this", found.size() - MOST));
        }
    }
}
