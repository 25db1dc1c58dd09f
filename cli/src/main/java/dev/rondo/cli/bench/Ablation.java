package dev.rondo.cli.bench;

import dev.rondo.backend.Backend;
import dev.rondo.compiler.Pass;
import dev.rondo.models.checkpoint.Configuration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * One workload, with the passes of the compiler switched on one after another. It shows what each
 * pass gains on top of those before it (Appleyard, Kočiský and Blunsom 2016, table 1, did so for
 * cuDNN).
 */
public final class Ablation {
    private static final String ROW = "%-18s %11s %11s %17s %15s  %s";

    private Ablation() {}

    /**
     * Times the workload without any pass, and then with more and more of them. Passes that the
     * settings leave out stay out.
     *
     * @param occasion when and how, see {@link Machine#occasion}; asked for each
     * @param each receives the pass that was switched on last, and the result
     * @throws dev.rondo.backend.BackendException when the backend has no passes
     */
    public static void run(
            Benchmark benchmark,
            Backend backend,
            Supplier<Configuration> occasion,
            BiConsumer<String, Result> each) {
        Benchmark stage = benchmark;
        for (var e : stages(benchmark.settings().without()).entrySet()) {
            stage = stage.without(e.getValue());
            each.accept(e.getKey(), stage.on(backend, occasion.get()));
            if (stage.stopped()) {
                return;
            }
        }
    }

    /** Each pass that is switched on, and the passes that are then still left out. */
    private static Map<String, Set<String>> stages(Set<String> never) {
        Set<String> without = new TreeSet<>();
        Arrays.stream(Pass.values()).map(Pass::id).forEach(without::add);
        Map<String, Set<String>> stages = new LinkedHashMap<>();
        stages.put("none", new TreeSet<>(without));
        for (Pass p : Pass.values()) {
            if (!never.contains(p.id())) {
                without.remove(p.id());
                stages.put("+ " + p.id(), new TreeSet<>(without));
            }
        }
        return stages;
    }

    /** The table, written line by line as the results arrive. */
    public static final class Table {
        private final List<Double> medians = new ArrayList<>();

        /** The names of the columns. */
        public String head() {
            return String.format(
                    Locale.ROOT,
                    ROW,
                    "passes",
                    "median ms",
                    "GFLOP/s",
                    "gain on the last",
                    "gain in all",
                    "error (limit)");
        }

        /** The line of a result. */
        public String row(String pass, Result r) {
            medians.add(r.medianMillis());
            return String.format(
                    Locale.ROOT,
                    ROW,
                    pass,
                    String.format(Locale.ROOT, "%.3f", r.medianMillis()),
                    String.format(Locale.ROOT, "%.1f", r.gflops()),
                    medians.size() == 1 ? "" : gain(medians.get(medians.size() - 2), r),
                    gain(medians.getFirst(), r),
                    ResultTable.error(r.check()));
        }

        private static String gain(double before, Result r) {
            return String.format(Locale.ROOT, "%.2f", before / r.medianMillis());
        }
    }
}
