package dev.rondo.backend;

import dev.rondo.kernels.Storage;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Planned instructions in order, and the storages that belong to them (name to number of elements)
 * and so get memory by lifetime; all others have their place already.
 */
record Plan(List<Instruction> instructions, Map<Storage, Integer> owned) {
    /** The code in order; with {@code debug} every result is checked to be finite. */
    Runnable[] code(boolean debug) {
        return instructions.stream()
                .map(i -> debug ? Debugger.checked(i) : i.code())
                .toArray(Runnable[]::new);
    }

    /** Everything the instruction reads, inside loops too. */
    static Collection<Storage> reads(Instruction i) {
        if (i.loops().isEmpty()) {
            return i.reads();
        }
        Set<Storage> all = new LinkedHashSet<>(i.reads());
        for (LoopPlan loop : i.loops()) {
            for (Instruction inner : loop.body().instructions()) {
                all.addAll(reads(inner));
            }
        }
        return all;
    }

    /** Index of the last instruction that reads each owned storage. */
    Map<Storage, Integer> lastUses() {
        Map<Storage, Integer> last = new IdentityHashMap<>();
        for (int i = 0; i < instructions.size(); i++) {
            Instruction instruction = instructions.get(i);
            for (Storage s : reads(instruction)) {
                if (owned.containsKey(s)) {
                    last.put(s, i);
                }
            }
            for (Storage s : instruction.writes()) {
                if (owned.containsKey(s)) {
                    last.put(s, i);
                }
            }
        }
        return last;
    }
}
