package dev.rondo.executor;

import dev.rondo.array.Array;
import dev.rondo.backend.ExecutionReport;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Variable;

import java.util.List;
import java.util.Map;

/**
 * What a backend does for a {@link CompiledProgram}: it holds the numbers of the variables and
 * makes entries ready to run. One thread at a time calls it. Its arguments have been checked:
 * entries use only variables of the program, and inputs and values fit.
 *
 * <p>An engine whose device has its own memory holds each variable twice. {@link #read} and {@link
 * #write} use the copy on the host. {@link CompiledProgram} knows which copy is newer and calls
 * {@link #upload} and {@link #download}. An engine with one copy does not override these two.
 */
public interface Engine {
    /**
     * Makes an entry ready to run.
     *
     * @param debug whether to check that every result is finite
     * @throws dev.rondo.backend.BackendException when the device cannot run it
     */
    ReadyEntry prepare(Entry entry, boolean debug);

    /** Ends a series of {@link #prepare}: does what remains to be done before the first run. */
    default void complete() {}

    /**
     * Runs an entry once. It need not be one of the entries that are ready. No variable changes.
     *
     * @return the outputs by name
     */
    Map<String, Array> inspect(Entry entry, Map<String, Array> inputs);

    /** A copy of a variable's value. */
    Array read(Variable variable);

    /** Sets some variables. Nobody reads them at the same time. */
    void write(Map<Variable, Array> values);

    /** An engine that reads the variables of this one and never changes them. */
    Engine session();

    /** Brings all variables to the device. */
    default void upload() {}

    /** Brings all variables to the host. */
    default void download() {}

    /**
     * Gives the values of the variables to the sessions. Runs of sessions that begin later see
     * them.
     */
    default void publish() {}

    /**
     * In a session: takes the values that were published last.
     *
     * @return whether they are new
     */
    default boolean renew() {
        return false;
    }

    /** The memory of the variables. */
    List<ExecutionReport.Holding> variableMemory();

    /** The memory held besides that of variables and entries. */
    default List<ExecutionReport.Holding> otherMemory() {
        return List.of();
    }

    /** What has not gone as planned so far, in lines, besides {@link ReadyEntry#schedule}. */
    default List<String> remarks() {
        return List.of();
    }

    /** Frees what the engine holds. The engine of a session does not free the variables. */
    void close();
}
