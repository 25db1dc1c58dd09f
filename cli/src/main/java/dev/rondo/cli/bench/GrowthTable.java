package dev.rondo.cli.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Series as tables for people. */
public final class GrowthTable {
    private static final String ROW = "%-14s %9s %12s %8s %9s %12s %8s  %s";
    private static final String EXPONENTS = "%-14s %7s %10s %8s %10s %12s %8s %10s";

    /** The columns of the points. */
    static final List<String> HEAD =
            List.of(
                    "size",
                    "value",
                    "median ms",
                    "× half",
                    "GFLOP/s",
                    "peak MiB",
                    "× half",
                    "error (limit)");

    /** The columns of the exponents. */
    static final List<String> EXPONENTS_HEAD =
            List.of(
                    "exponents",
                    "values",
                    "time: all",
                    "last 3",
                    "expected",
                    "memory: all",
                    "last 3",
                    "expected");

    private GrowthTable() {}

    /** The names of the columns of the points. */
    public static String head() {
        return line(ROW, HEAD);
    }

    /** The line of a point. */
    public static String row(GrowthPoint p) {
        return line(ROW, cells(p));
    }

    /** The line after a series. */
    public static String end(GrowthSeries s) {
        return s.axis() + " ends: " + s.end();
    }

    /** The table of the exponents. */
    public static List<String> exponents(List<GrowthSeries> series) {
        return Stream.concat(
                        Stream.of(EXPONENTS_HEAD), series.stream().map(GrowthTable::exponentCells))
                .map(cells -> line(EXPONENTS, cells))
                .toList();
    }

    /** The cells of a point. */
    static List<String> cells(GrowthPoint p) {
        Result r = p.result();
        return List.of(
                p.axis().toString(),
                String.format(Locale.ROOT, "%,d", p.size()),
                figure(r.medianMillis(), 3),
                figure(p.timeRatio(), 2),
                figure(r.gflops(), 1),
                figure(r.bytes() / 0x1p20, 1),
                figure(p.memoryRatio(), 2),
                ResultTable.error(r.check()));
    }

    /** The cells of a series. */
    static List<String> exponentCells(GrowthSeries s) {
        GrowthSeries.Exponents time = s.time();
        GrowthSeries.Exponents memory = s.memory();
        return List.of(
                s.axis().toString(),
                Integer.toString(s.points().size()),
                figure(time.all(), 2),
                figure(time.last(), 2),
                figure(time.expected().orElse(Double.NaN), 2),
                figure(memory.all(), 2),
                figure(memory.last(), 2),
                figure(memory.expected().orElse(Double.NaN), 2));
    }

    private static String figure(double value, int decimals) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String line(String format, List<String> cells) {
        return String.format(Locale.ROOT, format, cells.toArray());
    }
}
