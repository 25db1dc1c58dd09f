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
import java.util.stream.Stream;

/**
 * Planned instructions in order, and the storages that belong to them. These storages get memory by
 * lifetime. All other storages have their place already.
 *
 * @param preparation instructions that run before the others when a variable has changed. What they
 *     write for the others remains until they run again.
 * @param instructions those that always run
 * @param owned the storages, each with its number of elements
 */
public record Plan(
        List<Instruction> preparation,
        List<Instruction> instructions,
        Map<Storage, Integer> owned) {
    /** The code of the preparation in order. */
    public Runnable[] preparationCode() {
        return preparation.stream().map(Instruction::code).toArray(Runnable[]::new);
    }

    /** The code that always runs. With {@code debug}, every result is checked to be finite. */
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

    /** The preparation and all other instructions. */
    List<Instruction> all() {
        return Stream.concat(preparation.stream(), instructions.stream()).toList();
    }

    /**
     * Index in {@link #all} of the last instruction that uses each owned storage. Past the end for
     * what the preparation writes and other instructions use.
     */
    Map<Storage, Integer> lastUses() {
        Map<Storage, Integer> last = new IdentityHashMap<>();
        List<Instruction> all = all();
        for (int i = 0; i < preparation.size(); i++) {
            used(all.get(i), i, last);
        }
        Set<Storage> prepared = Set.copyOf(last.keySet());
        for (int i = preparation.size(); i < all.size(); i++) {
            used(all.get(i), i, last);
        }
        for (Storage s : prepared) {
            last.computeIfPresent(s, (_, i) -> i < preparation.size() ? i : all.size());
        }
        return last;
    }

    private void used(Instruction instruction, int at, Map<Storage, Integer> last) {
        Stream.concat(reads(instruction).stream(), instruction.writes().stream())
                .filter(owned::containsKey)
                .forEach(s -> last.put(s, at));
    }
}
