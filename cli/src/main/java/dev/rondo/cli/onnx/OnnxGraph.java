package dev.rondo.cli.onnx;

import com.google.protobuf.ByteString;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.models.checkpoint.Provenance;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** An ONNX graph in the making. Results of nodes are known by their names. */
final class OnnxGraph {
    /** Operators are those of this version; ONNX Runtime has had it since 1.11. */
    private static final int OPERATORS = 15;

    private static final int FORMAT = 8;

    /** Element types. */
    enum Element {
        FLOAT(1, "float32"),
        INT32(6, "int32"),
        INT64(7, "int64");

        private final int number;
        private final String name;

        Element(int number, String name) {
            this.number = number;
            this.name = name;
        }
    }

    /** An attribute of a node. */
    record Attribute(String name, Message value) {
        static Attribute of(String name, long value) {
            return new Attribute(name, new Message().text(1, name).number(3, value).number(20, 2));
        }

        static Attribute of(String name, String value) {
            return new Attribute(name, new Message().text(1, name).text(4, value).number(20, 3));
        }

        static Attribute of(String name, long... values) {
            Message m = new Message().text(1, name);
            for (long v : values) {
                m.number(8, v);
            }
            return new Attribute(name, m.number(20, 7));
        }

        static Attribute of(String name, List<String> values) {
            Message m = new Message().text(1, name);
            values.forEach(v -> m.text(9, v));
            return new Attribute(name, m.number(20, 8));
        }
    }

    private final Message graph = new Message();
    private final List<String> ports = new ArrayList<>();
    private int nodes;

    /** A weight. */
    String constant(String name, Array value) {
        if (value.dtype() != DType.F32) {
            throw new IllegalArgumentException(name + " must be F32, got " + value.dtype());
        }
        ByteBuffer bytes = buffer(value.size() * 4);
        bytes.asFloatBuffer().put(value.f32());
        return constant(name, Element.FLOAT, value.shape().dims(), bytes);
    }

    /** A vector of whole numbers. */
    String constant(String name, long... values) {
        ByteBuffer bytes = buffer(values.length * 8);
        bytes.asLongBuffer().put(values);
        return constant(name, Element.INT64, new int[] {values.length}, bytes);
    }

    /** A vector of small whole numbers. */
    String constant(String name, int[] values) {
        ByteBuffer bytes = buffer(values.length * 4);
        bytes.asIntBuffer().put(values);
        return constant(name, Element.INT32, new int[] {values.length}, bytes);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String constant(String name, Element element, int[] dims, ByteBuffer bytes) {
        Message tensor = new Message();
        for (int d : dims) {
            tensor.number(1, d);
        }
        graph.message(
                5,
                tensor.number(2, element.number)
                        .text(8, name)
                        .bytes(9, ByteString.copyFrom(bytes)));
        return name;
    }

    /** An input; each axis is a size or a name. */
    String input(String name, Element element, Object... axes) {
        return port("input", 11, name, element, axes);
    }

    /** An output. */
    void output(String name, Element element, Object... axes) {
        port("output", 12, name, element, axes);
    }

    private String port(String kind, int field, String name, Element element, Object... axes) {
        Message shape = new Message();
        for (Object axis : axes) {
            Message dim = new Message();
            shape.message(
                    1, axis instanceof Integer n ? dim.number(1, n) : dim.text(2, axis.toString()));
        }
        Message type =
                new Message().message(1, new Message().number(1, element.number).message(2, shape));
        graph.message(field, new Message().text(1, name).message(2, type));
        ports.add("%s %s %s%s".formatted(kind, name, element.name, List.of(axes)));
        return name;
    }

    /** A node with one result, named after the operator. */
    String node(String operator, List<String> inputs, Attribute... attributes) {
        String result = operator + "_" + nodes;
        node(operator, inputs, List.of(result), attributes);
        return result;
    }

    /** A node; an input that is left out is {@code ""}. */
    void node(String operator, List<String> inputs, List<String> results, Attribute... attributes) {
        Message m = new Message();
        inputs.forEach(i -> m.text(1, i));
        results.forEach(r -> m.text(2, r));
        m.text(3, operator + "/" + nodes++).text(4, operator);
        for (Attribute a : attributes) {
            m.message(5, a.value());
        }
        graph.message(1, m);
    }

    /** Inputs and outputs in words. */
    List<String> ports() {
        return List.copyOf(ports);
    }

    /** The whole file. */
    ByteString model(String name) {
        return new Message()
                .number(1, FORMAT)
                .text(2, "rondo")
                .text(3, Provenance.rondoVersion())
                .message(7, graph.text(2, name))
                .message(8, new Message().text(1, "").number(2, OPERATORS))
                .bytes();
    }
}
