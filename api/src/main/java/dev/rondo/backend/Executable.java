package dev.rondo.backend;

import dev.rondo.array.Array;
import dev.rondo.graph.Entry;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A compiled program and the numbers of its variables. Runs allocate nothing once warm.
 *
 * <p>It is used by one thread at a time: a call from a second thread during a run fails with an
 * {@link IllegalStateException} and disturbs nothing; any thread may come when the run has ended.
 * Threads that want to run at the same time open a {@link #session} each, or compile their own
 * executables; any number of these may run at once on one backend, with the same bits as alone.
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

    /**
     * Runs an entry once to look inside: gives its outputs and every value that was named with
     * {@link dev.rondo.graph.Tensor#named}, those of loops step by step, as {@link Entry#observed}
     * says. No variable changes. The entry is compiled anew for it, so it is slow; a value that is
     * not finite is given as it is.
     *
     * @return copies by name
     */
    Map<String, Array> inspect(String entry, Map<String, Array> inputs);

    /**
     * The entry as it is run: rewritten by the backend, or as it was written where the backend
     * rewrites nothing. For looking at, see {@link dev.rondo.graph.GraphText}.
     */
    Entry compiled(String entry);

    /** A copy of a variable's value. */
    Array read(String variable);

    /**
     * Sets a variable.
     *
     * @throws IllegalArgumentException when there is none of that name, or type or shape differ
     */
    void write(String variable, Array value);

    /**
     * Sets all variables together, to values of their names.
     *
     * @throws IllegalArgumentException when a variable has no value, a value no variable, or a type
     *     or shape differs; the message lists all that differ, and no variable is changed
     */
    default void load(Map<String, Array> values) {
        load(values, UnaryOperator.identity());
    }

    /**
     * Sets those variables together that there are values for. The others keep theirs, and values
     * that no variable has the name of are left alone.
     *
     * @return which variables kept their values, and which values were left alone
     * @throws IllegalArgumentException when a value is of another type or shape than its variable;
     *     the message lists all of these, and no variable is changed
     */
    default Mismatch loadMatching(Map<String, Array> values) {
        return load(values, m -> m.withoutMissing().withoutUnexpected());
    }

    /**
     * Sets those variables together that there are values for.
     *
     * @param refused what of the mismatch is refused; values of another type or shape always are
     * @return the mismatch
     * @throws IllegalArgumentException when something is refused; the message lists all of it, and
     *     no variable is changed
     */
    Mismatch load(Map<String, Array> values, UnaryOperator<Mismatch> refused);

    /** Copies of all variables by name, in the order of their declaration. */
    Map<String, Array> variables();

    /** Adds an entry over the same variables, or replaces one of the same name. */
    void add(Entry entry);

    /** Forgets an entry and frees its memory. */
    void remove(String entry);

    /**
     * Opens a session: an executable that reads the variables of this one, with work memory of its
     * own, so that it may run while this and other sessions do. It has every entry that assigns
     * nothing; more of these may be added to it.
     *
     * <p>A session never changes a variable: {@link #write}, {@link #load}, and adding an entry
     * that assigns, are refused. When this executable changes them (by one of these or a run) the
     * change takes effect between two runs of each session, never within one: it waits for the runs
     * under way, and a run that begins later sees all of it. Closing a session closes nothing else;
     * closing this executable ends its sessions.
     */
    Executable session();

    /**
     * Bytes that variables and compiled entries hold, with what has been packed by now; of a
     * session those of its entries.
     */
    long bytes();

    /**
     * What it holds by kind, and how its loops run. Packed operands are made by the first run, so
     * they are told after it. A backend that knows no more tells {@link #bytes} alone.
     */
    default ExecutionReport report() {
        return new ExecutionReport(
                List.of(new ExecutionReport.Holding("variables and entries", bytes())),
                List.of(),
                List.of());
    }

    /**
     * Frees what the executable holds. A run under way in another thread, or in a session, is
     * waited for; every later call fails with an {@link IllegalStateException}, but for closing
     * again, which does nothing.
     */
    @Override
    void close();
}
