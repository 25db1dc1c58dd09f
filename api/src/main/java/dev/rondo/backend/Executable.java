package dev.rondo.backend;

import dev.rondo.array.Array;
import dev.rondo.graph.Entry;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A compiled program and the values of its variables. Once warm, runs allocate nothing.
 *
 * <p>One thread at a time uses an executable. A call from a second thread during a run fails with
 * an {@link IllegalStateException} and does not disturb the run. After the run, any thread may
 * call. Threads that want to run at the same time open a {@link #session} each, or compile
 * executables of their own. Any number of these may run at once on one backend, with the same bits
 * as when they run alone.
 */
public interface Executable extends AutoCloseable {
    /**
     * Runs an entry. Variables change when the run ends, all together. They do not change at all
     * when the entry's condition is false or the run fails.
     *
     * @param inputs every input of the entry, by name
     * @return the outputs by name; the arrays belong to the executable, and the next run of the
     *     same entry overwrites them
     * @throws IllegalArgumentException when an input is missing or unknown, or has another type or
     *     shape
     */
    Map<String, Array> run(String entry, Map<String, Array> inputs);

    /** Runs an entry that has no inputs. */
    default Map<String, Array> run(String entry) {
        return run(entry, Map.of());
    }

    /**
     * Runs an entry once to look inside. The result holds its outputs and every value that was
     * named with {@link dev.rondo.graph.Tensor#named}. Named values of loops are given step by
     * step, as {@link Entry#observed} says. No variable changes. The entry is compiled again for
     * this call, so it is slow. A value that is not finite is given as it is.
     *
     * @return copies by name
     */
    Map<String, Array> inspect(String entry, Map<String, Array> inputs);

    /**
     * The entry as it runs: rewritten by the backend, or as written where the backend rewrites
     * nothing. {@link dev.rondo.graph.GraphText} shows it as text.
     */
    Entry compiled(String entry);

    /** A copy of a variable's value. */
    Array read(String variable);

    /**
     * Sets a variable.
     *
     * @throws IllegalArgumentException when there is no variable of that name, or type or shape
     *     differ
     */
    void write(String variable, Array value);

    /**
     * Sets all variables together, each to the value of its name.
     *
     * @throws IllegalArgumentException when a variable has no value, when a value has no variable,
     *     or when a type or shape differs; the message lists all differences, and no variable is
     *     changed
     */
    default void load(Map<String, Array> values) {
        load(values, UnaryOperator.identity());
    }

    /**
     * Sets together the variables for which there are values. The other variables keep theirs.
     * Values without a variable of their name are ignored.
     *
     * @return which variables kept their values, and which values were ignored
     * @throws IllegalArgumentException when a value has another type or shape than its variable;
     *     the message lists all of these, and no variable is changed
     */
    default Mismatch loadMatching(Map<String, Array> values) {
        return load(values, m -> m.withoutMissing().withoutUnexpected());
    }

    /**
     * Sets together the variables for which there are values.
     *
     * @param refused gives the part of the mismatch to refuse; values of another type or shape are
     *     always refused
     * @return the mismatch
     * @throws IllegalArgumentException when something is refused; the message lists all of it, and
     *     no variable is changed
     */
    Mismatch load(Map<String, Array> values, UnaryOperator<Mismatch> refused);

    /** Copies of all variables by name, in the order of declaration. */
    Map<String, Array> variables();

    /** Adds an entry over the same variables, or replaces the entry of the same name. */
    void add(Entry entry);

    /** Removes an entry and frees its memory. */
    void remove(String entry);

    /**
     * Opens a session: an executable that reads the variables of this one and has its own work
     * memory, so that it may run at the same time as this executable and its other sessions. It has
     * every entry that assigns nothing. More such entries may be added to it.
     *
     * <p>A session never changes a variable. It refuses {@link #write}, {@link #load}, and the
     * addition of an entry that assigns. When this executable changes variables, by one of these
     * calls or by a run, the change takes effect between two runs of each session, never within
     * one. The change waits for the runs under way, and a run that begins later sees all of it.
     * Closing a session closes nothing else. Closing this executable ends its sessions.
     */
    Executable session();

    /**
     * Bytes held by variables and compiled entries, with what has been packed so far. For a
     * session, the bytes of its own entries.
     */
    long bytes();

    /**
     * The memory held, by kind, and how the loops run. The first run makes the packed operands, so
     * they are reported only after it. A backend that knows no more reports {@link #bytes} alone.
     */
    default ExecutionReport report() {
        return new ExecutionReport(
                List.of(new ExecutionReport.Holding("variables and entries", bytes())),
                List.of(),
                List.of());
    }

    /**
     * Frees what the executable holds. It waits for a run under way in another thread or in a
     * session. Every later call fails with an {@link IllegalStateException}, except that closing
     * again does nothing.
     */
    @Override
    void close();
}
