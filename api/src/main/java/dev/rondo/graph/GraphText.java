package dev.rondo.graph;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An entry as text, with one line for each operation that contributes to a result: its value, its
 * operands, its name and the user's line. The body of a loop is indented.
 *
 * <pre>
 * entry run
 *   %0:F32[3, 2] = input x
 *   %1:F32[3, 2] = tanh(%0) 'squashed'                      Model.forward(Model.java:17)
 *   output y = %1
 * </pre>
 */
public final class GraphText {
    private static final int COLUMN = 72;

    private final Set<Node> live;
    private final StringBuilder text = new StringBuilder();

    private GraphText(Set<Node> live) {
        this.live = live;
    }

    /** The text, with a line end after each line. */
    public static String of(Entry entry) {
        GraphText t = new GraphText(LiveNodes.of(entry));
        t.text.append("entry ").append(entry.name()).append('\n');
        t.nodes(entry.graph(), "  ");
        entry.outputs().forEach((name, v) -> t.line("  ", "output " + name + " = " + id(v)));
        entry.assignments()
                .forEach((v, value) -> t.line("  ", "assign " + v.name() + " = " + id(value)));
        if (entry.condition() != null) {
            t.line("  ", "assign only if " + id(entry.condition()));
        }
        return t.text.toString();
    }

    private void nodes(Graph graph, String indent) {
        for (Node n : graph.nodes()) {
            if (!live.contains(n)) {
                continue;
            }
            if (n.op() instanceof Op.Scan scan) {
                loop(n, scan, indent);
            } else if (!(n.op() instanceof Op.Argument)) {
                String operands = n.inputs().isEmpty() ? "" : "(" + ids(n.inputs()) + ")";
                node(n, indent, n.output() + " = " + OpText.of(n.op()) + operands);
            }
        }
    }

    private void node(Node n, String indent, String what) {
        String named = what + OpText.name(n, " ");
        int width = COLUMN - indent.length();
        line(indent, String.format(Locale.ROOT, "%-" + width + "s  %s", named, n.site()));
    }

    private void loop(Node n, Op.Scan scan, String indent) {
        String outputs =
                n.outputs().stream().map(Tensor::toString).collect(Collectors.joining(", "));
        String steps = scan.dynamic() ? ", " + id(n.inputs().getLast()) + " of them" : "";
        node(n, indent, outputs + " = " + OpText.of(scan) + steps);
        List<Tensor> arguments = scan.body().arguments();
        String inner = indent + "    ";
        for (int i = 0; i < arguments.size(); i++) {
            String role =
                    i < scan.carries()
                            ? "carried, at first "
                            : i < scan.carries() + scan.inputs() ? "row of " : "captured ";
            String name = OpText.name(arguments.get(i).node(), " ");
            line(inner, arguments.get(i) + " = " + role + id(n.input(i)) + name);
        }
        nodes(scan.body(), inner);
        for (int i = 0; i < scan.results().size(); i++) {
            String role = i < scan.carries() ? "carry on " : "emit ";
            line(inner, role + id(scan.results().get(i)) + " -> " + id(n.outputs().get(i)));
        }
    }

    private void line(String indent, String content) {
        text.append(indent).append(content.stripTrailing()).append('\n');
    }

    private static String ids(List<Tensor> tensors) {
        return tensors.stream().map(GraphText::id).collect(Collectors.joining(", "));
    }

    private static String id(Tensor t) {
        String all = t.toString();
        return all.substring(0, all.indexOf(':'));
    }
}
