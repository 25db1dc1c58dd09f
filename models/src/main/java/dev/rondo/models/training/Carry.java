package dev.rondo.models.training;

import dev.rondo.array.Array;
import dev.rondo.graph.Entry;
import dev.rondo.internal.Names;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Outputs of an entry that become inputs of its next run: an output and an input of the same name.
 */
final class Carry {
    private final Map<String, Array> first = new LinkedHashMap<>();
    private final Map<String, Array> now = new LinkedHashMap<>();

    /**
     * Finds what an entry carries.
     *
     * @param given first values by name; values that are not given are zeros
     * @throws IllegalArgumentException when an output does not fit the input of its name, or a
     *     first value belongs to nothing that is carried
     */
    Carry(Entry entry, Map<String, Array> given) {
        entry.inputs()
                .forEach(
                        (name, input) -> {
                            var output = entry.outputs().get(name);
                            if (output == null) {
                                return;
                            }
                            if (!output.type().equals(input.type())) {
                                throw new IllegalArgumentException(
                                        "entry '"
                                                + entry.name()
                                                + "' takes '"
                                                + name
                                                + "' as "
                                                + input.type()
                                                + " and returns it as "
                                                + output.type());
                            }
                            now.put(name, Array.zeros(input.dtype(), input.shape()));
                        });
        given.forEach(
                (name, value) -> {
                    if (!now.containsKey(name)) {
                        throw new IllegalArgumentException(
                                "entry '"
                                        + entry.name()
                                        + "' does not carry '"
                                        + name
                                        + "'; it carries ["
                                        + Names.some(now.keySet())
                                        + "]");
                    }
                    now.get(name).copyFrom(value);
                });
        now.forEach((name, value) -> first.put(name, value.copy()));
    }

    /** Sets the first values again. */
    void reset() {
        now.forEach((name, value) -> value.copyFrom(first.get(name)));
    }

    /**
     * Takes the values from a checkpoint.
     *
     * @throws IllegalArgumentException when they are not exactly the values that are carried
     */
    void set(Map<String, Array> values) {
        if (!values.keySet().equals(now.keySet())) {
            throw new IllegalArgumentException(
                    "the checkpoint carries ["
                            + Names.some(values.keySet())
                            + "], training carries ["
                            + Names.some(now.keySet())
                            + "]");
        }
        now.forEach((name, value) -> value.copyFrom(values.get(name)));
    }

    /** Keeps the results of a run. The next run overwrites the arrays it is given. */
    void keep(Map<String, Array> results) {
        now.forEach((name, value) -> value.copyFrom(results.get(name)));
    }

    /** Values by the names of the inputs; the arrays stay the same from run to run. */
    Map<String, Array> values() {
        return now;
    }
}
