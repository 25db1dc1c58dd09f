package dev.rondo.cli.bench;

import dev.rondo.backend.ExecutionReport;
import dev.rondo.compiler.Pass;
import dev.rondo.compiler.Passes;
import dev.rondo.compiler.WorkCounts;
import dev.rondo.graph.Entry;
import dev.rondo.graph.GraphText;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A description of what the compiler made of a graph, for a person who wants to know why it is fast
 * or slow.
 */
final class Explanation {
    private static final String COUNTS = "  %-28s %9s %12s %6s %14s %7s";
    private static final String CHANGES = "  %-16s %-28s %s";
    private static final String PRODUCTS = "  %-28s %-36s %7s  %s";

    private final List<String> lines = new ArrayList<>();

    private Explanation() {}

    /**
     * Describes how much work there is before and after, what each pass changed, the products that
     * remain, how loops run, what memory is held, and both graphs in full.
     *
     * @param passes the passes of the backend, if it has any
     * @param report the report of an executable that has run
     */
    static List<String> of(Entry written, Entry compiled, Passes passes, ExecutionReport report) {
        Explanation e = new Explanation();
        e.counts("As written:", written);
        e.counts("As compiled:", compiled);
        if (compiled != written) {
            e.changes(written, passes);
        }
        e.products(compiled);
        e.loops(report);
        e.memory(report);
        e.schedule(report);
        e.graph("As written", written);
        e.graph("As compiled", compiled);
        return e.lines;
    }

    private void counts(String title, Entry entry) {
        lines.add(title);
        lines.add(
                String.format(
                        Locale.ROOT,
                        COUNTS,
                        "",
                        "products",
                        "elementwise",
                        "fused",
                        "of operations",
                        "others"));
        for (WorkCounts c : WorkCounts.of(entry)) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            COUNTS,
                            c.place(),
                            c.products().size(),
                            c.elementwise(),
                            c.fused(),
                            c.fusedOperations(),
                            c.others()));
        }
        lines.add("");
    }

    private void changes(Entry written, Passes passes) {
        lines.add("What each pass changed (before -> after):");
        Map<String, WorkCounts> before = byPlace(written);
        for (Map.Entry<Pass, Entry> stage : passes.stages(written).entrySet()) {
            Map<String, WorkCounts> after = byPlace(stage.getValue());
            String pass = stage.getKey().id();
            for (Map.Entry<String, WorkCounts> place : after.entrySet()) {
                String change = change(before.get(place.getKey()), place.getValue());
                if (!change.isEmpty()) {
                    lines.add(String.format(Locale.ROOT, CHANGES, pass, place.getKey(), change));
                    pass = "";
                }
            }
            if (!pass.isEmpty()) {
                lines.add(String.format(Locale.ROOT, CHANGES, pass, "nothing", "").stripTrailing());
            }
            before = after;
        }
        lines.add("");
    }

    /** The counts of each loop. Loops of the same name are distinguished by their order. */
    private static Map<String, WorkCounts> byPlace(Entry entry) {
        Map<String, WorkCounts> all = new LinkedHashMap<>();
        for (WorkCounts c : WorkCounts.of(entry)) {
            String name = c.place();
            for (int n = 2; all.containsKey(name); n++) {
                name = c.place() + " (" + n + ")";
            }
            all.put(name, c);
        }
        return all;
    }

    private static String change(WorkCounts before, WorkCounts after) {
        List<String> all = new ArrayList<>();
        boolean fresh = before == null;
        count("products", fresh ? 0 : before.products().size(), after.products().size(), all);
        count("elementwise", fresh ? 0 : before.elementwise(), after.elementwise(), all);
        count("fused", fresh ? 0 : before.fused(), after.fused(), all);
        count("others", fresh ? 0 : before.others(), after.others(), all);
        return String.join(", ", all);
    }

    private static void count(String what, int before, int after, List<String> all) {
        if (before != after) {
            all.add(String.format(Locale.ROOT, "%s %d -> %d", what, before, after));
        }
    }

    private void products(Entry compiled) {
        lines.add("Products as compiled, and their share of all multiplications:");
        double sum = 0;
        for (WorkCounts c : WorkCounts.of(compiled)) {
            for (WorkCounts.Product p : c.products()) {
                sum += p.operations() * c.times();
            }
        }
        for (WorkCounts c : WorkCounts.of(compiled)) {
            for (WorkCounts.Product p : c.products()) {
                lines.add(
                        String.format(
                                Locale.ROOT,
                                PRODUCTS,
                                c.place(),
                                p.left() + " · " + p.right(),
                                String.format(
                                        Locale.ROOT,
                                        "%.0f %%",
                                        100 * p.operations() * c.times() / sum),
                                p.site()));
            }
        }
        lines.add("");
    }

    private void loops(ExecutionReport report) {
        for (ExecutionReport.LoopRun l : report.loops()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "The loop of %,d steps%s: %s.",
                            l.steps(),
                            l.backwards() ? ", backwards" : "",
                            l.lanes() > 1
                                    ? String.format(
                                            Locale.ROOT,
                                            "%d threads, each takes some rows through all steps",
                                            l.lanes())
                                    : "one step after the other, threads share each"
                                            + " operation where it is large enough"));
        }
        if (!report.loops().isEmpty()) {
            lines.add("");
        }
    }

    private void memory(ExecutionReport report) {
        lines.add(String.format(Locale.ROOT, "The executable holds %,d bytes:", report.bytes()));
        for (ExecutionReport.Holding h : report.memory()) {
            lines.add(String.format(Locale.ROOT, "  %-32s %,16d", h.what(), h.bytes()));
        }
    }

    private void schedule(ExecutionReport report) {
        if (!report.schedule().isEmpty()) {
            lines.add("");
            lines.add("On the device:");
            lines.addAll(report.schedule());
        }
    }

    private void graph(String title, Entry entry) {
        lines.add("");
        lines.add(title + ", in full:");
        GraphText.of(entry).lines().forEach(lines::add);
    }
}
