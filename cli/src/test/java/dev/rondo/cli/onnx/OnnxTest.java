package dev.rondo.cli.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.onnx.OnnxGraph.Element;
import dev.rondo.cli.task.TextModel;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.data.Vocabulary;
import dev.rondo.models.task.ModelSettings;
import dev.rondo.models.task.StackSettings;
import dev.rondo.models.torch.RecurrentForm;
import dev.rondo.models.torch.RecurrentKind;
import dev.rondo.models.torch.RecurrentNetwork;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Exported models in ONNX Runtime against our own results. */
class OnnxTest {
    private static final double LIMIT = 1e-5;

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "lstm, 5, false, false",
        "gru, 5, false, false",
        "gru-after, 5, false, false",
        "lstm-peephole, 5, false, false",
        "lstm-coupled, 5, false, false",
        "rnn, 5, false, false",
        "rnn-relu, 5, false, false",
        "lstm, 6, true, true",
        "gru, 5, true, true"
    })
    void a_language_model_scores_alike_for_any_batch_and_length(
            String cell, int embedding, boolean residual, boolean tied) throws Exception {
        TextModel model =
                new TextModel(
                        new ModelSettings(
                                new StackSettings(cell, 3, 6, 0.5, 0.5, 0.5, 0, residual),
                                embedding,
                                ModelSettings.NO_ATTENTION,
                                tied),
                        Vocabulary.of("abcdefg", false));
        Map<String, Array> weights = OwnModel.drawn(model.program());
        Path file = folder.resolve("model.onnx");
        OnnxLanguageModel.of(model, weights).write(file);

        assertThat(Files.list(folder)).containsExactly(file);
        try (OrtSession session = session(file)) {
            assertThat(session.getInputNames()).containsExactly("symbols");
            for (int[] size : new int[][] {{7, 3}, {1, 1}, {4, 5}}) {
                int length = size[0];
                int batch = size[1];
                int[] symbols = new Random(length).ints(length * batch, 0, 7).toArray();
                long[] wide = Arrays.stream(symbols).asLongStream().toArray();
                Array ours =
                        OwnModel.read(model, weights, Array.of(symbols, length, batch))
                                .get("logits");
                try (OnnxTensor input =
                                OnnxTensor.createTensor(
                                        OrtEnvironment.getEnvironment(),
                                        LongBuffer.wrap(wide),
                                        new long[] {length, batch});
                        OrtSession.Result theirs = session.run(Map.of("symbols", input))) {
                    same(theirs, "logits", ours);
                    assertThat(theirs.size()).isEqualTo(cell.startsWith("lstm") ? 3 : 2);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"LSTM, lstm", "GRU, gru-after", "RNN_TANH, rnn", "RNN_RELU, rnn-relu"})
    void both_directions_and_lengths_and_states_are_alike(RecurrentKind kind, String cell)
            throws Exception {
        int length = 6;
        int batch = 4;
        RecurrentForm form = new RecurrentForm(kind, 3, 5, 0, 2, true);
        Scope scope = Scope.root();
        RecurrentNetwork network = new RecurrentNetwork(scope, form);
        int parts = kind.hasCellState() ? 2 : 1;
        Program program =
                Program.of(DType.F32, scope, 0)
                        .with(
                                "read",
                                t -> {
                                    var c = parts == 2 ? t.input("c_0", 4, batch, 5) : null;
                                    var r =
                                            network.over(
                                                    t.input("x", length, batch, 3),
                                                    t.input("lengths", DType.I32, batch),
                                                    Arrays.asList(t.input("h_0", 4, batch, 5), c));
                                    t.output("output", r.outputs());
                                    t.output("h_n", r.states().getFirst());
                                    t.output("c_n", r.states().getLast());
                                });
        Map<String, Array> weights = OwnModel.drawn(program);
        Path file = folder.resolve("network.onnx");
        Files.write(file, graph(cell, form, weights, parts));

        Array x = drawn(Shape.of(length, batch, 3));
        Array h = drawn(Shape.of(4, batch, 5));
        Array c = drawn(Shape.of(4, batch, 5));
        int[] lengths = {3, 6, 1, 5};
        var env = OrtEnvironment.getEnvironment();
        try (OrtSession session = session(file);
                Executable executable = Backends.open("scalar").compile(program);
                OnnxTensor xs = tensor(x);
                OnnxTensor hs = tensor(h);
                OnnxTensor cs = tensor(c);
                OnnxTensor ns =
                        OnnxTensor.createTensor(env, IntBuffer.wrap(lengths), new long[] {batch})) {
            executable.load(weights);
            Map<String, Array> feeds =
                    new HashMap<>(Map.of("x", x, "h_0", h, "lengths", Array.of(lengths, batch)));
            Map<String, OnnxTensor> theirFeeds =
                    new HashMap<>(Map.of("x", xs, "h_0", hs, "lengths", ns));
            if (parts == 2) {
                feeds.put("c_0", c);
                theirFeeds.put("c_0", cs);
            }
            Map<String, Array> ours = executable.run("read", feeds);
            try (OrtSession.Result theirs = session.run(theirFeeds)) {
                same(theirs, "output", ours.get("output"));
                same(theirs, "h_n", ours.get("h_n"));
                if (parts == 2) {
                    same(theirs, "c_n", ours.get("c_n"));
                }
            }
        }
    }

    private static byte[] graph(
            String cell, RecurrentForm form, Map<String, Array> weights, int parts)
            throws IOException {
        OnnxGraph g = new OnnxGraph();
        String x = g.input("x", Element.FLOAT, "T", "B", 3);
        String lengths = g.input("lengths", Element.INT32, "B");
        List<String> initial =
                List.of("h_0", "c_0").subList(0, parts).stream()
                        .map(n -> g.input(n, Element.FLOAT, 4, "B", 5))
                        .toList();
        var r =
                new OnnxRecurrent(
                                OnnxCell.named(cell).orElseThrow(),
                                5,
                                form.layers(),
                                true,
                                false,
                                weights,
                                "")
                        .addTo(g, x, lengths, initial);
        g.node("Identity", List.of(r.outputs()), List.of("output"));
        g.output("output", Element.FLOAT, "T", "B", 10);
        for (int part = 0; part < parts; part++) {
            String name = part == 0 ? "h_n" : "c_n";
            g.node("Identity", List.of(r.states().get(part)), List.of(name));
            g.output(name, Element.FLOAT, 4, "B", 5);
        }
        var bytes = new ByteArrayOutputStream();
        g.model("network").writeTo(bytes);
        return bytes.toByteArray();
    }

    /** Without its warnings that inputs have defaults. */
    private static OrtSession session(Path file) throws OrtException {
        var options = new OrtSession.SessionOptions();
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        return OrtEnvironment.getEnvironment().createSession(file.toString(), options);
    }

    private static Array drawn(Shape shape) {
        Random random = new Random(shape.hashCode());
        Array a = Array.zeros(DType.F32, shape);
        for (int i = 0; i < a.size(); i++) {
            a.set(i, random.nextGaussian());
        }
        return a;
    }

    private static OnnxTensor tensor(Array a) throws OrtException {
        return OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(),
                FloatBuffer.wrap(a.f32()),
                Arrays.stream(a.shape().dims()).asLongStream().toArray());
    }

    private static void same(OrtSession.Result theirs, String name, Array ours) {
        OnnxTensor tensor = (OnnxTensor) theirs.get(name).orElseThrow();
        assertThat(tensor.getInfo().getShape())
                .isEqualTo(Arrays.stream(ours.shape().dims()).asLongStream().toArray());
        FloatBuffer values = tensor.getFloatBuffer();
        for (int i = 0; i < ours.size(); i++) {
            assertThat((double) values.get(i))
                    .as("%s at %d", name, i)
                    .isCloseTo(ours.get(i), offset(LIMIT));
        }
    }

    private static TextModel model(StackSettings stack) {
        return new TextModel(
                new ModelSettings(stack, 2, ModelSettings.NO_ATTENTION, false),
                Vocabulary.of("ab", false));
    }

    @ParameterizedTest
    @EnumSource(Cells.class)
    void a_model_is_given_to_torch_as_it_is_or_not_at_all(Cells cell) {
        Set<String> toTorch =
                Arrays.stream(RecurrentKind.values())
                        .map(TextModel::cell)
                        .collect(Collectors.toSet());
        TextModel model = model(new StackSettings(cell.id(), 1, 2));
        Map<String, Array> weights = model.program().initialValues();
        if (toTorch.contains(cell.id())) {
            assertThat(model.stateDict(weights)).isNotEmpty();
        } else {
            assertThatThrownBy(() -> model.stateDict(weights))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("'" + cell.id() + "'");
        }
    }

    @Test
    void a_model_with_zoneout_is_refused_by_torch() {
        TextModel model = model(new StackSettings("lstm", 1, 2, 0, 0, 0, 0.25, false));
        assertThatThrownBy(() -> model.stateDict(model.program().initialValues()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--zoneout 0.25")
                .hasMessageContaining("--format onnx can hold it");
    }

    @Test
    void a_file_that_cannot_be_written_leaves_nothing() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("model.onnx/inside"));
        TextModel model =
                new TextModel(
                        new ModelSettings(
                                new StackSettings("lstm", 1, 2),
                                2,
                                ModelSettings.NO_ATTENTION,
                                false),
                        Vocabulary.of("ab", false));
        OnnxLanguageModel onnx = OnnxLanguageModel.of(model, OwnModel.drawn(model.program()));

        assertThatThrownBy(() -> onnx.write(taken.getParent()))
                .isInstanceOf(CheckpointException.class);
        assertThat(Files.list(folder)).containsExactly(taken.getParent());
    }
}
