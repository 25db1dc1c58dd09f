package dev.rondo.backend;

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
 * @param write the storage that holds a value afterwards; null for a loop, whose outputs are listed
 *     by it
 * @param result the value written, for debugging; may be null
 * @param inPlace storages of {@code reads} that may share their memory with {@code write}
 * @param loop the loop, when it is one
 */
record Instruction(
        Node node,
        Runnable code,
        List<Storage> reads,
        Storage write,
        View result,
        List<Storage> inPlace,
        LoopPlan loop) {}
