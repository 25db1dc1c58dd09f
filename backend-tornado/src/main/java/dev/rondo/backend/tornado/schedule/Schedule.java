package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.Array;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An entry lowered to tasks.
 *
 * @param entry its name
 * @param parts what is done, in order; the last one fetches
 * @param sizes elements of each arena that is used, but for {@code VARIABLES}
 * @param inputs where the inputs are put, by name
 * @param constants what is put into {@code INPUTS} once
 * @param outputs where the outputs are found, by name
 * @param faults what may be found wrong
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

    /** Numbers known while compiling, and where they lie. */
    public record Filling(Place place, Array value) {}
}
