package dev.rondo.executor.plan;

import dev.rondo.graph.Node;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.List;

/**
 * One step of a planned program: its code, and what the code reads and writes. Memory is assigned
 * from the latter.
 *
 * @param node the node that it comes from, for messages
 * @param code what to do; allocates nothing
 * @param reads storages that must hold their values before
 * @param writes the storages that hold a value afterwards; none for a loop, which lists its outputs
 *     itself
 * @param results the values written, for debugging
 * @param inPlace those of {@code reads} that may share their memory with the only one of {@code
 *     writes}
 * @param loops the loop, or several that run at the same time; empty when it is not a loop
 */
record Instruction(
        Node node,
        Runnable code,
        List<Storage> reads,
        List<Storage> writes,
        List<View> results,
        List<Storage> inPlace,
        List<PlannedLoop> loops) {}
