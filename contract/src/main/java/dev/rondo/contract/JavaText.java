package dev.rondo.contract;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Graph;
import dev.rondo.graph.LiveNodes;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.Window;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A computation as a Java method that makes it again, with its numbers: what somebody who has to
 * find a fault pastes into a test of their own. Only what leads to an output is written.
 */
final class JavaText {
    private static final String IMPORTS =
            """
            import dev.rondo.array.*;
            import dev.rondo.contract.*;
            import dev.rondo.graph.*;
            import dev.rondo.kernels.*;
            import java.util.*;

            """;

    private final StringBuilder text = new StringBuilder();
    private final Map<Tensor, String> names = new IdentityHashMap<>();
    private final Map<String, String> variables = new TreeMap<>();
    private final Set<Node> live;
    private int graphs;

    private JavaText(Set<Node> live) {
        this.live = live;
    }

    /** A class {@code Case} with a method {@code subject()} that returns the computation. */
    static String of(Subject subject) {
        var entry = subject.entry(DType.F64);
        JavaText t = new JavaText(LiveNodes.of(entry.outputs().values()));
        t.text.append(IMPORTS).append("class Case {\n");
        t.line(1, "static Subject subject() {");
        t.line(2, "Scope scope = Scope.root();");
        for (Variable v : subject.scope().variables()) {
            String name = "v" + t.variables.size();
            t.variables.put(v.name(), name);
            t.line(
                    2,
                    "Variable %s = scope.parameter(%s, Initializer.zeros()%s);",
                    name,
                    quoted(v.name()),
                    dims(v.shape(), ", "));
        }
        t.line(2, "Map<String, Array> inputs = new LinkedHashMap<>();");
        entry.inputs()
                .forEach(
                        (name, tensor) -> {
                            if (t.live.contains(tensor.node())) {
                                Array a = subject.inputs().get(name);
                                t.line(2, "inputs.put(%s, %s);", quoted(name), array(a));
                            }
                        });
        t.line(2, "return Subject.of(%s, scope, inputs, t -> {", quoted(subject.name()));
        t.line(3, "Graph g = t.graph();");
        t.nodes(entry.graph(), "g", 3);
        entry.outputs().forEach((name, v) -> t.line(3, "t.output(%s, %s);", quoted(name), t.id(v)));
        t.line(2, "});");
        t.line(1, "}");
        t.text.append("}\n");
        return t.text.toString();
    }

    // ---- operations

    private void nodes(Graph graph, String g, int depth) {
        for (Node n : graph.nodes()) {
            if (!live.contains(n) || n.op() instanceof Op.Argument) {
                continue;
            }
            if (n.op() instanceof Op.Scan scan) {
                loop(n, scan, g, depth);
            } else {
                line(depth, "Tensor %s = %s;", name(n.output()), call(n, g));
            }
        }
    }

    private String name(Tensor t) {
        return names.computeIfAbsent(t, _ -> "t" + names.size());
    }

    private String id(Tensor t) {
        String name = names.get(t);
        if (name == null) {
            throw new IllegalStateException("used before it was written: " + t);
        }
        return name;
    }

    private String call(Node n, String g) {
        List<String> in = n.inputs().stream().map(this::id).toList();
        String x = in.isEmpty() ? "" : in.getFirst();
        String y = in.size() < 2 ? "" : in.get(1);
        return switch (n.op()) {
            case Op.Constant c -> g + ".constant(" + constant(c.value(), g) + ")";
            case Op.Input i ->
                    "t.input("
                            + quoted(i.name())
                            + (i.dtype().isFloat() ? "" : ", DType." + i.dtype())
                            + dims(i.shape(), ", ")
                            + ")";
            case Op.Read r -> variables.get(r.variable().name()) + ".in(" + g + ")";
            case Op.MatMul _ -> x + ".matmul(" + y + ")";
            case Op.Unary u -> unary(u.function(), x);
            case Op.Binary b -> x + "." + method(b.function()) + "(" + y + ")";
            case Op.Compare c -> x + "." + method(c.function()) + "(" + y + ")";
            case Op.Select _ -> "Functions.where(" + String.join(", ", in) + ")";
            case Op.Cast c -> x + ".cast(DType." + c.dtype() + ")";
            case Op.Broadcast b -> x + ".broadcastTo(Shape.of(" + dims(b.shape(), "") + "))";
            case Op.Reshape r -> x + ".reshape(Shape.of(" + dims(r.shape(), "") + "))";
            case Op.Transpose t -> x + ".transpose(" + joined(t.permutation()) + ")";
            case Op.Concat c -> "Functions.concat(" + c.axis() + ", " + String.join(", ", in) + ")";
            case Op.StopGradient _ -> x + ".stopGradient()";
            default ->
                    g
                            + ".add(new Op."
                            + operation(n.op())
                            + ", List.of("
                            + String.join(", ", in)
                            + "))"
                            + ".output()";
        };
    }

    /** The constructor of an operation that no single method of the API stands for. */
    private static String operation(Op op) {
        return switch (op) {
            case Op.Reduce r -> "Reduce(ReduceOp." + r.function() + ", " + list(r.axes()) + ")";
            case Op.Slice s -> "Slice(" + list(s.starts()) + ", " + list(s.sizes()) + ")";
            case Op.Pad p -> "Pad(" + list(p.low()) + ", " + list(p.high()) + ")";
            case Op.Gather _ -> "Gather()";
            case Op.ScatterAdd s -> "ScatterAdd(" + s.rows() + ")";
            case Op.Iota i -> "Iota(Shape.of(" + dims(i.shape(), "") + "), " + i.axis() + ")";
            case Op.RandomBits r ->
                    "RandomBits(Shape.of(" + dims(r.shape(), "") + "), " + r.site() + ")";
            case Op.Convolution c ->
                    "Convolution("
                            + window(c.rows())
                            + ", "
                            + window(c.columns())
                            + ", "
                            + c.groups()
                            + ")";
            default -> throw new IllegalArgumentException("not traced by a user: " + op.title());
        };
    }

    private static String window(Window w) {
        return "new Window("
                + joined(List.of(w.extent(), w.stride(), w.dilation(), w.offset(), w.spacing()))
                + ")";
    }

    private static String unary(UnaryOp op, String x) {
        return switch (op) {
            case NEG -> x + ".negated()";
            case NOT -> x + ".not()";
            default -> "Functions." + op.name().toLowerCase(Locale.ROOT) + "(" + x + ")";
        };
    }

    private static String method(BinaryOp op) {
        return switch (op) {
            case ADD -> "plus";
            case SUB -> "minus";
            case MUL -> "times";
            case DIV -> "dividedBy";
            case MIN -> "min";
            case MAX -> "max";
            case AND -> "and";
            case OR -> "or";
        };
    }

    private static String method(CompareOp op) {
        return switch (op) {
            case EQ -> "equalTo";
            case NE -> "notEqualTo";
            case LT -> "lessThan";
            case LE -> "atMost";
            case GT -> "greaterThan";
            case GE -> "atLeast";
        };
    }

    // ---- loops

    private void loop(Node n, Op.Scan scan, String outer, int depth) {
        int number = graphs++;
        String result = "r" + number;
        List<Tensor> in = n.inputs();
        int rows = scan.carries() + scan.inputs();
        line(
                depth,
                "Scan.Result %s = Scan.over(%d).carrying(List.of(%s)).reading(List.of(%s))%s%s"
                        + ".run((c%d, x%d) -> {",
                result,
                scan.length(),
                String.join(", ", in.subList(0, scan.carries()).stream().map(this::id).toList()),
                String.join(", ", in.subList(scan.carries(), rows).stream().map(this::id).toList()),
                scan.reverse() ? ".reversed(true)" : "",
                scan.dynamic() ? ".steps(" + id(in.getLast()) + ")" : "",
                number,
                number);
        List<Tensor> arguments = scan.body().arguments();
        // a step without arguments computes from what is around it, as that is
        boolean tied = rows > 0;
        String g = tied ? "g" + number : outer;
        if (tied) {
            String first = (scan.carries() > 0 ? "c" : "x") + number;
            line(depth + 1, "Graph %s = %s.getFirst().graph();", g, first);
        }
        for (int i = 0; i < arguments.size(); i++) {
            String value =
                    i < scan.carries()
                            ? "c" + number + ".get(" + i + ")"
                            : i < rows
                                    ? "x" + number + ".get(" + (i - scan.carries()) + ")"
                                    : id(in.get(i)) + (tied ? ".in(" + g + ")" : "");
            line(depth + 1, "Tensor %s = %s;", name(arguments.get(i)), value);
        }
        nodes(scan.body(), g, depth + 1);
        List<String> results = scan.results().stream().map(this::id).toList();
        line(
                depth + 1,
                "return new Scan.Step(List.of(%s), List.of(%s));",
                String.join(", ", results.subList(0, scan.carries())),
                String.join(", ", results.subList(scan.carries(), results.size())));
        line(depth, "});");
        for (int i = 0; i < n.outputs().size(); i++) {
            boolean carry = i < scan.carries();
            line(
                    depth,
                    "Tensor %s = %s.%s().get(%d);",
                    name(n.outputs().get(i)),
                    result,
                    carry ? "carries" : "outputs",
                    carry ? i : i - scan.carries());
        }
    }

    // ---- numbers and words

    /** A constant; floats become those of the graph's type, as they were when it was traced. */
    private static String constant(Array a, String g) {
        return a.dtype().isFloat() ? array(a) + ".cast(" + g + ".dtype())" : array(a);
    }

    private static String array(Array a) {
        String dims = a.shape().rank() == 0 ? "" : dims(a.shape(), ", ");
        String type =
                switch (a.dtype()) {
                    case F32, F64 -> "double";
                    case I32 -> "int";
                    case BOOL -> "boolean";
                };
        String numbers =
                IntStream.range(0, a.size())
                        .mapToObj(i -> number(a.dtype(), a.get(i)))
                        .collect(Collectors.joining(", "));
        String made = "Array.of(new " + type + "[] {" + numbers + "}" + dims + ")";
        return a.shape().rank() == 0 ? made + ".reshape()" : made;
    }

    private static String number(DType type, double value) {
        return switch (type) {
            case I32 -> Integer.toString((int) value);
            case BOOL -> Boolean.toString(value != 0);
            case F32, F64 ->
                    Double.isFinite(value)
                            ? Double.toString(value)
                            : Double.isNaN(value)
                                    ? "Double.NaN"
                                    : value > 0
                                            ? "Double.POSITIVE_INFINITY"
                                            : "Double.NEGATIVE_INFINITY";
        };
    }

    private static String dims(Shape shape, String before) {
        String joined =
                Arrays.stream(shape.dims())
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(", "));
        return joined.isEmpty() ? "" : before + joined;
    }

    private static String list(List<Integer> numbers) {
        return "List.of(" + joined(numbers) + ")";
    }

    private static String joined(List<Integer> numbers) {
        return numbers.stream().map(i -> Integer.toString(i)).collect(Collectors.joining(", "));
    }

    private static String quoted(String s) {
        return '"' + s.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void line(int depth, String format, Object... args) {
        text.append("    ".repeat(depth))
                .append(args.length == 0 ? format : String.format(Locale.ROOT, format, args))
                .append('\n');
    }
}
