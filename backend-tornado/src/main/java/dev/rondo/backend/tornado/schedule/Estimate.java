package dev.rondo.backend.tornado.schedule;

import java.util.Locale;

/**
 * The estimated times of a loop's step, in microseconds.
 *
 * @param inKernel when one kernel does all steps; infinite when that is not possible
 * @param asGraphs when each step is executed by itself
 */
public record Estimate(double inKernel, double asGraphs) {
    /** Nothing was estimated yet. */
    static final Estimate NONE = new Estimate(Double.POSITIVE_INFINITY, 0);

    /** Text such as {@code estimate of a step: 6 µs in one kernel, 110 µs as task graphs}. */
    @Override
    public String toString() {
        return Double.isInfinite(inKernel)
                ? String.format(Locale.ROOT, "estimate of a step: %.0f µs", asGraphs)
                : String.format(
                        Locale.ROOT,
                        "estimate of a step: %.0f µs in one kernel, %.0f µs as task graphs",
                        inKernel,
                        asGraphs);
    }
}
