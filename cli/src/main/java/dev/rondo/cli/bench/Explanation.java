package dev.rondo.cli.bench;

import dev.rondo.compiler.WorkCounts;
import dev.rondo.graph.Entry;
import dev.rondo.graph.GraphText;

import java.util.ArrayList;
import java.util.List;

/** What the compiler made of a graph, for a person. */
final class Explanation {
    private static final String ROW = "  %-28s %9s %12s %6s %14s %7s";

    private Explanation() {}

    /**
     * Counts before and after, how the device runs it, then both graphs in full.
     *
     * @param device what the executable says of it; may be empty
     * @param bytes that the executable holds
     */
    static List<String> of(Entry written, Entry compiled, List<String> device, long bytes) {
        List<String> lines = new ArrayList<>();
        counts("As written:", written, lines);
        counts("As compiled:", compiled, lines);
        lines.add("The executable holds %,d bytes.".formatted(bytes));
        if (!device.isEmpty()) {
            lines.add("");
            lines.add("On the device:");
            lines.addAll(device);
        }
        graph("As written", written, lines);
        graph("As compiled", compiled, lines);
        return lines;
    }

    private static void counts(String title, Entry entry, List<String> lines) {
        lines.add(title);
        lines.add(ROW.formatted("", "products", "elementwise", "fused", "of operations", "others"));
        for (WorkCounts c : WorkCounts.of(entry)) {
            lines.add(
                    ROW.formatted(
                            c.place(),
                            c.products(),
                            c.elementwise(),
                            c.fused(),
                            c.fusedOperations(),
                            c.others()));
        }
        lines.add("");
    }

    private static void graph(String title, Entry entry, List<String> lines) {
        lines.add("");
        lines.add(title + ", in full:");
        GraphText.of(entry).lines().forEach(lines::add);
    }
}
