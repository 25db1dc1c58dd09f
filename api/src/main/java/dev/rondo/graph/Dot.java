package dev.rondo.graph;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An entry as a drawing in DOT, the language of Graphviz: {@code dot -Tsvg}. A box is an operation
 * that contributes to a result, with its name and the type of its value. The user's line is its
 * tooltip. A loop is a frame around its step. A dashed edge leads from what a step carries on to
 * the beginning of the next step.
 */
public final class Dot {
    private final Set<Node> live;
    private final StringBuilder text = new StringBuilder();

    /** Written last: a box that is mentioned within a frame would be drawn in it. */
    private final StringBuilder edges = new StringBuilder();

    private final Map<Node, Integer> numbers = new IdentityHashMap<>();

    /** What is captured from outside a loop, by the argument that stands for it. */
    private final Map<Tensor, Tensor> captured = new IdentityHashMap<>();

    private Dot(Set<Node> live) {
        this.live = live;
    }

    /** The drawing. */
    public static String of(Entry entry) {
        Dot d = new Dot(LiveNodes.of(entry));
        d.line("", "digraph " + quoted(entry.name()) + " {");
        d.line("  ", "node [shape=box, fontname=\"sans-serif\", fontsize=10];");
        d.line("  ", "compound=true;");
        d.nodes(entry.graph(), "  ");
        int[] sinks = {0};
        entry.outputs().forEach((name, t) -> d.sink("output " + name, t, sinks));
        entry.assignments().forEach((v, t) -> d.sink("assign " + v.name(), t, sinks));
        if (entry.condition() != null) {
            d.sink("assign only if", entry.condition(), sinks);
        }
        d.text.append(d.edges);
        d.line("", "}");
        return d.text.toString();
    }

    private void sink(String label, Tensor value, int[] sinks) {
        String id = "r" + sinks[0]++;
        line("  ", id + " [label=" + quoted(label) + ", shape=ellipse];");
        edge(value, id, "");
    }

    private void nodes(Graph graph, String indent) {
        for (Node n : graph.nodes()) {
            if (!live.contains(n)) {
                continue;
            }
            switch (n.op()) {
                case Op.Scan scan -> loop(n, scan, indent);
                case Op.Argument _ -> {} // drawn by its loop
                default -> {
                    box(n, OpText.of(n.op()), indent);
                    n.inputs().forEach(t -> edge(t, id(n), ""));
                }
            }
        }
    }

    private void loop(Node n, Op.Scan scan, String indent) {
        String inner = indent + "  ";
        List<Tensor> arguments = scan.body().arguments();
        int own = scan.carries() + scan.inputs();
        for (int i = own; i < arguments.size(); i++) {
            captured.put(arguments.get(i), n.input(i));
        }
        line(indent, "subgraph cluster_" + id(n) + " {");
        line(inner, "label=" + quoted(OpText.of(scan) + OpText.name(n, " ")) + ";");
        line(inner, "tooltip=" + quoted(n.site()) + ";");
        for (int i = 0; i < own; i++) {
            box(arguments.get(i).node(), i < scan.carries() ? "carried" : "step's row", inner);
        }
        nodes(scan.body(), inner);
        for (int i = 0; i < scan.carries(); i++) {
            String first = id(arguments.get(i).node());
            edge(scan.results().get(i), first, " [style=dashed, constraint=false]");
        }
        line(indent, "}");
        for (int i = 0; i < own; i++) {
            edge(n.input(i), id(arguments.get(i).node()), "");
        }
        if (scan.dynamic() && own > 0) {
            String frame = " [lhead=cluster_" + id(n) + ", label=\"steps\"]";
            edge(n.inputs().getLast(), id(arguments.getFirst().node()), frame);
        }
    }

    private void box(Node n, String what, String indent) {
        String label = what + OpText.name(n, "\n") + "\n" + n.output().type();
        line(indent, id(n) + " [label=" + quoted(label) + ", tooltip=" + quoted(n.site()) + "];");
    }

    private void edge(Tensor from, String to, String style) {
        edges.append("  ").append(id(source(from).node())).append(" -> ").append(to);
        edges.append(style).append(";\n");
    }

    /** The box that gives a value: not a loop, but what its step gives; not a capture. */
    private Tensor source(Tensor t) {
        if (captured.containsKey(t)) {
            return source(captured.get(t));
        }
        return t.node().op() instanceof Op.Scan scan ? source(scan.results().get(t.index())) : t;
    }

    private String id(Node n) {
        return "n" + numbers.computeIfAbsent(n, _ -> numbers.size());
    }

    private static String quoted(String s) {
        return '"' + s.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private void line(String indent, String content) {
        text.append(indent).append(content).append('\n');
    }
}
