package dev.rondo.cli.bench.merge;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * The results of one device of one machine.
 *
 * @param name the directory and the device; no other column has it
 * @param facts the machine, the device, and when it was measured
 * @param entries by workload
 */
record Column(String name, Map<String, String> facts, Map<WorkloadName, Entry> entries) {
    /** What there is for a workload. */
    Entry entry(WorkloadName workload) {
        return entries.getOrDefault(workload, new Entry.Missing());
    }

    /** Median time of a step in milliseconds; empty where there is none that counts. */
    OptionalDouble millis(WorkloadName workload) {
        return entry(workload) instanceof Entry.Timed t
                ? OptionalDouble.of(t.millis())
                : OptionalDouble.empty();
    }

    /** How many times as fast as another one; empty where one of them has no time. */
    OptionalDouble ratio(Column baseline, WorkloadName workload) {
        OptionalDouble base = baseline.millis(workload);
        OptionalDouble own = millis(workload);
        return base.isPresent() && own.isPresent()
                ? OptionalDouble.of(base.getAsDouble() / own.getAsDouble())
                : OptionalDouble.empty();
    }
}
