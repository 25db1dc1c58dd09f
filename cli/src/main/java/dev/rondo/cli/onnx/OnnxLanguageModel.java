package dev.rondo.cli.onnx;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.cell.States;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.onnx.OnnxFile.AttributeProto;
import dev.rondo.cli.onnx.OnnxGraph.Element;
import dev.rondo.cli.task.TextModel;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Tensor;
import dev.rondo.models.cell.StatePorts;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.OutputFile;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.task.ModelSettings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A language model as an ONNX graph. The batch and the length of sequences are not fixed. A cell
 * that ONNX has is an operator of ONNX; any other is a loop of elementary operators.
 */
public final class OnnxLanguageModel {
    /** The largest size of one protobuf message. */
    private static final long LARGEST = Integer.MAX_VALUE;

    private static final String SCOPE = "model.";
    private static final String LOGITS = "logits";
    private static final String STATE = "state";

    private final OnnxGraph graph;

    private OnnxLanguageModel(OnnxGraph graph) {
        this.graph = graph;
    }

    /**
     * Builds the graph.
     *
     * @param weights weights of the model, F32
     * @throws UsageException when the file would be too large, or ONNX has no operators for what
     *     the model's cell computes
     */
    public static OnnxLanguageModel of(TextModel model, Map<String, Array> weights) {
        ModelSettings settings = model.settings();
        long bytes = weights.values().stream().mapToLong(a -> 4L * a.size()).sum();
        if (bytes > LARGEST / 2) {
            throw new UsageException(
                    "the model takes " + bytes + " bytes; as ONNX at most " + LARGEST / 2);
        }
        OnnxGraph g = new OnnxGraph();
        String symbols = g.input("symbols", Element.INT64, "T", "B");
        Optional<OnnxCell> operator =
                settings.stack().zoneout() > 0
                        ? Optional.empty()
                        : OnnxCell.named(settings.stack().cell());
        operator.ifPresentOrElse(
                cell -> operators(g, cell, model, weights, symbols),
                () -> loop(g, model, weights, symbols));
        return new OnnxLanguageModel(g);
    }

    private static void operators(
            OnnxGraph g,
            OnnxCell cell,
            TextModel model,
            Map<String, Array> weights,
            String symbols) {
        ModelSettings settings = model.settings();
        OnnxRecurrent recurrent =
                new OnnxRecurrent(
                        cell,
                        settings.stack().hidden(),
                        settings.stack().layers(),
                        false,
                        settings.stack().residual(),
                        weights,
                        SCOPE + "cells.");
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
        g.node("Add", List.of(times(g, below, weight), bias), List.of(LOGITS));
        g.output(LOGITS, Element.FLOAT, "T", "B", model.vocabulary().size());
        for (int part = 0; part < recurrent.parts(); part++) {
            String name = part == 0 ? "h_n" : "c_n";
            g.node("Identity", List.of(read.states().get(part)), List.of(name));
            g.output(
                    name, Element.FLOAT, settings.stack().layers(), "B", settings.stack().hidden());
        }
    }

    /** The whole model as one loop over the symbols. Its states are those of the cells. */
    private static void loop(
            OnnxGraph g, TextModel model, Map<String, Array> weights, String symbols) {
        String lengths = lengths(g, symbols);
        String shape = g.node("Shape", List.of(symbols));
        String time = g.node("Gather", List.of(shape, g.constant("time_at", 0L)));
        String batch = g.node("Gather", List.of(shape, g.constant("batch_at", 1L)));
        Map<String, String> inputs = new HashMap<>();
        inputs.put("symbols", g.node("Cast", List.of(symbols), Element.INT32.to()));
        inputs.put("lengths", lengths);
        Map<String, Array> starts = starts(model, weights);
        starts.forEach(
                (name, start) -> {
                    String port = name.replace(STATE, STATE + "_0");
                    g.constant(port, start);
                    g.input(port, Element.of(start.dtype()), axes("B_or_1", start));
                    long[] ones = new long[start.shape().rank() - 1];
                    Arrays.fill(ones, 1);
                    String rest = g.constant(g.fresh("ones"), ones);
                    String full =
                            g.node("Concat", List.of(batch, rest), AttributeProto.of("axis", 0L));
                    inputs.put(name, g.node("Expand", List.of(port, full)));
                });
        FreeEntry entry = new FreeEntry(List.of("T", "B"), sizes -> read(model, sizes));
        Map<String, String> results =
                OnnxEntry.addTo(g, entry, List.of(time, batch), weights, inputs);
        g.node("Identity", List.of(results.get(LOGITS)), List.of(LOGITS));
        g.output(LOGITS, Element.FLOAT, "T", "B", model.vocabulary().size());
        starts.forEach(
                (name, start) -> {
                    String port = name.replace(STATE, STATE + "_n");
                    g.node("Identity", List.of(results.get(name)), List.of(port));
                    g.output(port, Element.of(start.dtype()), axes("B", start));
                });
    }

    private static Object[] axes(String batch, Array state) {
        Object[] axes = Arrays.stream(state.shape().dims()).boxed().toArray();
        axes[0] = batch;
        return axes;
    }

    /** The states before the first symbol of one row. */
    private static Map<String, Array> starts(TextModel model, Map<String, Array> weights) {
        Program program =
                model.program()
                        .with(
                                STATE,
                                t ->
                                        StatePorts.output(
                                                t,
                                                STATE,
                                                model.model().initialState(t.graph(), 1)));
        try (Executable executable = Backends.open("scalar").compile(program)) {
            executable.load(weights);
            return StatePorts.keep(STATE, executable.run(STATE, Map.of()));
        }
    }

    /** Reads sequences; the state of a row that has ended stays what it is. */
    private static Entry read(TextModel model, int[] sizes) {
        int length = sizes[0];
        int batch = sizes[1];
        return Entry.trace(
                "read",
                DType.F32,
                t -> {
                    LanguageModel m = model.model();
                    Tensor symbols = t.input("symbols", DType.I32, length, batch);
                    Tensor lengths = t.input("lengths", DType.I32, batch);
                    var from = StatePorts.input(t, STATE, m.initialState(t.graph(), batch));
                    var result =
                            Scan.over(length)
                                    .carrying(States.tensors(from))
                                    .reading(Scan.times(t.graph(), length), symbols)
                                    .run(
                                            (state, row) -> {
                                                var next =
                                                        m.step(
                                                                row.getLast(),
                                                                States.with(from, state));
                                                Tensor running = row.getFirst().lessThan(lengths);
                                                return new Scan.Step(
                                                        kept(running, next.last(), state),
                                                        List.of(next.logits()));
                                            });
                    t.output(LOGITS, result.outputs().getFirst());
                    StatePorts.output(t, STATE, States.with(from, result.carries()));
                });
    }

    private static List<Tensor> kept(Tensor running, Record next, List<Tensor> before) {
        List<Tensor> kept = new ArrayList<>();
        for (Tensor fresh : States.tensors(next)) {
            int[] dims = new int[fresh.rank()];
            Arrays.fill(dims, 1);
            dims[0] = fresh.dim(0);
            kept.add(Functions.where(running.reshape(dims), fresh, before.get(kept.size())));
        }
        return kept;
    }

    /** The product with a weight [out, in]. */
    private static String times(OnnxGraph g, String xs, String weight) {
        String turned = g.node("Transpose", List.of(weight), AttributeProto.of("perm", 1, 0));
        return g.node("MatMul", List.of(xs, turned));
    }

    /** The given lengths, limited to T; without lengths, T. */
    private static String lengths(OnnxGraph g, String symbols) {
        g.constant("lengths", Array.of(new int[] {Integer.MAX_VALUE}, 1));
        g.input("lengths", Element.INT32, "B_or_1");
        String shape = g.node("Shape", List.of(symbols));
        String time = g.node("Gather", List.of(shape, g.constant("time_axis", 0L)));
        String batch = g.node("Gather", List.of(shape, g.constant("batch_axis", 1L)));
        String most = g.node("Cast", List.of(time), Element.INT32.to());
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
