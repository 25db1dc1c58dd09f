package dev.rondo.cli.onnx;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.cli.UsageException;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.Configuration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model of an ONNX file as a run directory holds it: its nodes are settings, and its weights are
 * the tensors of a checkpoint.
 *
 * @param opset version of the operators
 * @param inputs what a run is given
 * @param outputs names of the results
 * @param nodes each after those whose results it reads
 * @param wholes whole numbers and truth values that the file holds, such as shapes
 * @param weights all other numbers that the file holds, F32
 */
public record OnnxModel(
        long opset,
        List<OnnxPort> inputs,
        List<String> outputs,
        List<OnnxNode> nodes,
        Map<String, WholeNumbers> wholes,
        Map<String, Array> weights) {
    /** The task of run directories that hold such a model. */
    public static final String TASK = "onnx";

    /** Copies the lists and maps. */
    public OnnxModel {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        nodes = List.copyOf(nodes);
        wholes = Collections.unmodifiableMap(new LinkedHashMap<>(wholes));
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    }

    /**
     * Reads a file.
     *
     * @throws CheckpointException when it cannot be read, or is not a sound ONNX model
     * @throws UsageException when it has nodes that cannot be imported; the message names them all
     */
    public static OnnxModel read(Path file) {
        return new OnnxReader(file).read();
    }

    /** Its description in a run directory, without the weights. */
    public Configuration toConfiguration() {
        Map<String, Object> shapes = new LinkedHashMap<>();
        weights.forEach((name, a) -> shapes.put(name, longs(a.shape())));
        Map<String, Object> numbers = new LinkedHashMap<>();
        wholes.forEach((name, w) -> numbers.put(name, w.toConfiguration()));
        return Configuration.empty()
                .with("task", TASK)
                .with("opset", opset)
                .with("inputs", inputs.stream().map(OnnxPort::toConfiguration).toList())
                .with("outputs", outputs)
                .with("nodes", nodes.stream().map(OnnxNode::toConfiguration).toList())
                .with("wholes", numbers)
                .with("weights", shapes);
    }

    private static List<Long> longs(Shape shape) {
        List<Long> dims = new ArrayList<>();
        for (int d : shape.dims()) {
            dims.add((long) d);
        }
        return dims;
    }

    /**
     * The model that a run directory describes.
     *
     * @param weights gives the weights of given shapes
     */
    public static OnnxModel parse(Configuration c, Weights weights) {
        Map<String, WholeNumbers> wholes = new LinkedHashMap<>();
        Configuration numbers = c.section("wholes");
        numbers.keys().forEach(k -> wholes.put(k, WholeNumbers.parse(numbers.section(k))));
        Map<String, Shape> shapes = new LinkedHashMap<>();
        Configuration sizes = c.section("weights");
        sizes.keys()
                .forEach(
                        k ->
                                shapes.put(
                                        k,
                                        Shape.of(
                                                sizes.numbers(k).stream()
                                                        .mapToInt(Double::intValue)
                                                        .toArray())));
        return new OnnxModel(
                c.integer("opset"),
                c.sections("inputs").stream().map(OnnxPort::parse).toList(),
                c.texts("outputs"),
                c.sections("nodes").stream().map(OnnxNode::parse).toList(),
                wholes,
                weights.of(shapes));
    }

    /** Gives weights. */
    @FunctionalInterface
    public interface Weights {
        /** The weights of these names, which must have these shapes. */
        Map<String, Array> of(Map<String, Shape> shapes);
    }

    /** The number of weights. */
    public long size() {
        return weights.values().stream().mapToLong(Array::size).sum();
    }

    /** The type in which inputs of a type of ONNX are computed with. */
    static DType type(String name, DType floats) {
        return switch (name) {
            case "bool" -> DType.BOOL;
            case "int32", "int64" -> DType.I32;
            default -> floats;
        };
    }
}
