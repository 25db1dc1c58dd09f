package dev.rondo.cli.bench;

import dev.rondo.models.checkpoint.Configuration;

import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The timing of a workload as a point of a series.
 *
 * @param axis what is doubled
 * @param result the timing
 * @param before the timing with half the size; empty for the first
 */
public record GrowthPoint(GrowthAxis axis, Result result, Optional<Result> before) {
    /** The size on the axis. */
    int size() {
        return axis.of(result.workload());
    }

    /** How many times as long as with half the size; NaN for the first. */
    double timeRatio() {
        return ratio(Result::medianMillis);
    }

    /** How many times as much memory as with half the size; NaN for the first. */
    double memoryRatio() {
        return ratio(Result::bytes);
    }

    private double ratio(ToDoubleFunction<Result> cost) {
        return before.map(b -> cost.applyAsDouble(result) / cost.applyAsDouble(b))
                .orElse(Double.NaN);
    }

    /** The fields of the result, and its place in the series. */
    public Configuration json() {
        return result.json().with("axis", axis.toString()).with("size", size());
    }
}
