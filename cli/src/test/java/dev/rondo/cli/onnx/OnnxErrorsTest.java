package dev.rondo.cli.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.cli.CommandLineRun;
import dev.rondo.cli.UsageException;
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
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.Safetensors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** ONNX files that cannot be imported, and arrays that do not fit an imported model. */
class OnnxErrorsTest {
    @TempDir private Path folder;

    private static final TensorProto WEIGHT = TensorProto.raw(new long[] {2}, 1, "w", new byte[8]);

    private static NodeProto node(String operator, String result, String... reads) {
        return new NodeProto(
                List.of(reads), List.of(result), operator + "-node", operator, List.of(), null);
    }

    private static ValueInfoProto port(String name, Object... axes) {
        var shape = new TensorShapeProto(Arrays.stream(axes).map(Dimension::of).toList());
        return new ValueInfoProto(name, new TypeProto(new TypeProto.Tensor(1, shape)));
    }

    private static GraphProto graph(List<TensorProto> weights, NodeProto... nodes) {
        return new GraphProto(
                List.of(nodes), "g", weights, List.of(port("x", "B", 2)), List.of(port("y")));
    }

    private Path file(GraphProto graph, long opset) throws IOException {
        var sets = List.of(new OperatorSetIdProto("", opset));
        var bytes = new ByteArrayOutputStream();
        new ModelProto(8, "test", "1", graph, sets).writeTo(bytes);
        return Files.write(folder.resolve("model.onnx"), bytes.toByteArray());
    }

    private void refused(GraphProto graph, long opset, String... parts) throws IOException {
        Path file = file(graph, opset);
        assertThatThrownBy(() -> OnnxModel.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("model.onnx")
                .hasMessageContainingAll(parts);
    }

    @Test
    void a_file_that_is_no_model_is_refused() throws IOException {
        Path file = folder.resolve("model.onnx");
        assertThatThrownBy(() -> OnnxModel.read(file)).hasMessageContaining("does not exist");
        Files.write(file, new byte[0]);
        assertThatThrownBy(() -> OnnxModel.read(file)).hasMessageContaining("not an ONNX model");
        Files.writeString(file, "once upon a time there was a file of text\n".repeat(20));
        assertThatThrownBy(() -> OnnxModel.read(file)).hasMessageContaining("not an ONNX model");
        assertThatThrownBy(() -> OnnxModel.read(folder)).hasMessageContaining("is a directory");
    }

    @Test
    void versions_of_operators_that_are_not_known_are_refused() throws IOException {
        GraphProto g = graph(List.of(WEIGHT), node("Add", "y", "x", "w"));
        assertThat(OnnxModel.read(file(g, 17)).nodes()).hasSize(1);
        refused(g, 99, "version 99", "7 to 25", "opset_version");
        refused(g, 1, "version 1");
    }

    @Test
    void all_nodes_that_cannot_be_imported_are_named_at_once() throws IOException {
        var clipped =
                new NodeProto(
                        List.of("a", "w", "w"),
                        List.of("b"),
                        "clipped",
                        "LSTM",
                        List.of(AttributeProto.of("clip", 3)),
                        null);
        var foreign =
                new NodeProto(List.of("b"), List.of("y"), "own", "Add", List.of(), "com.microsoft");
        GraphProto g = graph(List.of(WEIGHT), node("Conv", "a", "x", "w"), clipped, foreign);
        Path file = file(g, 17);
        assertThatThrownBy(() -> OnnxModel.read(file))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("3 nodes that cannot be imported")
                .hasMessageContaining("Conv 'Conv-node' (result 'a')")
                .hasMessageContaining("LSTM 'clipped' (result 'b'), whose attribute clip")
                .hasMessageContaining(
                        "Add 'own' (result 'y'), which is of the domain com.microsoft")
                .hasMessageContaining("GRU, ");
    }

    @Test
    void graphs_that_do_not_hold_together_are_refused() throws IOException {
        refused(graph(List.of(), node("Add", "y", "x", "w")), 17, "reads 'w'", "order");
        refused(
                graph(List.of(WEIGHT), node("Add", "y", "x", "z"), node("Relu", "z", "y")),
                17,
                "Add 'Add-node' (result 'y') that reads 'z'");
        refused(
                graph(List.of(WEIGHT), node("Add", "y", "x", "w"), node("Relu", "y", "x")),
                17,
                "two results or weights named 'y'");
        refused(graph(List.of(WEIGHT), node("Relu", "z", "x")), 17, "output 'y' that no node");
    }

    @Test
    void weights_that_cannot_be_are_refused() throws IOException {
        NodeProto add = node("Add", "y", "x", "w");
        byte[] eight = new byte[8];
        refused(
                graph(List.of(TensorProto.raw(new long[] {3}, 1, "w", eight)), add),
                17,
                "3 numbers");
        refused(
                graph(List.of(TensorProto.raw(new long[] {-2}, 1, "w", eight)), add),
                17,
                "impossible shape, [-2]");
        long much = 1L << 31;
        refused(
                graph(List.of(TensorProto.raw(new long[] {much, much}, 1, "w", eight)), add),
                17,
                "impossible shape");
        refused(
                graph(List.of(TensorProto.raw(new long[] {1 << 30, 4}, 1, "w", eight)), add),
                17,
                "impossible shape");
        refused(
                graph(List.of(TensorProto.raw(new long[] {1}, 8, "w", eight)), add),
                17,
                "'w' has element type string");
        var external = new TensorProto(new long[] {2}, 1, null, null, null, "w", null, null, 1);
        refused(graph(List.of(external), add), 17, "external data", "external_data=False");
    }

    /** Damage gives a model or one of the errors above, never another failure. */
    @Test
    void damaged_files_are_read_or_refused() throws Exception {
        byte[] whole =
                Files.readAllBytes(
                        Path.of(getClass().getResource("/onnx/tagger-lstm-1-older.onnx").toURI()));
        Random random = new Random(3);
        Path file = folder.resolve("damaged.onnx");
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            byte[] bytes = whole.clone();
            if (i % 2 == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            } else {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Files.write(file, bytes);
            try {
                OnnxModel.read(file);
            } catch (CheckpointException | UsageException e) {
                refused++;
                assertThat(e.getMessage()).contains("damaged.onnx");
            }
        }
        assertThat(refused).isGreaterThan(200);
    }

    private CommandLineRun applied(Map<String, Array> arrays, String... more) {
        Path input = folder.resolve("x.safetensors");
        Safetensors.of(arrays).write(input);
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "apply",
                                folder.resolve("run").toString(),
                                "--input",
                                input.toString(),
                                "--output",
                                folder.resolve("y.safetensors").toString()));
        words.addAll(List.of(more));
        return CommandLineRun.of(words.toArray(String[]::new));
    }

    @Test
    void arrays_that_do_not_fit_are_refused() throws IOException {
        Path file = file(graph(List.of(WEIGHT), node("Add", "y", "x", "w")), 17);
        CommandLineRun imported =
                CommandLineRun.of(
                        "import", file.toString(), "--output", folder.resolve("run").toString());
        assertThat(imported.code()).isZero();
        Array fits = Array.zeros(DType.F32, Shape.of(3, 2));
        assertThat(applied(Map.of("x", fits)).code()).isZero();
        assertThat(applied(Map.of("z", fits)).err()).contains("'x' is missing");
        assertThat(applied(Map.of("x", fits, "z", fits)).err()).contains("z left over");
        assertThat(applied(Map.of("x", Array.zeros(DType.F32, Shape.of(2, 3)))).err())
                .contains("'x': expected float32[B, 2], found F32[2, 3]");
        assertThat(applied(Map.of("x", Array.zeros(DType.I32, Shape.of(3, 2)))).err())
                .contains("'x': expected float32[B, 2], found I32[3, 2]");
        assertThat(applied(Map.of("x", fits), "--cell", "lstm").err())
                .contains("says itself what runs");
        assertThat(
                        CommandLineRun.of(
                                        "import",
                                        file.toString(),
                                        "--output",
                                        folder.resolve("other").toString(),
                                        "--vocab",
                                        "v.json")
                                .err())
                .contains("--vocab");
    }

    @Test
    void a_node_that_cannot_compute_with_the_shapes_is_named() throws IOException {
        Path file = file(graph(List.of(WEIGHT), node("MatMul", "y", "x", "x")), 17);
        CommandLineRun.of("import", file.toString(), "--output", folder.resolve("run").toString());
        assertThat(applied(Map.of("x", Array.zeros(DType.F32, Shape.of(3, 2)))).err())
                .contains("MatMul 'MatMul-node' (result 'y') cannot compute")
                .contains("[[3, 2], [3, 2]]");
    }

    /** ONNX Runtime does not have this layout, so there are no numbers of it. */
    @Test
    void batch_first_operators_are_those_of_the_other_layout_turned() throws IOException {
        TensorProto w = drawn("W", 1, 8, 2);
        TensorProto r = drawn("R", 1, 8, 2);
        for (long layout = 0; layout < 2; layout++) {
            var lstm =
                    new NodeProto(
                            List.of("x", "W", "R"),
                            List.of("y"),
                            "n",
                            "LSTM",
                            List.of(AttributeProto.of("layout", layout)),
                            null);
            var g =
                    new GraphProto(
                            List.of(lstm),
                            "g",
                            List.of(w, r),
                            List.of(port("x", "A", "B", 2)),
                            List.of(port("y")));
            CommandLineRun.of(
                    "import",
                    file(g, 17).toString(),
                    "--output",
                    folder.resolve("run").toString() + (layout == 0 ? "" : "/batch-first"));
        }
        Random random = new Random(8);
        Array x = Array.zeros(DType.F32, Shape.of(3, 4, 2));
        Array turned = Array.zeros(DType.F32, Shape.of(4, 3, 2));
        for (int i = 0; i < x.size(); i++) {
            int[] at = x.shape().index(i);
            double value = random.nextGaussian();
            x.set(i, value);
            turned.set((at[1] * 3 + at[0]) * 2 + at[2], value);
        }
        Array y = result(x, folder.resolve("run"));
        Array z = result(turned, folder.resolve("run/batch-first"));
        assertThat(y.shape()).isEqualTo(Shape.of(3, 1, 4, 2));
        assertThat(z.shape()).isEqualTo(Shape.of(4, 3, 1, 2));
        for (int i = 0; i < y.size(); i++) {
            int[] at = y.shape().index(i);
            assertThat(z.get((at[2] * 3 + at[0]) * 2 + at[3])).isEqualTo(y.get(i));
        }
    }

    private static TensorProto drawn(String name, int... dims) {
        OnnxGraph g = new OnnxGraph();
        Array a = Array.zeros(DType.F32, Shape.of(dims));
        Random random = new Random(name.hashCode());
        for (int i = 0; i < a.size(); i++) {
            a.set(i, random.nextGaussian());
        }
        g.constant(name, a);
        return g.proto("g").initializer().getFirst();
    }

    private Array result(Array x, Path run) {
        Path input = folder.resolve("in.safetensors");
        Path output = folder.resolve("out.safetensors");
        Safetensors.of(Map.of("x", x)).write(input);
        CommandLineRun applied =
                CommandLineRun.of(
                        "apply",
                        run.toString(),
                        "--input",
                        input.toString(),
                        "--output",
                        output.toString(),
                        "--backend",
                        "scalar");
        assertThat(applied.err()).isEmpty();
        return Safetensors.read(output).tensors().get("y");
    }
}
