package dev.rondo.cli.onnx;

import dev.rondo.array.Array;
import dev.rondo.cli.onnx.OnnxFile.AttributeProto;
import dev.rondo.cli.onnx.OnnxGraph.Element;
import dev.rondo.cli.task.TextModel;
import dev.rondo.models.checkpoint.OutputFile;
import dev.rondo.models.task.ModelSettings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A language model of LSTM cells as ONNX whose state must be given. That of {@code rondo export}
 * may be given, and ONNX Runtime's interface for Java refuses inputs that need not be.
 */
public final class OnnxStep {
    private static final String SCOPE = "model.";

    private OnnxStep() {}

    /** Writes it: {@code symbols, h_0, c_0} to {@code logits, h_n, c_n}. */
    public static void write(TextModel model, Map<String, Array> weights, Path file) {
        ModelSettings settings = model.settings();
        int hidden = settings.stack().hidden();
        int layers = settings.stack().layers();
        OnnxCell cell = OnnxCell.named(settings.stack().cell()).orElseThrow();
        OnnxRecurrent recurrent =
                new OnnxRecurrent(cell, hidden, layers, false, false, weights, SCOPE + "cells.");
        OnnxGraph g = new OnnxGraph();
        String symbols = g.input("symbols", Element.INT64, "T", "B");
        String table = g.constant("embedding", weights.get(SCOPE + "embedding.weight"));
        String xs = g.node("Gather", List.of(table, symbols), AttributeProto.of("axis", 0L));
        List<String> initial =
                List.of(
                        g.input("h_0", Element.FLOAT, layers, "B", hidden),
                        g.input("c_0", Element.FLOAT, layers, "B", hidden));
        var read = recurrent.addTo(g, xs, "", initial);
        String weight = g.constant("weight", weights.get(SCOPE + "classify.weight"));
        String turned = g.node("Transpose", List.of(weight), AttributeProto.of("perm", 1, 0));
        String scores = g.node("MatMul", List.of(read.outputs(), turned));
        String bias = g.constant("bias", weights.get(SCOPE + "classify.bias"));
        g.node("Add", List.of(scores, bias), List.of("logits"));
        g.output("logits", Element.FLOAT, "T", "B", model.vocabulary().size());
        for (int part = 0; part < 2; part++) {
            String name = part == 0 ? "h_n" : "c_n";
            g.node("Identity", List.of(read.states().get(part)), List.of(name));
            g.output(name, Element.FLOAT, layers, "B", hidden);
        }
        OutputFile.write(file, out -> g.model("step").writeTo(out));
    }
}
