package dev.rondo.executor.plan;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Node;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects the instructions of a plan and the storages that belong to it. Tells apart what is
 * steady: what depends on steady storages alone.
 */
final class PlanBuilder {
    private final Kernels kernels;
    private final boolean prepares;
    private final List<Instruction> preparation = new ArrayList<>();
    private final List<Instruction> instructions = new ArrayList<>();
    private final Set<Storage> steady = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Storage> changing = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Storage, Integer> owned = new IdentityHashMap<>();

    /**
     * An empty plan.
     *
     * @param prepares whether instructions that depend on steady storages alone become the plan's
     *     preparation
     */
    PlanBuilder(Kernels kernels, boolean prepares) {
        this.kernels = kernels;
        this.prepares = prepares;
    }

    /**
     * The plan so far.
     *
     * @param last instructions at the end of the preparation
     */
    Plan finish(List<Instruction> last) {
        preparation.addAll(last);
        return new Plan(List.copyOf(preparation), List.copyOf(instructions), owned);
    }

    /** Declares that a storage does not change. */
    void steady(Storage storage) {
        steady.add(storage);
    }

    /** Whether what has been written to a storage so far does not change. */
    boolean isSteady(Storage storage) {
        return steady.contains(storage);
    }

    /** A storage for a tensor, with memory for its lifetime. */
    View own(DType dtype, Shape shape) {
        View v = View.contiguous(new Storage(dtype), shape);
        own(v);
        return v;
    }

    /** Gives memory to a view of a whole storage that has none yet. */
    void own(View whole) {
        owned.put(whole.storage(), Storage.elements(whole.dtype(), whole.shape()));
    }

    /** A storage that holds a constant of the program. */
    static View fixed(Array a) {
        Storage s = new Storage(a.dtype());
        s.place(a.buffer(), 0);
        return View.contiguous(s, a.shape());
    }

    /** Adds an instruction that writes one result. */
    void emit(Node n, Runnable code, View out, View... reads) {
        List<Storage> from = new ArrayList<>();
        for (View v : reads) {
            from.add(v.storage());
        }
        emit(n, code, out, from, List.of());
    }

    /** Adds an instruction whose result may use the memory of some operands. */
    void emit(Node n, Runnable code, View out, List<Storage> reads, List<Storage> inPlace) {
        // no elements need no work, but the storage is read all the same
        Runnable work = out.size() > 0 ? code : () -> {};
        add(
                new Instruction(
                        n, work, reads, List.of(out.storage()), List.of(out), inPlace, List.of()));
    }

    /** Adds an instruction. */
    void add(Instruction instruction) {
        List<Storage> writes = instruction.writes();
        if (prepares
                && instruction.loops().isEmpty()
                && steady.containsAll(instruction.reads())
                && owned.keySet().containsAll(writes)) {
            preparation.add(instruction);
            // several instructions may each write a part of a storage
            writes.stream().filter(s -> !changing.contains(s)).forEach(this::steady);
        } else {
            instructions.add(instruction);
            changing.addAll(writes);
            writes.forEach(steady::remove);
        }
    }

    /** Copies a value to the place where it is needed. */
    void copy(Node n, View from, View to) {
        View[] v = View.merge(from, to);
        emit(n, () -> kernels.move(v[0], v[1]), to, from);
    }

    /** The view itself if it is contiguous, otherwise a contiguous copy. */
    View contiguous(Node n, View x) {
        if (x.isContiguous()) {
            return x;
        }
        View copy = own(x.dtype(), x.shape());
        copy(n, x, copy);
        return copy;
    }
}
