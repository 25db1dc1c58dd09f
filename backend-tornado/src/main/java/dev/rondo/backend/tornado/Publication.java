package dev.rondo.backend.tornado;

import dev.rondo.array.Array;
import dev.rondo.graph.Variable;

import java.util.Map;

/**
 * The values that the variables have between two runs of an executable, for its sessions. A
 * session's device has a copy of its own, renewed before a run when it is old.
 */
final class Publication {
    /** Values that nobody changes any more, and how many there were before. */
    record Values(long number, Map<Variable, Array> byVariable) {}

    private volatile Values values = new Values(0, Map.of());

    /** New values, for every run of a session that begins from now on. */
    synchronized void publish(Map<Variable, Array> byVariable) {
        values = new Values(values.number + 1, byVariable);
    }

    /** The values that were published last. */
    Values values() {
        return values;
    }
}
