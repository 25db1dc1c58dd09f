package dev.rondo.executor.plan;

import dev.rondo.graph.Node;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.List;

/**
 * One step of a planned program: code, and what it reads and writes, from which memory is assigned.
 *
 * @param node where it comes from, for messages
 * @param code what to do; allocates nothing
 * @param reads storages that must hold their values before
 * @param writes the storages that hold a value afterwards; none for a loop, whose outputs are
 *     listed by it
 * @param results the values written, for debugging
 * @param inPlace storages of {@code reads} that may share their memory with the only one of {@code
 *     writes}
 * @param loops the loop, or several that run side by side; none where it is something else
 */
record Instruction(
        Node node,
        Runnable code,
        List<Storage> reads,
        List<Storage> writes,
        List<View> results,
        List<Storage> inPlace,
        List<PlannedLoop> loops) {}
