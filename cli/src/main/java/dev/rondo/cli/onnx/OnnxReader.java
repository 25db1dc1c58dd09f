package dev.rondo.cli.onnx;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.onnx.OnnxFile.AttributeProto;
import dev.rondo.cli.onnx.OnnxFile.GraphProto;
import dev.rondo.cli.onnx.OnnxFile.ModelProto;
import dev.rondo.cli.onnx.OnnxFile.NodeProto;
import dev.rondo.cli.onnx.OnnxFile.OperatorSetIdProto;
import dev.rondo.cli.onnx.OnnxFile.TensorProto;
import dev.rondo.cli.onnx.OnnxFile.TensorShapeProto.Dimension;
import dev.rondo.cli.onnx.OnnxFile.TypeProto;
import dev.rondo.cli.onnx.OnnxFile.ValueInfoProto;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.Configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads an ONNX file and checks that it is sound, and that all its nodes can be imported. */
final class OnnxReader {
    private static final long OLDEST = 7;
    private static final long NEWEST = 25;

    private final Path file;
    private final Map<String, WholeNumbers> wholes = new LinkedHashMap<>();
    private final Map<String, Array> weights = new LinkedHashMap<>();

    /** Names of what nodes may read so far. */
    private final Set<String> known = new LinkedHashSet<>();

    OnnxReader(Path file) {
        this.file = file;
    }

    private CheckpointException wrong(String what) {
        return new CheckpointException(file + " " + what);
    }

    OnnxModel read() {
        ModelProto model = parsed();
        GraphProto graph = model.graph();
        if (graph == null) {
            throw wrong("is not an ONNX model: it holds no graph");
        }
        long opset = opset(model);
        if (!list(graph.sparse_initializer()).isEmpty()) {
            throw wrong("has sparse weights; save them as dense ones");
        }
        for (TensorProto t : list(graph.initializer())) {
            hold(name(t.name(), "a weight"), t);
        }
        List<OnnxPort> inputs = new ArrayList<>();
        for (ValueInfoProto input : list(graph.input())) {
            inputs.add(port(input));
            known.add(input.name());
        }
        List<OnnxNode> nodes = new ArrayList<>();
        List<String> unsupported = new ArrayList<>();
        for (NodeProto n : list(graph.node())) {
            node(n, nodes, unsupported);
        }
        if (!unsupported.isEmpty()) {
            throw new UsageException(
                    file
                            + " has "
                            + (unsupported.size() == 1 ? "a node" : unsupported.size() + " nodes")
                            + " that cannot be imported: "
                            + String.join("; ", unsupported)
                            + ". What can be imported is "
                            + String.join(", ", OnnxOperators.NAMES));
        }
        List<String> outputs = list(graph.output()).stream().map(ValueInfoProto::name).toList();
        if (outputs.isEmpty()) {
            throw wrong("has no outputs");
        }
        for (String name : outputs) {
            if (!known.contains(name)) {
                throw wrong("has an output '" + name + "' that no node computes");
            }
        }
        return new OnnxModel(opset, inputs, outputs, nodes, wholes, weights);
    }

    private ModelProto parsed() {
        try {
            if (Files.size(file) > Integer.MAX_VALUE - 8) {
                throw wrong(
                        "has "
                                + Files.size(file)
                                + " bytes; a protobuf message has at most 2^31 − 1");
            }
            return OnnxFile.read(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new CheckpointException(file + " does not exist", e);
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Jackson's parser of protobuf throws anything when it is given other bytes
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new CheckpointException(
                    file
                            + " is not an ONNX model, or is damaged: "
                            + (Files.isDirectory(file) ? "it is a directory" : reason),
                    e);
        }
    }

    private long opset(ModelProto model) {
        for (OperatorSetIdProto set : list(model.opset_import())) {
            if (standard(set.domain())) {
                if (set.version() < OLDEST || set.version() > NEWEST) {
                    throw wrong(
                            "has operators of version "
                                    + set.version()
                                    + "; what can be read is versions "
                                    + OLDEST
                                    + " to "
                                    + NEWEST
                                    + ". Export it with another opset_version");
                }
                return set.version();
            }
        }
        throw wrong("is not an ONNX model: it does not say the version of its operators");
    }

    private static boolean standard(String domain) {
        return domain == null || domain.isEmpty() || domain.equals("ai.onnx");
    }

    private static <T> List<T> list(List<T> given) {
        return given == null ? List.of() : given;
    }

    private String name(String name, String what) {
        if (name == null || name.isEmpty()) {
            throw wrong("has " + what + " without a name");
        }
        return name;
    }

    private void hold(String name, TensorProto t) {
        OnnxNumbers numbers = new OnnxNumbers(file + ": '" + name + "'", t);
        if (!known.add(name)) {
            throw wrong("has two results or weights named '" + name + "'");
        }
        if (numbers.floats()) {
            weights.put(name, numbers.array());
        } else {
            wholes.put(name, numbers.wholes());
        }
    }

    private OnnxPort port(ValueInfoProto input) {
        String name = name(input.name(), "an input");
        TypeProto.Tensor type = input.type() == null ? null : input.type().tensor_type();
        if (type == null) {
            throw wrong("has an input '" + name + "' that is no tensor");
        }
        String element = type(type.elem_type());
        if (!Set.of("float32", "float64", "float16", "bfloat16", "int32", "int64", "bool")
                .contains(element)) {
            throw wrong(
                    "has an input '"
                            + name
                            + "' of type "
                            + element
                            + "; what can be read is float16 to float64, int32, int64 and bool");
        }
        if (type.shape() == null) {
            throw wrong("has an input '" + name + "' whose number of axes is not said");
        }
        List<String> axes = new ArrayList<>();
        for (Dimension d : list(type.shape().dim())) {
            boolean named = d.dim_param() != null && !d.dim_param().isEmpty();
            axes.add(
                    d.dim_value() != null && d.dim_value() >= 0
                            ? Long.toString(d.dim_value())
                            : named ? d.dim_param() : "?");
        }
        boolean optional = weights.containsKey(name) || wholes.containsKey(name);
        return new OnnxPort(name, element, axes, optional);
    }

    private void node(NodeProto n, List<OnnxNode> nodes, List<String> unsupported) {
        String operator = name(n.op_type(), "a node");
        List<String> outputs = list(n.output());
        if (operator.equals("Constant")) {
            constant(n, unsupported);
            return;
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (AttributeProto a : list(n.attribute())) {
            attributes.put(name(a.name(), "an attribute"), value(a));
        }
        String title = n.name() == null ? "" : n.name();
        var node =
                new OnnxNode(
                        operator, title, list(n.input()), outputs, Configuration.of(attributes));
        if (!standard(n.domain())) {
            unsupported.add(node + ", which is of the domain " + n.domain());
        } else {
            OnnxOperators.refusal(node).ifPresent(why -> unsupported.add(node + why));
        }
        for (String input : node.inputs()) {
            if (!input.isEmpty() && !known.contains(input)) {
                throw wrong(
                        "has a node "
                                + node
                                + " that reads '"
                                + input
                                + "', which neither an input, a weight nor an earlier node gives;"
                                + " nodes must be in the order in which they are computed");
            }
        }
        for (String output : outputs) {
            if (!output.isEmpty() && !known.add(output)) {
                throw wrong("has two results or weights named '" + output + "'");
            }
        }
        nodes.add(node);
    }

    /** A node that only holds numbers. */
    private void constant(NodeProto n, List<String> unsupported) {
        String name = name(list(n.output()).isEmpty() ? null : n.output().getFirst(), "a constant");
        AttributeProto a = list(n.attribute()).isEmpty() ? null : n.attribute().getFirst();
        if (a != null && a.t() != null) {
            hold(name, a.t());
        } else if (a != null && "value_int".equals(a.name()) && a.i() != null) {
            known.add(name);
            wholes.put(name, WholeNumbers.scalar(a.i()));
        } else if (a != null && "value_ints".equals(a.name()) && a.ints() != null) {
            known.add(name);
            wholes.put(name, WholeNumbers.vector(a.ints()));
        } else if (a != null && "value_float".equals(a.name()) && a.f() != null) {
            known.add(name);
            weights.put(name, Array.scalar(DType.F32, a.f()));
        } else if (a != null && "value_floats".equals(a.name()) && a.floats() != null) {
            known.add(name);
            weights.put(name, Array.of(a.floats(), a.floats().length));
        } else {
            known.add(name);
            unsupported.add("Constant (result '" + name + "'), which holds no numbers");
        }
    }

    private Object value(AttributeProto a) {
        if (a.t() != null) {
            OnnxNumbers numbers = new OnnxNumbers(file + ": attribute '" + a.name() + "'", a.t());
            if (numbers.floats() && numbers.shape().size() == 1) {
                return numbers.array().get(0);
            }
            WholeNumbers w = numbers.floats() ? null : numbers.wholes();
            return w != null && w.values().length == 1 && !w.truths()
                    ? (Object) w.values()[0]
                    : "a tensor";
        }
        if (a.g() != null) {
            return "a graph";
        }
        if (a.floats() != null && a.floats().length > 0) {
            List<Double> all = new ArrayList<>();
            for (float f : a.floats()) {
                all.add((double) f);
            }
            return all;
        }
        if (a.strings() != null && !a.strings().isEmpty()) {
            return a.strings();
        }
        if (a.ints() != null) {
            List<Long> all = new ArrayList<>();
            for (long i : a.ints()) {
                all.add(i);
            }
            return all;
        }
        if (a.f() != null) {
            return (double) a.f();
        }
        if (a.i() != null) {
            return a.i();
        }
        if (a.s() != null) {
            return a.s();
        }
        // what is 0 or empty may be left out of a file
        return switch (a.type()) {
            case 1 -> 0.0;
            case 2 -> 0L;
            case 6, 7, 8 -> List.of();
            default -> "";
        };
    }

    /** The name of an element type by its number. */
    static String type(int number) {
        String[] names = {
            "undefined",
            "float32",
            "uint8",
            "int8",
            "uint16",
            "int16",
            "int32",
            "int64",
            "string",
            "bool",
            "float16",
            "float64",
            "uint32",
            "uint64",
            "complex64",
            "complex128",
            "bfloat16"
        };
        return number >= 0 && number < names.length ? names[number] : "number " + number;
    }
}
