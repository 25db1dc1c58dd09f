package dev.rondo.backend;

import java.util.List;

/**
 * What an executable holds and how its loops run, for a person who wants to know why a program is
 * fast, slow or large.
 *
 * @param memory what is held; the sum is {@link Executable#bytes}
 * @param loops how loops run, in the order of the program
 * @param schedule how the device runs its entries and what did not go as planned, in lines for a
 *     person; empty where {@link Executable#compiled} says it all
 */
public record ExecutionReport(List<Holding> memory, List<LoopRun> loops, List<String> schedule) {
    /** Copies the lists. */
    public ExecutionReport {
        memory = List.copyOf(memory);
        loops = List.copyOf(loops);
        schedule = List.copyOf(schedule);
    }

    /** Bytes of all that is held. */
    public long bytes() {
        return memory.stream().mapToLong(Holding::bytes).sum();
    }

    /**
     * Memory of one kind.
     *
     * @param what in words, such as {@code variables}
     * @param bytes how much
     */
    public record Holding(String what, long bytes) {}

    /**
     * A loop.
     *
     * @param entry whose it is
     * @param steps how many
     * @param backwards from the last one to the first
     * @param lanes threads that each take some rows of the batch through all steps and meet once
     *     after the last; 1 where all threads share each operation of a step
     */
    public record LoopRun(String entry, int steps, boolean backwards, int lanes) {}
}
