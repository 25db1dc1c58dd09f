package dev.rondo.cli.onnx;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;
import dev.rondo.cli.UsageException;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;
import dev.rondo.internal.Names;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.Safetensors;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/** Runs an imported model on a user's arrays, compiled for their shapes. */
public final class OnnxRun {
    private static final String ENTRY = "apply";

    private final OnnxModel model;
    private final DType dtype;
    private final Map<String, Array> feeds;
    private final Map<String, Variable> variables = new LinkedHashMap<>();

    private OnnxRun(OnnxModel model, DType dtype, Map<String, Array> feeds) {
        this.model = model;
        this.dtype = dtype;
        this.feeds = feeds;
    }

    /**
     * Runs a model.
     *
     * @param input the file of the arrays, by the names of the model's inputs
     * @param dtype the float type in which it computes
     * @return the results by name
     * @throws CheckpointException when the arrays do not fit
     * @throws UsageException when the model cannot compute with such shapes
     */
    public static Map<String, Array> of(OnnxModel model, Path input, DType dtype, Backend backend) {
        Map<String, Array> given = Safetensors.read(input).tensors();
        return new OnnxRun(model, dtype, feeds(model, input, given, dtype)).run(backend);
    }

    private static Map<String, Array> feeds(
            OnnxModel model, Path file, Map<String, Array> given, DType dtype) {
        Map<String, Array> feeds = new LinkedHashMap<>();
        Map<String, Integer> sizes = new HashMap<>();
        Set<String> left = new LinkedHashSet<>(given.keySet());
        for (OnnxPort port : model.inputs()) {
            Array a = given.get(port.name());
            left.remove(port.name());
            if (a != null) {
                check(file, port, a, sizes);
                feeds.put(port.name(), a.cast(OnnxModel.type(port.type(), dtype)));
            } else if (!port.optional()) {
                throw new CheckpointException(
                        file
                                + ": '"
                                + port.name()
                                + "' is missing, expected "
                                + port.type()
                                + port.axes()
                                + "; it has ["
                                + Names.some(given.keySet())
                                + "]");
            }
        }
        if (!left.isEmpty()) {
            throw new CheckpointException(
                    file
                            + ": "
                            + Names.some(left)
                            + " left over; the inputs of the model are "
                            + model.inputs());
        }
        return feeds;
    }

    private static void check(Path file, OnnxPort port, Array a, Map<String, Integer> sizes) {
        boolean fits =
                a.shape().rank() == port.axes().size()
                        && a.dtype().isFloat() == OnnxModel.type(port.type(), DType.F32).isFloat();
        for (int i = 0; fits && i < port.axes().size(); i++) {
            String axis = port.axes().get(i);
            int found = a.shape().dim(i);
            if (Character.isDigit(axis.charAt(0))) {
                fits = axis.equals(Integer.toString(found));
            } else if (!axis.equals("?")) {
                fits = sizes.merge(axis, found, (before, now) -> before) == found;
            }
        }
        if (!fits) {
            throw new CheckpointException(
                    file
                            + ": '"
                            + port.name()
                            + "': expected "
                            + port.type()
                            + port.axes()
                            + ", found "
                            + a.dtype()
                            + a.shape()
                            + (sizes.isEmpty() ? "" : "; " + sizes));
        }
    }

    private Map<String, Array> run(Backend backend) {
        Scope scope = Scope.root();
        model.weights()
                .forEach(
                        (name, a) ->
                                variables.put(
                                        name,
                                        scope.parameter(
                                                name, Initializer.zeros(), a.shape().dims())));
        Program program = Program.of(dtype, scope, 0).with(ENTRY, this::trace);
        Map<String, Array> weights = new LinkedHashMap<>();
        model.weights().forEach((name, a) -> weights.put(name, a.cast(dtype)));
        try (Executable executable = backend.compile(program)) {
            executable.load(weights);
            Map<String, Array> results = new LinkedHashMap<>();
            executable.run(ENTRY, feeds).forEach((name, a) -> results.put(name, a.copy()));
            return results;
        }
    }

    private void trace(Trace trace) {
        Map<String, OnnxValue> values = new HashMap<>();
        model.wholes().forEach((name, w) -> values.put(name, new OnnxValue.Known(w)));
        variables.forEach((name, v) -> values.put(name, new OnnxValue.Traced(v.in(trace.graph()))));
        feeds.forEach(
                (name, a) ->
                        values.put(
                                name,
                                new OnnxValue.Traced(
                                        trace.input(name, a.dtype(), a.shape().dims()))));
        Map<String, Array> held = new HashMap<>(model.weights());
        held.keySet().removeAll(feeds.keySet());
        for (OnnxNode n : model.nodes()) {
            node(trace, n, held, values);
        }
        for (String name : model.outputs()) {
            var call =
                    new OnnxCall(
                            new OnnxNode("output", name, List.of(), List.of(), null),
                            model.opset(),
                            trace.graph(),
                            List.of(values.get(name)),
                            Map.of());
            trace.output(name, call.tensor(0));
        }
    }

    /**
     * Computes a node.
     *
     * @param held weights that are not given as inputs
     */
    private void node(
            Trace trace, OnnxNode n, Map<String, Array> held, Map<String, OnnxValue> values) {
        List<OnnxValue> operands = new ArrayList<>();
        for (String input : n.inputs()) {
            operands.add(input.isEmpty() ? null : values.get(input));
        }
        var call = new OnnxCall(n, model.opset(), trace.graph(), operands, held);
        List<OnnxValue> results;
        try {
            results = OnnxOperators.apply(call);
        } catch (IllegalArgumentException
                | ArithmeticException
                | IndexOutOfBoundsException
                | NoSuchElementException e) {
            throw call.wrong(
                    "cannot compute with operands of shapes "
                            + shapes(operands)
                            + ": "
                            + e.getMessage());
        }
        for (int i = 0; i < n.outputs().size(); i++) {
            if (!n.outputs().get(i).isEmpty()) {
                if (i >= results.size()) {
                    throw call.wrong("has more results than can be imported");
                }
                values.put(n.outputs().get(i), results.get(i));
            }
        }
    }

    private static List<Shape> shapes(List<OnnxValue> operands) {
        List<Shape> shapes = new ArrayList<>();
        for (OnnxValue v : operands) {
            switch (v) {
                case OnnxValue.Traced t -> shapes.add(t.tensor().shape());
                case OnnxValue.Known k -> shapes.add(k.numbers().shape());
                case null -> {}
            }
        }
        return shapes;
    }
}
