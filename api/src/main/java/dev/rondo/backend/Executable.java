package dev.rondo.backend;

import dev.rondo.array.Array;
import dev.rondo.graph.Entry;

import java.util.Map;

/**
 * A compiled program and the numbers of its variables. Used by one thread at a time: a call from a
 * second thread during a run fails. Runs allocate nothing once warm.
 */
public interface Executable extends AutoCloseable {
    /**
     * Runs an entry. Variables change when the run ends, all together, and not at all when the
     * entry's condition is false or the run fails.
     *
     * @param inputs every input of the entry by its name
     * @return the outputs by name; these arrays belong to the executable and are overwritten by the
     *     next run of the same entry
     * @throws IllegalArgumentException when an input is missing, unknown, or of another type or
     *     shape
     */
    Map<String, Array> run(String entry, Map<String, Array> inputs);

    /** Runs an entry that has no inputs. */
    default Map<String, Array> run(String entry) {
        return run(entry, Map.of());
    }

    /** A copy of a variable's value. */
    Array read(String variable);

    /**
     * Sets a variable.
     *
     * @throws IllegalArgumentException when there is none of that name, or type or shape differ
     */
    void write(String variable, Array value);

    /** Copies of all variables by name, in the order of their declaration. */
    Map<String, Array> variables();

    /** Adds an entry over the same variables, or replaces one of the same name. */
    void add(Entry entry);

    /** Forgets an entry and frees its memory. */
    void remove(String entry);

    /** Bytes that variables and compiled entries hold. */
    long bytes();

    /** Frees what the executable holds; a later call fails. */
    @Override
    void close();
}
