package dev.rondo.cli.onnx;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.onnx.OnnxFile.AttributeProto;
import dev.rondo.cli.onnx.OnnxGraph.Element;
import dev.rondo.cli.task.ModelSettings;
import dev.rondo.cli.task.TextModel;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.OutputFile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A language model as an ONNX graph. The batch and the length of sequences are not fixed. */
public final class OnnxLanguageModel {
    /** The largest size of one protobuf message. */
    private static final long LARGEST = Integer.MAX_VALUE;

    private static final String SCOPE = "model.";

    private final OnnxGraph graph;

    private OnnxLanguageModel(OnnxGraph graph) {
        this.graph = graph;
    }

    /**
     * Builds the graph.
     *
     * @param weights weights of the model, F32
     * @throws UsageException when ONNX has no operator for the model's cell, or the file would be
     *     too large
     */
    public static OnnxLanguageModel of(TextModel model, Map<String, Array> weights) {
        ModelSettings settings = model.settings();
        OnnxCell cell = OnnxCell.named(settings.stack().cell());
        long bytes = weights.values().stream().mapToLong(a -> 4L * a.size()).sum();
        if (bytes > LARGEST / 2) {
            throw new UsageException(
                    "the model takes " + bytes + " bytes; as ONNX at most " + LARGEST / 2);
        }
        OnnxRecurrent recurrent =
                new OnnxRecurrent(
                        cell,
                        settings.stack().hidden(),
                        settings.stack().layers(),
                        false,
                        settings.stack().residual(),
                        weights,
                        SCOPE + "cells.");
        OnnxGraph g = new OnnxGraph();
        String symbols = g.input("symbols", Element.INT64, "T", "B");
        String lengths = lengths(g, symbols);
        List<String> initial = initial(g, recurrent, symbols);
        String table = g.constant("embedding", weights.get(SCOPE + "embedding.weight"));
        String xs = g.node("Gather", List.of(table, symbols), AttributeProto.of("axis", 0L));
        var read = recurrent.addTo(g, xs, lengths, initial);
        String below = read.outputs();
        if (weights.containsKey(SCOPE + "project.weight")) {
            String project = g.constant("project", weights.get(SCOPE + "project.weight"));
            below = times(g, below, project);
        }
        String weight =
                settings.tied()
                        ? table
                        : g.constant("weight", weights.get(SCOPE + "classify.weight"));
        String bias = g.constant("bias", weights.get(SCOPE + "classify.bias"));
        g.node("Add", List.of(times(g, below, weight), bias), List.of("logits"));
        g.output("logits", Element.FLOAT, "T", "B", model.vocabulary().size());
        for (int part = 0; part < recurrent.parts(); part++) {
            String name = part == 0 ? "h_n" : "c_n";
            g.node("Identity", List.of(read.states().get(part)), List.of(name));
            g.output(
                    name, Element.FLOAT, settings.stack().layers(), "B", settings.stack().hidden());
        }
        return new OnnxLanguageModel(g);
    }

    /** The product with a weight [out, in]. */
    private static String times(OnnxGraph g, String xs, String weight) {
        String turned = g.node("Transpose", List.of(weight), AttributeProto.of("perm", 1, 0));
        return g.node("MatMul", List.of(xs, turned));
    }

    /** The given lengths, limited to T; without lengths, T. */
    private static String lengths(OnnxGraph g, String symbols) {
        g.constant("lengths", new int[] {Integer.MAX_VALUE});
        g.input("lengths", Element.INT32, "B_or_1");
        String shape = g.node("Shape", List.of(symbols));
        String time = g.node("Gather", List.of(shape, g.constant("time_axis", 0L)));
        String batch = g.node("Gather", List.of(shape, g.constant("batch_axis", 1L)));
        String most = g.node("Cast", List.of(time), AttributeProto.of("to", 6L));
        String each = g.node("Expand", List.of("lengths", batch));
        return g.node("Min", List.of(each, most));
    }

    /** The given states; without states, zeros. */
    private static List<String> initial(OnnxGraph g, OnnxRecurrent r, String symbols) {
        int rows = r.layers() * r.directions();
        String shape = g.node("Shape", List.of(symbols));
        String batch = g.node("Gather", List.of(shape, g.constant("batch_at", 1L)));
        String count = g.constant("state_rows", (long) rows);
        String size = g.constant("state_size", (long) r.hidden());
        String whole = g.node("Concat", List.of(count, batch, size), AttributeProto.of("axis", 0L));
        List<String> initial = new ArrayList<>();
        for (int part = 0; part < r.parts(); part++) {
            String name = part == 0 ? "h_0" : "c_0";
            g.constant(name, Array.zeros(DType.F32, Shape.of(rows, 1, r.hidden())));
            g.input(name, Element.FLOAT, rows, "B_or_1", r.hidden());
            initial.add(g.node("Expand", List.of(name, whole)));
        }
        return initial;
    }

    /** A description of inputs and outputs. */
    public List<String> ports() {
        return graph.ports();
    }

    /**
     * Writes the file, as {@link OutputFile} does.
     *
     * @throws CheckpointException when it cannot be written
     */
    public void write(Path file) {
        OutputFile.write(file, out -> graph.model("language model").writeTo(out));
    }
}
