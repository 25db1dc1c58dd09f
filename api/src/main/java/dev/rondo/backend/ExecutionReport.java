package dev.rondo.backend;

import java.util.List;

/**
 * What an executable holds and how its loops run, for a person who wants to know why a program is
 * fast, slow or large.
 *
 * @param memory what is held; the sum is {@link Executable#bytes}
 * @param loops how loops run, in the order of the program
 * @param schedule how the device runs the entries and what did not go as planned, as lines for a
 *     person; empty where {@link Executable#compiled} already shows everything
 */
public record ExecutionReport(List<Holding> memory, List<LoopRun> loops, List<String> schedule) {
    /** Copies the lists. */
    public ExecutionReport {
        memory = List.copyOf(memory);
        loops = List.copyOf(loops);
        schedule = List.copyOf(schedule);
    }

    /** Bytes of everything that is held. */
    public long bytes() {
        return memory.stream().mapToLong(Holding::bytes).sum();
    }

    /**
     * Memory of one kind.
     *
     * @param what the kind in words, such as {@code variables}
     * @param bytes the size
     */
    public record Holding(String what, long bytes) {}

    /**
     * A loop.
     *
     * @param entry the entry that has the loop
     * @param steps the number of steps
     * @param backwards whether it runs from the last step to the first
     * @param lanes threads that each take some rows of the batch through all steps and meet once,
     *     after the last step; 1 where all threads share each operation of a step
     */
    public record LoopRun(String entry, int steps, boolean backwards, int lanes) {}
}
