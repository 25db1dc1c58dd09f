package dev.rondo.models.training;

import dev.rondo.array.Array;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Entry;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sums of an entry's outputs over all batches of a data set. */
public final class Totals {
    private Totals() {}

    /**
     * Runs an entry on each batch of one pass, in order, and adds up its scalar outputs. Outputs
     * that are also inputs are carried from batch to batch, as {@link Trainer} does.
     *
     * @param entry an entry that the executable has
     * @param batches data that end
     * @return sums by the outputs' names, added in float64
     * @throws IllegalArgumentException when the data have no end
     */
    public static Map<String, Double> of(Executable executable, Entry entry, Batches batches) {
        return of(executable, entry, batches, () -> {});
    }

    /**
     * Does the same, and can be abandoned.
     *
     * @param beforeEach called before each batch; an exception that it throws ends the pass, see
     *     {@link Evaluator}
     */
    public static Map<String, Double> of(
            Executable executable, Entry entry, Batches batches, Runnable beforeEach) {
        long steps = batches.stepsPerEpoch();
        if (steps < 1) {
            throw new IllegalArgumentException("totals need data with an end");
        }
        Carry carry = new Carry(entry, Map.of());
        Map<String, Array> inputs = new HashMap<>(carry.values());
        Map<String, Double> sums = new LinkedHashMap<>();
        for (long step = 0; step < steps; step++) {
            beforeEach.run();
            if (!batches.continues(step)) {
                carry.reset();
            }
            inputs.putAll(batches.batch(step));
            Map<String, Array> results = executable.run(entry.name(), inputs);
            results.forEach(
                    (name, value) -> {
                        if (value.shape().rank() == 0) {
                            sums.merge(name, value.item(), Double::sum);
                        }
                    });
            carry.keep(results);
        }
        return Collections.unmodifiableMap(sums);
    }
}
