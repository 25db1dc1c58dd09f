package dev.rondo.cli.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.onnx.OnnxFile.GraphProto;
import dev.rondo.cli.onnx.OnnxFile.ModelProto;
import dev.rondo.cli.onnx.OnnxFile.TensorProto;
import dev.rondo.cli.onnx.OnnxGraph.Element;
import dev.rondo.cli.task.TextModel;
import dev.rondo.contract.RandomProgram;
import dev.rondo.contract.Subject;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Program;
import dev.rondo.graph.Tensor;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.data.Vocabulary;
import dev.rondo.models.task.ModelSettings;
import dev.rondo.models.task.StackSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Traced entries as ONNX, in ONNX Runtime against our own results. */
class OnnxEntryTest {
    private static final double LIMIT = 1e-4;

    @TempDir private Path folder;

    @Test
    void random_programs_compute_the_same() throws Exception {
        int computed = 0;
        for (int seed = 0; seed < 25; seed++) {
            Subject subject = new RandomProgram(seed, 30, false).subject();
            Entry entry = subject.tracer().apply(DType.F32);
            Program program = Program.of(DType.F32, subject.scope(), 0).with(entry);
            Map<String, Array> weights = program.initialValues();
            subject.values().forEach((name, a) -> weights.put(name, a.cast(DType.F32)));
            Map<String, Array> feeds = new LinkedHashMap<>();
            subject.inputs()
                    .forEach(
                            (name, a) ->
                                    feeds.put(name, a.dtype().isFloat() ? a.cast(DType.F32) : a));
            byte[] model;
            try {
                model = bytes(entry, weights);
            } catch (UsageException e) {
                assertThat(e).hasMessageContaining("random bits");
                continue;
            }
            try (Ort ort = Ort.open(model);
                    Executable executable = Backends.open("scalar").compile(program)) {
                executable.load(weights);
                same(
                        "program " + seed + " ",
                        executable.run(entry.name(), feeds),
                        ort.run(feeds, Set.of()));
                computed++;
            }
        }
        assertThat(computed).isGreaterThan(10);
    }

    /** An entry of fixed sizes. */
    private static byte[] bytes(Entry entry, Map<String, Array> weights) throws IOException {
        OnnxGraph g = new OnnxGraph();
        Map<String, String> inputs = new HashMap<>();
        entry.inputs()
                .forEach(
                        (name, t) ->
                                inputs.put(name, g.input(name, Element.of(t.dtype()), axes(t))));
        Map<String, String> results =
                OnnxEntry.addTo(
                        g, new FreeEntry(List.of(), _ -> entry), List.of(), weights, inputs);
        entry.outputs()
                .forEach(
                        (name, t) -> {
                            g.node("Identity", List.of(results.get(name)), List.of(name));
                            g.output(name, Element.of(t.dtype()), axes(t));
                        });
        var bytes = new ByteArrayOutputStream();
        g.model("entry").writeTo(bytes);
        return bytes.toByteArray();
    }

    private static Object[] axes(Tensor t) {
        return Arrays.stream(t.shape().dims()).boxed().toArray();
    }

    @ParameterizedTest
    @EnumSource(Cells.class)
    void a_model_of_any_cell_scores_alike_for_any_batch_and_length(Cells cell) throws Exception {
        alike(new StackSettings(cell.id(), 2, 6), false);
    }

    @Test
    void a_model_scores_alike_with_zoneout_residual_connections_and_tied_weights()
            throws Exception {
        alike(new StackSettings("lstm", 3, 6, 0.5, 0.5, 0.5, 0.25, true), true);
    }

    private void alike(StackSettings stack, boolean tied) throws Exception {
        TextModel model =
                new TextModel(
                        new ModelSettings(stack, 5, ModelSettings.NO_ATTENTION, tied),
                        Vocabulary.of("abcdefg", false));
        Map<String, Array> weights = OwnModel.drawn(model.program());
        Random random = new Random(5);
        Path file = folder.resolve("model.onnx");
        OnnxLanguageModel.of(model, weights).write(file);
        try (Ort ort = Ort.open(file)) {
            assertThat(ort.inputs()).containsExactly("symbols");
            for (int[] size : new int[][] {{7, 3}, {1, 1}, {4, 5}}) {
                Array symbols = Array.of(random.ints(size[0] * size[1], 0, 7).toArray(), size);
                Map<String, Array> theirs = ort.run(Map.of("symbols", symbols), Set.of("symbols"));
                Map<String, Array> ours = OwnModel.read(model, weights, symbols);
                same(stack.cell() + " ", Map.of("logits", ours.get("logits")), theirs);
                if (theirs.containsKey("state_n.0")) {
                    ours.forEach(
                            (name, a) ->
                                    same(
                                            stack.cell() + " ",
                                            Map.of(name.replace("state", "state_n"), a),
                                            theirs));
                }
            }
        }
    }

    /**
     * Read in two pieces, the first one with lengths, rows score as they would have in one. ONNX
     * Runtime for Java takes no numbers for inputs that have default ones, so these are taken out.
     */
    @ParameterizedTest
    @CsvSource({"lstm, 0.25", "lstm-layer-norm, 0", "slstm, 0", "min-gru, 0"})
    void states_and_lengths_continue_a_text(String cell, double zoneout) throws Exception {
        TextModel model =
                new TextModel(
                        new ModelSettings(
                                new StackSettings(cell, 2, 6, 0, 0, 0, zoneout, false),
                                5,
                                ModelSettings.NO_ATTENTION,
                                false),
                        Vocabulary.of("abcdefg", false));
        Map<String, Array> weights = OwnModel.drawn(model.program());
        Path file = folder.resolve("model.onnx");
        OnnxLanguageModel.of(model, weights).write(file);
        ModelProto proto = OnnxFile.read(Files.readAllBytes(file));
        List<TensorProto> kept =
                proto.graph().initializer().stream()
                        .filter(t -> !t.name().equals("lengths") && !t.name().startsWith("state_0"))
                        .toList();
        GraphProto g = proto.graph();
        var bytes = new ByteArrayOutputStream();
        new ModelProto(
                        proto.ir_version(),
                        "test",
                        "1",
                        new GraphProto(g.node(), g.name(), kept, g.input(), g.output()),
                        proto.opset_import())
                .writeTo(bytes);
        Random random = new Random(9);
        Array symbols = Array.of(random.ints(5 * 3, 0, 7).toArray(), 5, 3);
        try (Ort ort = Ort.open(bytes.toByteArray())) {
            continued(ort, model, weights, symbols, random);
        }
    }

    private static void continued(
            Ort ort, TextModel model, Map<String, Array> weights, Array symbols, Random random)
            throws Exception {
        int length = symbols.shape().dim(0);
        int batch = symbols.shape().dim(1);
        int[] lengths = random.ints(batch, 0, length + 1).toArray();
        Map<String, Array> feeds = new HashMap<>();
        OwnModel.read(model, weights, symbols)
                .forEach(
                        (name, a) -> {
                            if (!name.equals("logits")) {
                                feeds.put(
                                        name.replace("state", "state_0"),
                                        Array.zeros(a.dtype(), a.shape()));
                            }
                        });
        feeds.put("symbols", symbols);
        feeds.put("lengths", Array.of(lengths, batch));
        Map<String, Array> first = ort.run(feeds, Set.of("symbols"));
        feeds.put("lengths", Array.of(new int[] {length}, 1));
        first.forEach(
                (name, a) -> {
                    if (!name.equals("logits")) {
                        feeds.put(name.replace("_n", "_0"), a);
                    }
                });
        Map<String, Array> second = ort.run(feeds, Set.of("symbols"));
        for (int row = 0; row < batch; row++) {
            int[] text = new int[lengths[row] + length];
            for (int i = 0; i < text.length; i++) {
                int at = i < lengths[row] ? i : i - lengths[row];
                text[i] = symbols.i32()[at * batch + row];
            }
            Array whole =
                    OwnModel.read(model, weights, Array.of(text, text.length, 1)).get("logits");
            int symbolsCount = whole.shape().dim(2);
            for (int v = 0; v < symbolsCount; v++) {
                assertThat(
                                second.get("logits")
                                        .get(((length - 1) * batch + row) * symbolsCount + v))
                        .isCloseTo(whole.get((text.length - 1) * symbolsCount + v), offset(1e-4));
            }
        }
    }

    private static void same(String what, Map<String, Array> ours, Map<String, Array> theirs) {
        ours.forEach(
                (name, a) -> {
                    Array b = theirs.get(name);
                    assertThat(b.shape()).as(what + name).isEqualTo(a.shape());
                    assertThat(b.dtype()).as(what + name).isEqualTo(a.dtype());
                    for (int i = 0; i < a.size(); i++) {
                        assertThat(b.get(i))
                                .as(what + name + " at " + i)
                                .isCloseTo(a.get(i), offset(LIMIT * (1 + Math.abs(a.get(i)))));
                    }
                });
    }

    @Test
    void what_onnx_has_no_operator_for_is_named() {
        Entry entry =
                Entry.trace(
                        "noise",
                        DType.F32,
                        t ->
                                t.output(
                                        "bits",
                                        Functions.randomBits(
                                                t.input("key", DType.I32, 3), Shape.of(4), 1)));
        assertThatThrownBy(() -> bytes(entry, Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("ONNX has no operator for randombits");
    }

    @Test
    void what_is_another_computation_for_other_sizes_is_named() {
        FreeEntry entry = new FreeEntry(List.of("T"), sizes -> unrolled(sizes[0]));
        assertThatThrownBy(
                        () ->
                                OnnxEntry.addTo(
                                        new OnnxGraph(),
                                        entry,
                                        List.of("T"),
                                        Map.of(),
                                        Map.of("x", "x")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("ONNX cannot hold this model for every T");
    }

    private static Entry unrolled(int length) {
        return Entry.trace(
                "unrolled",
                DType.F32,
                t -> {
                    Tensor x = t.input("x", length, 2);
                    Tensor sum = x.at(0, 0);
                    for (int i = 1; i < length; i++) {
                        sum = Functions.tanh(sum.plus(x.at(0, i)));
                    }
                    t.output("sum", sum);
                });
    }
}
