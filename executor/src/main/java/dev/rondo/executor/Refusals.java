package dev.rondo.executor;

import dev.rondo.array.Array;
import dev.rondo.graph.Bounds;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Node;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Type;
import dev.rondo.graph.Variable;
import dev.rondo.internal.Names;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What every executable refuses, always in the same words. */
final class Refusals {
    private Refusals() {}

    /**
     * An input of a run, by its name.
     *
     * @throws IllegalArgumentException when the input is missing, has another type or shape, or
     *     holds a number outside its {@link Node#bounds}
     */
    static Array input(Entry entry, String name, Map<String, Array> given) {
        Tensor want = entry.inputs().get(name);
        Array a = given.get(name);
        if (a == null) {
            throw new IllegalArgumentException(
                    "entry '"
                            + entry.name()
                            + "' needs an input '"
                            + name
                            + "' of type "
                            + want.type());
        }
        if (a.dtype() != want.dtype() || !a.shape().equals(want.shape())) {
            throw new IllegalArgumentException(
                    "input '"
                            + name
                            + "' of entry '"
                            + entry.name()
                            + "' must be "
                            + want.type()
                            + ", got "
                            + a.dtype()
                            + a.shape());
        }
        List<Bounds> bounds = want.node().bounds();
        for (int i = 0; i < bounds.size(); i++) {
            checkBounds(entry, name, a, bounds.get(i));
        }
        return a;
    }

    private static void checkBounds(Entry entry, String name, Array given, Bounds bounds) {
        int[] values = given.i32();
        for (int i = 0; i < values.length; i++) {
            if (!bounds.allow(values[i])) {
                throw new IllegalArgumentException(
                        "input '"
                                + name
                                + "' of entry '"
                                + entry.name()
                                + "' holds "
                                + values[i]
                                + (given.shape().rank() == 0
                                        ? ""
                                        : " at " + Arrays.toString(given.shape().index(i)))
                                + "; allowed is "
                                + bounds);
            }
        }
    }

    /**
     * Checks that a run is given no inputs that the entry does not have.
     *
     * @throws IllegalArgumentException when it is
     */
    static void checkNoOther(Entry entry, Map<String, Array> given) {
        if (given.size() != entry.inputs().size()) {
            throw new IllegalArgumentException(
                    "entry '"
                            + entry.name()
                            + "' takes the inputs "
                            + "["
                            + Names.some(entry.inputs().keySet())
                            + "], got ["
                            + Names.some(given.keySet())
                            + "]");
        }
    }

    /**
     * Checks a value for a variable.
     *
     * @throws IllegalArgumentException when type or shape differ
     */
    static void checkValue(String variable, Type type, Array value) {
        if (!Type.of(value).equals(type)) {
            throw new IllegalArgumentException(
                    "variable '" + variable + "' is " + type + ", got " + Type.of(value));
        }
    }

    /** For an entry that uses a variable that the program does not have. */
    static IllegalArgumentException foreign(Entry entry, Variable v) {
        return new IllegalArgumentException(
                "entry '"
                        + entry.name()
                        + "' uses variable '"
                        + v.name()
                        + "', which is not one of the program's; declare all variables (the"
                        + " optimiser's too) before Program.of(…)");
    }

    /** For the name of a variable that does not exist. */
    static IllegalArgumentException noVariable(String name, Collection<String> known) {
        return new IllegalArgumentException(
                "there is no variable '" + name + "'; there are [" + Names.some(known) + "]");
    }

    /** For the name of an entry that does not exist. */
    static IllegalArgumentException noEntry(
            String name, Collection<String> known, boolean session) {
        return new IllegalArgumentException(
                "there is no entry '"
                        + name
                        + "'; there are ["
                        + Names.some(known)
                        + "]"
                        + (session ? " (a session has those that assign nothing)" : ""));
    }

    /** For an entry that assigns, in a session. */
    static IllegalArgumentException assigns(Entry entry) {
        return new IllegalArgumentException(
                "entry '"
                        + entry.name()
                        + "' assigns variables, and a session only reads them; run it on the"
                        + " executable that the session was opened from");
    }

    /** For variables that are to be set in a session. */
    static IllegalStateException readOnly(Collection<String> variables) {
        return new IllegalStateException(
                "a session only reads the variables; set "
                        + variables.stream().limit(3).collect(Collectors.joining("', '", "'", "'"))
                        + (variables.size() > 3 ? ", …" : "")
                        + " on the executable that the session was opened from");
    }

    /** For a session whose executable is closed. */
    static IllegalStateException ownerClosed() {
        return new IllegalStateException(
                "the executable whose variables this session reads is closed");
    }
}
