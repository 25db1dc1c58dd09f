package dev.rondo.cli.onnx;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.onnx.OnnxFile.AttributeProto;
import dev.rondo.cli.onnx.OnnxGraph.Element;
import dev.rondo.graph.Graph;
import dev.rondo.graph.LiveNodes;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.ReduceOp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Any traced entry as nodes of an ONNX graph: each operation becomes its elementary operators, and
 * a loop becomes a Scan. What does not change within a loop is computed before it.
 */
final class OnnxEntry {
    /**
     * A result.
     *
     * @param graph the innermost graph that it depends on, in which it is computed
     */
    private record Value(String name, OnnxGraph graph) {}

    private final OnnxGraph root;
    private final FreeEntry entry;
    private final List<String> sizes;
    private final Map<String, Array> weights;
    private final Map<String, String> inputs;
    private final Map<Tensor, Value> values = new IdentityHashMap<>();

    /** Stretched tensors that no operator has needed in full so far. */
    private final Map<Tensor, List<Node>> stretched = new IdentityHashMap<>();

    private final Map<Object, String> constants = new HashMap<>();

    private OnnxEntry(
            OnnxGraph root,
            FreeEntry entry,
            List<String> sizes,
            Map<String, Array> weights,
            Map<String, String> inputs) {
        this.root = root;
        this.entry = entry;
        this.sizes = sizes;
        this.weights = weights;
        this.inputs = inputs;
    }

    /**
     * Adds an entry to a graph.
     *
     * @param sizes names of the entry's free sizes in the graph, int64 [1]
     * @param weights the variables' values
     * @param inputs the names in the graph of the entry's inputs
     * @return the names in the graph of the entry's outputs
     * @throws UsageException when ONNX has no operators for a part of it
     */
    static Map<String, String> addTo(
            OnnxGraph root,
            FreeEntry entry,
            List<String> sizes,
            Map<String, Array> weights,
            Map<String, String> inputs) {
        return new OnnxEntry(root, entry, sizes, weights, inputs).added();
    }

    private Map<String, String> added() {
        Map<String, Tensor> outputs = entry.first().outputs();
        add(entry.graphs(), LiveNodes.of(outputs.values()));
        Map<String, String> names = new LinkedHashMap<>();
        outputs.forEach((name, t) -> names.put(name, value(t).name()));
        return names;
    }

    private void add(List<Graph> graphs, Set<Node> live) {
        for (Node n : graphs.getFirst().nodes()) {
            if (live.contains(n) && !(n.op() instanceof Op.Argument)) {
                List<Node> twins = entry.twins(graphs, n.id());
                switch (n.op()) {
                    case Op.Scan scan -> loop(n, scan, twins, live);
                    case Op.Broadcast _ -> stretched.put(n.output(), twins);
                    default -> values.put(n.output(), of(n, twins));
                }
            }
        }
    }

    private Value value(Tensor t) {
        List<Node> twins = stretched.remove(t);
        if (twins != null) {
            values.put(t, node("Expand", in(t.node(), 0), vector(extents(twins))));
        }
        return values.get(t);
    }

    private Value in(Node n, int i) {
        return value(n.input(i));
    }

    private Value of(Node n, List<Node> twins) {
        return switch (n.op()) {
            case Op.Constant(Array value) ->
                    new Value(root.constant(root.fresh("constant"), value), root);
            case Op.Input(String name, _, _) -> new Value(inputs.get(name), root);
            case Op.Read(var variable, _) ->
                    new Value(
                            constants.computeIfAbsent(
                                    variable,
                                    _ ->
                                            root.constant(
                                                    variable.name(), weights.get(variable.name()))),
                            root);
            case Op.MatMul _ -> node("MatMul", in(n, 0), in(n, 1));
            case Op.Convolution c -> convolution(n, c, twins);
            case Op.Unary u -> node(OnnxNames.of(u.function()), in(n, 0));
            case Op.Binary b ->
                    b.function() == BinaryOp.DIV && !n.output().dtype().isFloat()
                            ? quotient(n)
                            : node(OnnxNames.of(b.function()), loose(n, 0), loose(n, 1));
            case Op.Compare c -> comparison(n, c);
            case Op.Select _ -> selection(n);
            case Op.Cast(DType to) ->
                    n.input(0).dtype() == to ? in(n, 0) : cast(in(n, 0), Element.of(to));
            case Op.Reduce(var function, List<Integer> axes) -> reduction(n, function, axes);
            case Op.Reshape _ -> reshaped(in(n, 0), extents(twins));
            case Op.Transpose(List<Integer> permutation) -> turned(in(n, 0), permutation);
            case Op.Slice _ -> slice(n, twins);
            case Op.Concat(int axis) -> {
                List<Value> parts = n.inputs().stream().map(this::value).toList();
                yield node("Concat", parts, AttributeProto.of("axis", (long) axis));
            }
            case Op.Pad _ -> padded(n, twins);
            case Op.Gather _ ->
                    node("Gather", List.of(in(n, 0), in(n, 1)), AttributeProto.of("axis", 0L));
            case Op.ScatterAdd _ -> scattered(n, twins);
            case Op.Iota(_, int axis) -> counted(extents(twins), axis);
            case Op.RandomBits _ -> throw none(n, "it has no random bits that follow from a key");
            case Op.StopGradient _ -> in(n, 0);
            case Op.Fused _ -> throw none(n, "export works on graphs as they were traced");
            case Op.Argument _, Op.Broadcast _, Op.Scan _ ->
                    throw new IllegalStateException(n.describe());
        };
    }

    private static UsageException none(Node n, String why) {
        return new UsageException("ONNX has no operator for " + n.describe() + ": " + why);
    }

    // ---- elements

    /** An operand that the operator itself stretches, where the other one has the full shape. */
    private Value loose(Node n, int i) {
        return loose(n.input(i), n.input(1 - i));
    }

    private Value loose(Tensor t, Tensor other) {
        return t.node().op() instanceof Op.Broadcast && !(other.node().op() instanceof Op.Broadcast)
                ? value(t.node().input(0))
                : value(t);
    }

    /** Integers; divided by zero they give 0. */
    private Value quotient(Node n) {
        Value zero = scalar(0);
        Value none = node("Equal", in(n, 1), zero);
        Value divisor = node("Where", none, scalar(1), in(n, 1));
        return node("Where", none, zero, node("Div", in(n, 0), divisor));
    }

    private Value comparison(Node n, Op.Compare c) {
        boolean truths = n.input(0).dtype() == DType.BOOL;
        Value a = truths ? cast(in(n, 0), Element.INT32) : loose(n, 0);
        Value b = truths ? cast(in(n, 1), Element.INT32) : loose(n, 1);
        Value compared = node(OnnxNames.of(c.function()), a, b);
        return c.function() == CompareOp.NE ? node("Not", compared) : compared;
    }

    private Value selection(Node n) {
        Tensor full = n.input(0);
        return chosen(
                in(n, 0), loose(n.input(1), full), loose(n.input(2), full), n.output().dtype());
    }

    private Value chosen(Value condition, Value yes, Value no, DType type) {
        if (type == DType.BOOL) {
            Value also = node("And", node("Not", condition), no);
            return node("Or", node("And", condition, yes), also);
        }
        return node("Where", condition, yes, no);
    }

    private Value cast(Value x, Element to) {
        return node("Cast", List.of(x), to.to());
    }

    private Value reduction(Node n, ReduceOp function, List<Integer> axes) {
        long[] which = axes.stream().mapToLong(a -> a).toArray();
        AttributeProto dropped = AttributeProto.of("keepdims", 0L);
        return switch (function) {
            case SUM -> node("ReduceSum", List.of(in(n, 0), integers(which)), dropped);
            case MAX ->
                    node("ReduceMax", List.of(in(n, 0)), AttributeProto.of("axes", which), dropped);
        };
    }

    // ---- forms

    private List<SizeFormula> extents(List<Node> twins) {
        return entry.sizes(twins, n -> Arrays.stream(n.output().shape().dims()).boxed().toList());
    }

    private Value reshaped(Value x, List<SizeFormula> shape) {
        List<SizeFormula> free = shape.stream().filter(s -> s.fixed().isEmpty()).toList();
        boolean empty = shape.stream().anyMatch(s -> s.fixed().orElse(1) == 0);
        if (free.size() != 1 || empty) {
            return node("Reshape", List.of(x, vector(shape)), AttributeProto.of("allowzero", 1L));
        }
        long[] known = shape.stream().mapToLong(s -> s.fixed().orElse(-1)).toArray();
        return node("Reshape", x, integers(known));
    }

    private Value turned(Value x, List<Integer> permutation) {
        long[] axes = permutation.stream().mapToLong(a -> a).toArray();
        return node("Transpose", List.of(x), AttributeProto.of("perm", axes));
    }

    private Value slice(Node n, List<Node> twins) {
        List<SizeFormula> from = entry.sizes(twins, t -> ((Op.Slice) t.op()).starts());
        List<SizeFormula> to =
                entry.sizes(
                        twins,
                        t -> {
                            Op.Slice s = (Op.Slice) t.op();
                            List<Integer> ends = new ArrayList<>();
                            for (int i = 0; i < s.starts().size(); i++) {
                                ends.add(s.starts().get(i) + s.sizes().get(i));
                            }
                            return ends;
                        });
        return node("Slice", in(n, 0), vector(from), vector(to));
    }

    private Value padded(Node n, List<Node> twins) {
        List<SizeFormula> all = new ArrayList<>();
        all.addAll(entry.sizes(twins, t -> ((Op.Pad) t.op()).low()));
        all.addAll(entry.sizes(twins, t -> ((Op.Pad) t.op()).high()));
        return node("Pad", in(n, 0), vector(all));
    }

    private Value scattered(Node n, List<Node> twins) {
        AttributeProto added = AttributeProto.of("reduction", "add");
        Value zeros = node("Expand", zero(n.output().dtype()), vector(extents(twins)));
        Value rows = node("Unsqueeze", cast(in(n, 1), Element.INT64), integers(1));
        return node("ScatterND", List.of(zeros, rows, in(n, 0)), added);
    }

    private Value counted(List<SizeFormula> shape, int axis) {
        Value size = new Value(computed(shape.get(axis)), root);
        Value limit = cast(node("Squeeze", size), Element.INT32);
        Value numbers = node("Range", scalar(0), limit, scalar(1));
        if (shape.size() == 1) {
            return numbers;
        }
        long[] along = new long[shape.size()];
        Arrays.fill(along, 1);
        along[axis] = -1;
        return node("Expand", node("Reshape", numbers, integers(along)), vector(shape));
    }

    private Value convolution(Node n, Op.Convolution c, List<Node> twins) {
        Shape image = n.input(0).shape();
        Shape kernel = n.input(1).shape();
        long[] pads = new long[4];
        boolean plain = true;
        for (int i = 0; i < 2; i++) {
            var window = i == 0 ? c.rows() : c.columns();
            pads[i] = -window.offset();
            pads[i + 2] =
                    (window.extent() - 1) * window.stride()
                            + (kernel.dim(i + 1) - 1) * window.dilation()
                            + window.offset()
                            - (image.dim(i + 1) - 1);
            plain &= window.spacing() == 1 && window.stride() > 0 && window.dilation() > 0;
            plain &= pads[i] >= 0 && pads[i + 2] >= 0;
        }
        if (!plain) {
            throw none(n, "it is the gradient of a convolution");
        }
        extents(twins).subList(1, 3).forEach(s -> s.fixed().orElseThrow());
        Value convolved =
                node(
                        "Conv",
                        List.of(
                                turned(in(n, 0), List.of(0, 3, 1, 2)),
                                turned(in(n, 1), List.of(0, 3, 1, 2))),
                        AttributeProto.of("strides", c.rows().stride(), c.columns().stride()),
                        AttributeProto.of("dilations", c.rows().dilation(), c.columns().dilation()),
                        AttributeProto.of("pads", pads),
                        AttributeProto.of("group", (long) c.groups()));
        return turned(convolved, List.of(0, 2, 3, 1));
    }

    // ---- loops

    /**
     * A loop. If only some of its steps run, the others are computed too, and change nothing: a
     * Scan cannot have 0 steps.
     */
    private void loop(Node n, Op.Scan scan, List<Node> twins, Set<Node> live) {
        List<Tensor> arguments = scan.body().arguments();
        int own = scan.carries() + scan.inputs();
        List<Value> read = new ArrayList<>();
        List<Value> known = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            (i < own ? read : known).add(in(n, i));
        }
        boolean counting = scan.dynamic() || scan.inputs() == 0;
        if (counting) {
            SizeFormula length = entry.size(twins, t -> ((Op.Scan) t.op()).length());
            read.add(counted(List.of(length), 0));
        }
        known.addAll(read);
        if (scan.dynamic()) {
            known.add(value(n.inputs().getLast()));
        }
        OnnxGraph around = innermost(known);
        OnnxGraph body = around.body();
        for (int i = 0; i < own; i++) {
            Tensor t = arguments.get(i);
            String name = body.input(body.fresh("step"), Element.of(t.dtype()), unknown(t));
            values.put(t, new Value(name, body));
        }
        for (int i = own; i < arguments.size(); i++) {
            values.put(arguments.get(i), in(n, i));
        }
        Optional<Value> running = Optional.empty();
        if (counting) {
            Value step = new Value(body.input(body.fresh("step"), Element.INT32), body);
            running =
                    scan.dynamic()
                            ? Optional.of(node("Less", step, value(n.inputs().getLast())))
                            : Optional.empty();
        }
        add(twins.stream().map(t -> ((Op.Scan) t.op()).body()).toList(), live);
        List<String> results = new ArrayList<>();
        for (int i = 0; i < scan.results().size(); i++) {
            Tensor t = scan.results().get(i);
            Value fresh = value(t);
            Value otherwise = i < scan.carries() ? value(arguments.get(i)) : zero(t.dtype());
            Value kept = running.map(r -> chosen(r, fresh, otherwise, t.dtype())).orElse(fresh);
            String name = body.node("Identity", List.of(kept.name()));
            body.output(name, Element.of(t.dtype()), unknown(t));
            results.add(body.fresh("Scan"));
        }
        around.node(
                "Scan",
                read.stream().map(Value::name).toList(),
                results,
                scanning(scan, body, read.size() - scan.carries()));
        for (int i = 0; i < results.size(); i++) {
            values.put(n.outputs().get(i), new Value(results.get(i), around));
        }
    }

    private static AttributeProto[] scanning(Op.Scan scan, OnnxGraph body, int inputs) {
        long[] ways = new long[inputs];
        long[] back = new long[scan.outputs()];
        Arrays.fill(ways, scan.reverse() ? 1 : 0);
        Arrays.fill(back, scan.reverse() ? 1 : 0);
        return new AttributeProto[] {
            AttributeProto.of("body", body.proto("step")),
            AttributeProto.of("num_scan_inputs", (long) inputs),
            AttributeProto.of("scan_input_directions", ways),
            AttributeProto.of("scan_output_directions", back)
        };
    }

    private Value zero(DType type) {
        return new Value(
                constants.computeIfAbsent(
                        type, _ -> root.constant(root.fresh("zero"), Array.scalar(type, 0))),
                root);
    }

    /** As many axes as a tensor has; their extents follow from the loop's operands. */
    private static Object[] unknown(Tensor t) {
        return Collections.nCopies(t.rank(), "").toArray();
    }

    // ---- nodes and constants

    private OnnxGraph innermost(List<Value> of) {
        OnnxGraph found = root;
        for (Value v : of) {
            found = depth(v.graph()) > depth(found) ? v.graph() : found;
        }
        return found;
    }

    private static int depth(OnnxGraph g) {
        return g.outer() == null ? 0 : 1 + depth(g.outer());
    }

    private Value node(String operator, Value... operands) {
        return node(operator, List.of(operands));
    }

    private Value node(String operator, List<Value> operands, AttributeProto... attributes) {
        OnnxGraph g = innermost(operands);
        List<String> names = operands.stream().map(Value::name).toList();
        return new Value(g.node(operator, names, attributes), g);
    }

    private Value scalar(int value) {
        return new Value(
                constants.computeIfAbsent(
                        value,
                        _ -> root.constant(root.fresh("whole"), Array.scalar(DType.I32, value))),
                root);
    }

    private Value integers(long... numbers) {
        List<Long> key = Arrays.stream(numbers).boxed().toList();
        return new Value(
                constants.computeIfAbsent(key, _ -> root.constant(root.fresh("sizes"), numbers)),
                root);
    }

    /** Sizes as int64 [n]. */
    private Value vector(List<SizeFormula> formulas) {
        if (formulas.stream().allMatch(f -> f.fixed().isPresent())) {
            return integers(formulas.stream().mapToLong(f -> f.fixed().getAsLong()).toArray());
        }
        String known = constants.get(formulas);
        if (known == null) {
            List<Value> parts = formulas.stream().map(f -> new Value(computed(f), root)).toList();
            known = parts.size() == 1 ? parts.getFirst().name() : joined(parts).name();
            constants.put(formulas, known);
        }
        return new Value(known, root);
    }

    private Value joined(List<Value> parts) {
        return node("Concat", parts, AttributeProto.of("axis", 0L));
    }

    /** The name of a size, int64 [1]. */
    private String computed(SizeFormula formula) {
        String known = constants.get(formula);
        if (known != null) {
            return known;
        }
        Value sum = null;
        for (Map.Entry<Integer, Long> term : formula.terms().entrySet()) {
            Value product = null;
            for (int i = 0; i < sizes.size(); i++) {
                if ((term.getKey() >> i & 1) == 1) {
                    Value size = new Value(sizes.get(i), root);
                    product = product == null ? size : node("Mul", product, size);
                }
            }
            long factor = term.getValue();
            if (product == null) {
                product = integers(factor);
            } else if (factor != 1) {
                product = node("Mul", product, integers(factor));
            }
            sum = sum == null ? product : node("Add", sum, product);
        }
        String name = (sum == null ? integers(0) : sum).name();
        constants.put(formula, name);
        return name;
    }
}
