package dev.rondo.executor;

import dev.rondo.array.Array;
import dev.rondo.backend.ExecutionReport;

import java.util.List;
import java.util.Map;

/** An entry that an {@link Engine} can run. It is used by one thread at a time. */
public interface ReadyEntry {
    /** Computes what depends on the variables alone, so that the next run need not. */
    default void prepare() {}

    /**
     * Computes the results, and the new values of the variables. The new values take effect here or
     * in {@link #commit}.
     *
     * @param inputs every input by its name, checked
     * @return the outputs by name, which the next run overwrites
     */
    Map<String, Array> run(Map<String, Array> inputs);

    /** Whether {@link #commit} has anything to do after the run that has ended. */
    default boolean hasChanges() {
        return false;
    }

    /** Gives the variables their new values. Nobody reads them at the same time. */
    default void commit() {}

    /** The memory that the entry holds. */
    List<ExecutionReport.Holding> memory();

    /** How its loops run. */
    default List<ExecutionReport.LoopRun> loops() {
        return List.of();
    }

    /** How the device runs it, in lines for a person. */
    default List<String> schedule() {
        return List.of();
    }

    /** Frees what the entry holds. */
    default void close() {}
}
