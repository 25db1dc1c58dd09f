package dev.rondo.executor;

import dev.rondo.graph.Entry;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

/** Gives the variables the values that an entry has computed for them, by an exchange of memory. */
final class Commit {
    /** Whether the variables take the new values. */
    sealed interface Condition {
        /** Whether they take them after the run that has ended. */
        boolean holds();
    }

    /** They take them after every run. */
    record Always() implements Condition {
        @Override
        public boolean holds() {
            return true;
        }
    }

    /** They take them when a truth value of the entry is true. */
    record Computed(View value) implements Condition {
        @Override
        public boolean holds() {
            return value.bool()[value.offset()] != 0;
        }
    }

    private final Variables variables;
    private final Condition condition;
    private final Storage[] now;
    private final Storage[] next;

    Commit(Entry entry, Variables variables, Condition condition) {
        this.variables = variables;
        this.condition = condition;
        this.now =
                entry.assignments().keySet().stream()
                        .map(v -> variables.of(v).now().storage())
                        .toArray(Storage[]::new);
        this.next =
                entry.assignments().keySet().stream()
                        .map(v -> variables.of(v).next().storage())
                        .toArray(Storage[]::new);
    }

    /** Whether there is anything to exchange after the run that has ended. */
    boolean isDue() {
        return now.length > 0 && condition.holds();
    }

    /** Exchanges the memory of the present values and the next ones. */
    void run() {
        for (int i = 0; i < now.length; i++) {
            Storage.swap(now[i], next[i]);
        }
        variables.changed();
    }
}
