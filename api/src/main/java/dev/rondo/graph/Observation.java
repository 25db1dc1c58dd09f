package dev.rondo.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies an entry so that it returns every value a user named too. Loops emit theirs step by step.
 */
final class Observation {
    private Observation() {}

    /** See {@link Entry#observed}. */
    static Entry of(Entry entry) {
        Copier copier = new Copier(Graph.root(entry.name(), entry.graph().dtype()));
        Map<Tensor, String> named = copyAll(entry.graph(), copier);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        entry.inputs().forEach((name, t) -> inputs.put(name, copier.get(t)));
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        entry.outputs().forEach((name, t) -> outputs.put(name, copier.get(t)));
        named.forEach((t, name) -> add(outputs, name, t));
        return new Entry(entry.name(), copier.target(), inputs, outputs, Map.of(), null);
    }

    private static void add(Map<String, Tensor> outputs, String name, Tensor value) {
        String free = name;
        for (int i = 2; outputs.containsKey(free) && outputs.get(free) != value; i++) {
            free = name + " (" + i + ")";
        }
        outputs.put(free, value);
    }

    /** Copies the nodes of a graph whose arguments have images; gives the named ones. */
    private static Map<Tensor, String> copyAll(Graph graph, Copier copier) {
        Map<Tensor, String> seen = new LinkedHashMap<>();
        for (Node n : graph.nodes()) {
            copier.follow(n);
            switch (n.op()) {
                case Op.Scan scan -> loop(n, scan, copier, seen);
                case Op.Argument a -> argument(n, copier.get(n.output()), seen);
                case Op.Input _, Op.Read _ -> copier.copy(n);
                default -> {
                    copier.copy(n);
                    if (n.name() != null) {
                        seen.put(copier.get(n.output()), n.name());
                    }
                }
            }
        }
        return seen;
    }

    /** What is captured has the name it has outside; it is seen there. */
    private static void argument(Node n, Tensor image, Map<Tensor, String> seen) {
        image.node().name(n.name());
        if (n.name() != null && !n.graph().captured(n.output())) {
            seen.put(image, n.name());
        }
    }

    private static void loop(Node n, Op.Scan scan, Copier outer, Map<Tensor, String> seen) {
        List<Tensor> arguments = scan.body().arguments();
        int own = scan.carries() + scan.inputs();
        Graph body = outer.target().body();
        Copier inner = new Copier(body);
        for (int i = 0; i < arguments.size(); i++) {
            Tensor a = arguments.get(i);
            inner.map(a, i < own ? body.argument(a.type()) : body.capture(outer.get(n.input(i))));
        }
        Map<Tensor, String> inside = copyAll(scan.body(), inner);
        List<Tensor> results = new ArrayList<>(inner.get(scan.results()));
        results.addAll(inside.keySet());
        List<Tensor> operands = new ArrayList<>(outer.get(n.inputs().subList(0, own)));
        operands.addAll(body.captured());
        if (scan.dynamic()) {
            operands.add(outer.get(n.inputs().getLast()));
        }
        Op.Scan op =
                new Op.Scan(
                        body,
                        List.copyOf(results),
                        scan.length(),
                        scan.carries(),
                        scan.inputs(),
                        scan.reverse(),
                        scan.dynamic(),
                        scan.recompute());
        List<Tensor> made = outer.target().add(op, operands, n).outputs();
        int before = n.outputs().size();
        for (int i = 0; i < before; i++) {
            outer.map(n.outputs().get(i), made.get(i));
            if (n.name() != null) {
                seen.put(made.get(i), before == 1 ? n.name() : n.name() + "." + i);
            }
        }
        int at = before;
        for (String name : inside.values()) {
            seen.put(made.get(at++), name);
        }
    }
}
