package dev.rondo.executor.plan;

import dev.rondo.backend.ExecutionReport;
import dev.rondo.graph.Op;
import dev.rondo.kernels.Storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Planned instructions in order, and the storages that belong to them, each with its number of
 * elements. These storages get memory by lifetime. All other storages have their place already.
 */
public record Plan(List<Instruction> instructions, Map<Storage, Integer> owned) {
    /** The code in order. With {@code debug}, every result is checked to be finite. */
    public Runnable[] code(boolean debug) {
        return instructions.stream()
                .map(i -> debug ? Debugger.checked(i) : i.code())
                .toArray(Runnable[]::new);
    }

    /** How the loops of an entry run, in order. */
    public List<ExecutionReport.LoopRun> loops(String entry) {
        List<ExecutionReport.LoopRun> all = new ArrayList<>();
        for (Instruction i : instructions) {
            if (!i.loops().isEmpty() && i.node().op() instanceof Op.Scan s) {
                int lanes = i.loops().size();
                all.add(new ExecutionReport.LoopRun(entry, s.length(), s.reverse(), lanes));
            }
        }
        return all;
    }

    /** Everything the instruction reads, including what its loops read inside. */
    static Collection<Storage> reads(Instruction i) {
        if (i.loops().isEmpty()) {
            return i.reads();
        }
        Set<Storage> all = new LinkedHashSet<>(i.reads());
        for (PlannedLoop loop : i.loops()) {
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
