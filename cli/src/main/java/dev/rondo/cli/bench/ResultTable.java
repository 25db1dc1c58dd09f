package dev.rondo.cli.bench;

import java.util.List;
import java.util.stream.Stream;

/** Results as a table for people. */
public final class ResultTable {
    private static final String ROW = "%-36s %-12s %7s %11s %11s %9s %10s %10s %10s  %s";

    private ResultTable() {}

    /** The names of the columns. */
    public static String head() {
        return ROW.formatted(
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

    /** A line. */
    public static String row(Result r) {
        return ROW.formatted(
                r.workload().label(),
                r.device().id(),
                r.threads(),
                "%.3f".formatted(r.medianMillis()),
                "%.3f".formatted(r.leastMillis()),
                "%.1f".formatted(r.gflops()),
                "%,d".formatted(r.timing().allocated()),
                "%.1f".formatted(r.bytes() / 0x1p20),
                "%.0f".formatted(r.compileNanos() / 1e6),
                error(r.check()));
    }

    /** The error beside what is allowed. */
    static String error(Check c) {
        return c.failure().isEmpty()
                ? "%.1e (%.1e)%s".formatted(c.error(), c.limit(), c.holds() ? "" : " WRONG")
                : "WRONG";
    }

    /**
     * What is to be said about them: what was wrong, what was checked in part, what the columns
     * are.
     */
    public static List<String> notes(List<Result> results) {
        return Stream.concat(
                        results.stream().filter(r -> !whole(r)).map(ResultTable::part),
                        results.stream().filter(r -> !r.check().holds()).map(ResultTable::wrong))
                .distinct()
                .toList();
    }

    private static boolean whole(Result r) {
        return r.check().steps() == r.workload().seq() && r.check().rows() == r.workload().batch();
    }

    private static String part(Result r) {
        return "%s: compared with the reference on the first %,d of %,d steps of %,d of %,d rows"
                .formatted(
                        r.workload().label(),
                        r.check().steps(),
                        r.workload().seq(),
                        r.check().rows(),
                        r.workload().batch());
    }

    /** What is wrong with a result, in one line. */
    public static String wrong(Result r) {
        return "%s on %s gives wrong results: %s"
                .formatted(r.workload().label(), r.device().id(), r.check().finding());
    }
}
