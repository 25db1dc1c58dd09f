package dev.rondo.models.training;

import dev.rondo.array.Array;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Variable;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The state of training before an update of several batches, so that an update that is abandoned
 * changes nothing. It holds what a batch may change: the variables that the entry assigns, and what
 * is carried.
 */
final class StepStart {
    private final Executable executable;
    private final Set<Variable> changed;
    private final Carry carry;
    private final Map<String, Array> variables = new HashMap<>();
    private final Map<String, Array> carried = new HashMap<>();

    StepStart(Executable executable, Entry entry, Carry carry) {
        this.executable = executable;
        this.changed = entry.assignments().keySet();
        this.carry = carry;
    }

    void mark() {
        changed.forEach(v -> variables.put(v.name(), executable.read(v.name())));
        carry.values().forEach((name, value) -> carried.put(name, value.copy()));
    }

    void restore() {
        variables.forEach(executable::write);
        carry.set(carried);
    }
}
