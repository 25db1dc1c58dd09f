package dev.rondo.cli.bench;

import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.JsonLines;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The differences between two suites. */
public final class Comparison {
    private static final String ROW = "%-36s %-12s %7s %12s %12s %7s";

    private Comparison() {}

    private record Key(String workload, String device, long threads) {
        static Key of(Configuration c) {
            long layers = c.integer("layers");
            return new Key(
                    String.format(
                            Locale.ROOT,
                            "%s %d/%d/%d/%d%s %s %s",
                            c.text("cell"),
                            c.integer("seq"),
                            c.integer("batch"),
                            c.integer("input"),
                            c.integer("hidden"),
                            layers > 1 ? " x" + layers : "",
                            c.text("mode"),
                            c.section("provenance").text("dtype")),
                    c.text("backend") + ":" + c.text("device"),
                    c.integer("threads"));
        }
    }

    /**
     * The lines of a table: the median times of both suites, and how many times as fast the newer
     * one is.
     *
     * @param older a directory that a suite wrote, or its JSON lines
     * @param newer another one
     * @throws dev.rondo.models.checkpoint.CheckpointException when one cannot be read
     */
    public static List<String> of(Path older, Path newer) {
        Map<Key, Double> before = medians(older);
        Map<Key, Double> after = medians(newer);
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        ROW,
                        "cell T/B/I/H mode type",
                        "device",
                        "threads",
                        "old ms",
                        "new ms",
                        "ratio"));
        double logarithms = 0;
        int both = 0;
        for (Map.Entry<Key, Double> e : before.entrySet()) {
            Double now = after.get(e.getKey());
            if (now != null) {
                double ratio = e.getValue() / now;
                logarithms += Math.log(ratio);
                both++;
                lines.add(row(e.getKey(), e.getValue(), now, ratio));
            }
        }
        lines.add("");
        lines.add(
                both == 0
                        ? "There is nothing that both have."
                        : String.format(
                                Locale.ROOT,
                                "%,d in both; ratio = old / new, above 1 is faster; geometric mean %.3f.",
                                both,
                                Math.exp(logarithms / both)));
        only(older, before, after, lines);
        only(newer, after, before, lines);
        return lines;
    }

    private static String row(Key k, double old, double now, double ratio) {
        return String.format(
                Locale.ROOT,
                ROW,
                k.workload,
                k.device,
                k.threads,
                String.format(Locale.ROOT, "%.3f", old),
                String.format(Locale.ROOT, "%.3f", now),
                String.format(Locale.ROOT, "%.3f", ratio));
    }

    private static void only(
            Path where, Map<Key, Double> these, Map<Key, Double> those, List<String> lines) {
        these.keySet().stream()
                .filter(k -> !those.containsKey(k))
                .forEach(
                        k ->
                                lines.add(
                                        String.format(
                                                Locale.ROOT,
                                                "only in %s: %s on %s, threads: %d",
                                                where,
                                                k.workload,
                                                k.device,
                                                k.threads)));
    }

    private static Map<Key, Double> medians(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve(ResultDirectory.RESULTS) : path;
        Map<Key, Double> medians = new LinkedHashMap<>();
        for (Configuration line : JsonLines.read(file)) {
            medians.put(Key.of(line), line.number("median_ms"));
        }
        return medians;
    }
}
