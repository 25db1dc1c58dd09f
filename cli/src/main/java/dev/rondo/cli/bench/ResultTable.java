package dev.rondo.cli.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Results as a table for people. */
public final class ResultTable {
    private static final String ROW = "%-36s %-12s %7s %11s %11s %9s %10s %10s %10s  %s";

    private ResultTable() {}

    /** The names of the columns. */
    public static String head() {
        return String.format(
                Locale.ROOT,
                ROW,
                "cell T/B/I/H mode type",
                "device",
                "threads",
                "median ms",
                "least ms",
                "GFLOP/s",
                "B/step",
                "peak MiB",
                "compile ms",
                "error (limit)");
    }

    /** The line of a result. */
    public static String row(Result r) {
        return String.format(
                Locale.ROOT,
                ROW,
                r.workload().label(),
                r.device().id(),
                r.threads(),
                String.format(Locale.ROOT, "%.3f", r.medianMillis()),
                String.format(Locale.ROOT, "%.3f", r.leastMillis()),
                String.format(Locale.ROOT, "%.1f", r.gflops()),
                String.format(Locale.ROOT, "%,d", r.timing().allocated()),
                String.format(Locale.ROOT, "%.1f", r.bytes() / 0x1p20),
                String.format(Locale.ROOT, "%.0f", r.compileNanos() / 1e6),
                error(r.check()));
    }

    /** The error and the error that is allowed. */
    static String error(Check c) {
        return c.failure().isEmpty()
                ? String.format(
                        Locale.ROOT,
                        "%.1e (%.1e)%s",
                        c.error(),
                        c.limit(),
                        c.holds() ? "" : " WRONG")
                : "WRONG";
    }

    /**
     * Notes on the results: which were wrong, which were checked in part, and what the columns
     * mean.
     */
    public static List<String> notes(List<Result> results) {
        return Stream.concat(
                        results.stream().filter(r -> !whole(r)).map(ResultTable::part),
                        warnings(results).stream())
                .distinct()
                .toList();
    }

    /** Warnings about results that are wrong, or times that are those of cold code. */
    public static List<String> warnings(List<Result> results) {
        return Stream.concat(
                        results.stream().filter(r -> !r.check().holds()).map(ResultTable::wrong),
                        results.stream()
                                .filter(r -> r.timing().allocated() > 0)
                                .map(ResultTable::cold))
                .toList();
    }

    private static String cold(Result r) {
        return String.format(
                Locale.ROOT,
                "%s on %s: a step allocated %,d bytes; its code was not all compiled yet, so that the"
                        + " times are too long and more --warm-up than %s s is needed, or the backend"
                        + " allocates at every step",
                r.workload().label(),
                r.device().id(),
                r.timing().allocated(),
                r.settings().warmUp());
    }

    /** Whether all steps and rows were compared with the reference. */
    static boolean whole(Result r) {
        return r.check().steps() == r.workload().seq() && r.check().rows() == r.workload().batch();
    }

    private static String part(Result r) {
        return String.format(
                Locale.ROOT,
                "%s: compared with the reference on the first %,d of %,d steps of %,d of %,d rows",
                r.workload().label(),
                r.check().steps(),
                r.workload().seq(),
                r.check().rows(),
                r.workload().batch());
    }

    private static String wrong(Result r) {
        return String.format(
                Locale.ROOT,
                "%s on %s gives wrong results: %s",
                r.workload().label(),
                r.device().id(),
                r.check().finding());
    }
}
