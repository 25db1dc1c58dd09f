package dev.rondo.backend.tornado;

import dev.rondo.array.Array;
import dev.rondo.graph.Variable;

import java.util.Map;

/**
 * The values of the variables between two runs of an executable, for its sessions. A session's
 * device has its own copy. It is renewed before a run when it is out of date.
 */
final class Publication {
    /** Values that no longer change, and the number of publications before them. */
    record Values(long number, Map<Variable, Array> byVariable) {}

    private volatile Values values = new Values(0, Map.of());

    /** Publishes new values, for every run of a session that begins from now on. */
    synchronized void publish(Map<Variable, Array> byVariable) {
        values = new Values(values.number + 1, byVariable);
    }

    /** The values that were published last. */
    Values values() {
        return values;
    }
}
