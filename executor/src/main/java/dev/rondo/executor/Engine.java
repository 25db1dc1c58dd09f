package dev.rondo.executor;

import dev.rondo.array.Array;
import dev.rondo.backend.ExecutionReport;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Variable;

import java.util.List;
import java.util.Map;

/**
 * What a backend does for a {@link CompiledProgram}: it holds the numbers of the variables and
 * makes entries ready to run. It is called by one thread at a time, and what it is given has been
 * checked: entries use the program's variables alone, and inputs and values fit.
 *
 * <p>An engine whose device has a memory of its own holds each variable twice. {@link #read} and
 * {@link #write} are about the copy on the host; {@link CompiledProgram} knows which copy is newer
 * and asks for {@link #upload} and {@link #download}. An engine with one copy leaves these alone.
 */
public interface Engine {
    /**
     * Makes an entry ready to run.
     *
     * @param debug whether every result is checked to be finite
     * @throws dev.rondo.backend.BackendException when the device cannot run it
     */
    ReadyEntry prepare(Entry entry, boolean debug);

    /** Ends a series of {@link #prepare}: what is still to be done before the first run. */
    default void complete() {}

    /**
     * Runs an entry once, beside those that are ready; no variable changes.
     *
     * @return the outputs by name
     */
    Map<String, Array> inspect(Entry entry, Map<String, Array> inputs);

    /** A copy of a variable's value. */
    Array read(Variable variable);

    /** Sets some variables. Nobody reads them meanwhile. */
    void write(Map<Variable, Array> values);

    /** An engine that reads the variables of this one and never changes them. */
    Engine session();

    /** Brings all variables to the device. */
    default void upload() {}

    /** Brings all variables to the host. */
    default void download() {}

    /** Gives the values of the variables to the sessions, whose next runs see them. */
    default void publish() {}

    /**
     * In a session: takes over the values that were published last.
     *
     * @return whether they are new
     */
    default boolean renew() {
        return false;
    }

    /** What the variables hold. */
    List<ExecutionReport.Holding> variableMemory();

    /** What is held beside variables and entries. */
    default List<ExecutionReport.Holding> otherMemory() {
        return List.of();
    }

    /** What did not go as planned by now, beside {@link ReadyEntry#schedule}, in lines. */
    default List<String> remarks() {
        return List.of();
    }

    /** Frees what the engine holds; of a session not the variables. */
    void close();
}
