package dev.rondo.models.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One evaluation.
 *
 * @param step updates done so far
 * @param epoch passes over the data, with a fraction
 * @param metrics what was measured, by name
 * @param best whether it is the best so far
 * @param seconds time spent in training so far
 */
public record Evaluation(
        long step, double epoch, Map<String, Double> metrics, boolean best, double seconds) {
    /** Copies the map, keeping its order. */
    public Evaluation {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
}
