package dev.rondo.cli.onnx;

import dev.rondo.array.Array;
import dev.rondo.array.Buffer;
import dev.rondo.array.DType;
import dev.rondo.cli.onnx.OnnxFile.AttributeProto;
import dev.rondo.cli.onnx.OnnxFile.GraphProto;
import dev.rondo.cli.onnx.OnnxFile.ModelProto;
import dev.rondo.cli.onnx.OnnxFile.NodeProto;
import dev.rondo.cli.onnx.OnnxFile.OperatorSetIdProto;
import dev.rondo.cli.onnx.OnnxFile.TensorProto;
import dev.rondo.cli.onnx.OnnxFile.TensorShapeProto;
import dev.rondo.cli.onnx.OnnxFile.TensorShapeProto.Dimension;
import dev.rondo.cli.onnx.OnnxFile.TypeProto;
import dev.rondo.cli.onnx.OnnxFile.ValueInfoProto;
import dev.rondo.models.checkpoint.Provenance;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** An ONNX graph while it is being built. Results of nodes are known by their names. */
final class OnnxGraph {
    /** Version of the operators. ONNX Runtime has supported it since 1.12. */
    private static final int OPERATORS = 16;

    private static final int FORMAT = 8;

    /** Element types. */
    enum Element {
        FLOAT(1, "float32"),
        INT32(6, "int32"),
        INT64(7, "int64"),
        BOOL(9, "bool"),
        DOUBLE(11, "float64");

        private final int number;
        private final String name;

        Element(int number, String name) {
            this.number = number;
            this.name = name;
        }

        /** The element type of our own type. */
        static Element of(DType type) {
            return switch (type) {
                case F32 -> FLOAT;
                case F64 -> DOUBLE;
                case I32 -> INT32;
                case BOOL -> BOOL;
            };
        }

        /** The attribute {@code to} of a conversion to it. */
        AttributeProto to() {
            return AttributeProto.of("to", number);
        }
    }

    /** The graph around this body of a loop; null for the graph of a model. */
    private final OnnxGraph outer;

    private final List<NodeProto> nodes = new ArrayList<>();
    private final List<TensorProto> initializers = new ArrayList<>();
    private final List<ValueInfoProto> inputs = new ArrayList<>();
    private final List<ValueInfoProto> outputs = new ArrayList<>();
    private final List<String> ports = new ArrayList<>();
    private int names;

    /** The graph of a model. */
    OnnxGraph() {
        this(null);
    }

    private OnnxGraph(OnnxGraph outer) {
        this.outer = outer;
    }

    /** The body of a loop in this graph. It may use the names of this graph. */
    OnnxGraph body() {
        return new OnnxGraph(this);
    }

    /** The graph around this one; null for the graph of a model. */
    OnnxGraph outer() {
        return outer;
    }

    /** A name that no other result has, in this graph, around it or in a body within it. */
    String fresh(String base) {
        return outer == null ? base + "_" + names++ : outer.fresh(base);
    }

    /** Adds a weight. */
    String constant(String name, Array value) {
        ByteBuffer bytes = buffer(value.size() * value.dtype().bytes());
        switch (value.buffer()) {
            case Buffer.F32(var v) -> bytes.asFloatBuffer().put(v);
            case Buffer.F64(var v) -> bytes.asDoubleBuffer().put(v);
            case Buffer.I32(var v) -> bytes.asIntBuffer().put(v);
            case Buffer.Bool(var v) -> bytes.put(v);
        }
        return constant(name, Element.of(value.dtype()), value.shape().dims(), bytes);
    }

    /** Adds a vector of whole numbers. */
    String constant(String name, long... values) {
        ByteBuffer bytes = buffer(values.length * 8);
        bytes.asLongBuffer().put(values);
        return constant(name, Element.INT64, new int[] {values.length}, bytes);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String constant(String name, Element element, int[] dims, ByteBuffer bytes) {
        long[] extents = Arrays.stream(dims).asLongStream().toArray();
        initializers.add(TensorProto.raw(extents, element.number, name, bytes.array()));
        return name;
    }

    /** Adds an input. Each axis is a size or a name. */
    String input(String name, Element element, Object... axes) {
        return port("input", inputs, name, element, axes);
    }

    /** Adds an output. */
    void output(String name, Element element, Object... axes) {
        port("output", outputs, name, element, axes);
    }

    private String port(
            String kind, List<ValueInfoProto> to, String name, Element element, Object... axes) {
        var shape = new TensorShapeProto(Arrays.stream(axes).map(Dimension::of).toList());
        var type = new TypeProto(new TypeProto.Tensor(element.number, shape));
        to.add(new ValueInfoProto(name, type));
        ports.add(
                String.format(Locale.ROOT, "%s %s %s%s", kind, name, element.name, List.of(axes)));
        return name;
    }

    /** Adds a node with one result, named after the operator. */
    String node(String operator, List<String> inputs, AttributeProto... attributes) {
        String result = fresh(operator);
        node(operator, inputs, List.of(result), attributes);
        return result;
    }

    /** Adds a node. An input that is left out is {@code ""}. */
    void node(
            String operator,
            List<String> inputs,
            List<String> results,
            AttributeProto... attributes) {
        nodes.add(
                new NodeProto(
                        List.copyOf(inputs),
                        List.copyOf(results),
                        fresh(operator + "/"),
                        operator,
                        List.of(attributes),
                        null));
    }

    /** A description of inputs and outputs. */
    List<String> ports() {
        return List.copyOf(ports);
    }

    /** The graph alone. */
    GraphProto proto(String name) {
        return new GraphProto(nodes, name, initializers, inputs, outputs);
    }

    /** The whole file. */
    ModelProto model(String name) {
        return new ModelProto(
                FORMAT,
                "rondo",
                Provenance.rondoVersion(),
                proto(name),
                List.of(new OperatorSetIdProto("", OPERATORS)));
    }
}
