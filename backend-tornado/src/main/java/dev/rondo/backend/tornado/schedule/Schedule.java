package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.Array;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An entry, lowered to tasks.
 *
 * @param entry its name
 * @param parts the parts in order; the last one fetches
 * @param sizes elements of each arena that is used, except {@code VARIABLES}
 * @param inputs the places of the inputs, by name
 * @param constants values that are stored in {@code INPUTS} once
 * @param outputs the places of the outputs, by name
 * @param faults the faults that may be raised
 */
public record Schedule(
        String entry,
        List<Part> parts,
        Map<Arena, Integer> sizes,
        Map<String, Place> inputs,
        List<Filling> constants,
        Map<String, Place> outputs,
        List<Fault> faults) {
    /** Copies its parts. */
    public Schedule {
        parts = List.copyOf(parts);
        sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        constants = List.copyOf(constants);
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        faults = List.copyOf(faults);
    }

    /** A constant and its place. */
    public record Filling(Place place, Array value) {}
}
