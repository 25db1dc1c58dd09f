package dev.rondo.cli.bench;

import dev.rondo.models.task.Values;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a series ends. Time and memory of the next point are those of the last one, times what
 * twice the size costs at most.
 *
 * @param doublings how often each size is doubled at most
 * @param longestStep the longest time of a step in seconds
 * @param heap bytes of the heap that may be used
 */
public record GrowthLimits(int doublings, double longestStep, long heap) {
    /** Checks the values of the options. */
    public GrowthLimits {
        Values.atLeast("--doublings", doublings, 1);
        Values.positive("--longest-step", longestStep);
    }

    /**
     * Why a series has no further point.
     *
     * @param middle the workload with which all series begin
     * @param points those so far
     */
    Optional<String> end(GrowthAxis axis, Workload middle, List<GrowthPoint> points) {
        int doubled = points.size();
        if (doubled == 0) {
            return Optional.empty();
        }
        if (doubled > doublings) {
            return text("%d doublings were asked for", doublings);
        }
        long size = (long) axis.of(middle) << doubled;
        if (size > axis.most()) {
            return text("larger than %,d is not tried", axis.most());
        }
        Workload next = axis.scaled(middle, 1 << doubled);
        Result last = points.getLast().result();
        double seconds = last.medianMillis() / 1e3 * axis.steepest();
        if (seconds > longestStep) {
            return text(
                    "a step with %,d could take %.3g s, and --longest-step is %s s",
                    size, seconds, longestStep);
        }
        double bytes =
                (double) last.bytes() * axis.steepest() + next.given() + Reference.bytes(next);
        return bytes > heap
                ? text(
                        "%,d could need %,.0f MiB, and %,.0f MiB of the heap may be used; allow"
                                + " more with RONDO_JAVA_OPTS=-Xmx…",
                        size, bytes / 0x1p20, heap / 0x1p20)
                : Optional.empty();
    }

    private static Optional<String> text(String format, Object... values) {
        return Optional.of(String.format(Locale.ROOT, format, values));
    }
}
