package dev.rondo.executor.plan;

import dev.rondo.array.Buffer;
import dev.rondo.array.DType;
import dev.rondo.kernels.Storage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Assigns memory by lifetime. Blocks are handed out and taken back during a walk over the plan.
 * They are allocated only when the whole plan is known to fit.
 */
public final class Memory {
    /** Nothing is assigned yet. */
    public Memory() {}

    private static final class Block {
        final DType dtype;
        final int size;

        Block(DType dtype, int size) {
            this.dtype = dtype;
            this.size = size;
        }

        long bytes() {
            return (long) size * dtype.bytes();
        }
    }

    /** Blocks that may be handed out, by size. A program may have tens of thousands. */
    private static final class Unused {
        private final Map<DType, NavigableMap<Integer, Set<Block>>> bySize =
                new EnumMap<>(DType.class);

        void add(Block b) {
            sizes(b.dtype).computeIfAbsent(b.size, _ -> new LinkedHashSet<>()).add(b);
        }

        void remove(Block b) {
            sizes(b.dtype)
                    .computeIfPresent(
                            b.size,
                            (_, equal) -> equal.remove(b) && equal.isEmpty() ? null : equal);
        }

        /**
         * The smallest block that is large enough and not much too large; null when there is none.
         */
        Block take(DType dtype, int size) {
            var best = sizes(dtype).ceilingEntry(size);
            if (best == null || best.getKey() > 2L * size + 64) {
                return null;
            }
            Block b = best.getValue().iterator().next();
            remove(b);
            return b;
        }

        private NavigableMap<Integer, Set<Block>> sizes(DType dtype) {
            return bySize.computeIfAbsent(dtype, _ -> new TreeMap<>());
        }
    }

    private final List<Block> blocks = new ArrayList<>();
    private final Unused unused = new Unused();
    private final Map<Storage, Block> places = new IdentityHashMap<>();

    /** The blocks handed out since the present loop began. */
    private Set<Block> acquired = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Walks a plan and its loops. */
    public void assign(Plan plan) {
        Map<Storage, Integer> last = plan.lastUses();
        Map<Integer, List<Storage>> ends = new HashMap<>();
        List<Instruction> all = plan.all();
        for (int i = 0; i < all.size(); i++) {
            Instruction instruction = all.get(i);
            List<Storage> live = new ArrayList<>();
            if (!instruction.loops().isEmpty()) {
                loops(instruction.loops(), plan, live);
            } else {
                for (Storage write : instruction.writes()) {
                    if (plan.owned().containsKey(write) && !places.containsKey(write)) {
                        take(instruction, write, plan, last, i);
                        live.add(write);
                    }
                }
            }
            for (Storage s : live) {
                int end = Math.max(last.getOrDefault(s, i), i);
                ends.computeIfAbsent(end, _ -> new ArrayList<>()).add(s);
            }
            ends.getOrDefault(i, List.of()).forEach(this::release);
            ends.remove(i);
        }
    }

    private void take(
            Instruction instruction,
            Storage write,
            Plan plan,
            Map<Storage, Integer> last,
            int now) {
        int size = plan.owned().get(write);
        for (Storage s : instruction.inPlace()) {
            Block block = places.get(s);
            if (block != null
                    && plan.owned().containsKey(s)
                    && last.get(s) == now
                    && plan.owned().get(s) == size
                    && s.dtype() == write.dtype()) {
                places.put(write, block);
                shared.put(s, write);
                return;
            }
        }
        acquire(write, size);
    }

    /** Storages whose block was passed on to another storage, which will give it back. */
    private final Map<Storage, Storage> shared = new IdentityHashMap<>();

    /**
     * Loops that run at the same time share no memory: a block that one gives back is not for the
     * others.
     */
    private void loops(List<PlannedLoop> loops, Plan plan, List<Storage> live) {
        for (PlannedLoop loop : loops) {
            loop.writes().forEach(s -> own(s, plan, live));
        }
        Set<Block> before = acquired;
        Set<Block> all = Collections.newSetFromMap(new IdentityHashMap<>());
        for (PlannedLoop loop : loops) {
            acquired = Collections.newSetFromMap(new IdentityHashMap<>());
            loop.carries().forEach(this::acquire);
            assign(loop.body());
            loop.carries().keySet().forEach(this::release);
            acquired.forEach(unused::remove);
            all.addAll(acquired);
        }
        all.forEach(unused::add);
        acquired = before;
        acquired.addAll(all);
    }

    private void own(Storage s, Plan plan, List<Storage> live) {
        if (plan.owned().containsKey(s) && !places.containsKey(s)) {
            acquire(s, plan.owned().get(s));
            live.add(s);
        }
    }

    private void acquire(Storage s, int size) {
        Block best = unused.take(s.dtype(), size);
        if (best == null) {
            best = new Block(s.dtype(), size);
            blocks.add(best);
        }
        places.put(s, best);
        acquired.add(best);
    }

    private void release(Storage s) {
        if (!shared.containsKey(s)) {
            unused.add(places.get(s));
        }
    }

    /** Bytes that all blocks take. */
    public long bytes() {
        return blocks.stream().mapToLong(Block::bytes).sum();
    }

    /** Allocates the blocks and places every storage. */
    public void allocate() {
        Map<Block, Buffer> buffers = new IdentityHashMap<>();
        places.forEach(
                (s, b) ->
                        s.place(
                                buffers.computeIfAbsent(b, _ -> Buffer.allocate(b.dtype, b.size)),
                                0));
    }
}
