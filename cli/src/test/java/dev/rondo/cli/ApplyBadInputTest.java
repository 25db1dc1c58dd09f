package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.models.checkpoint.Safetensors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What does not fit in {@code rondo apply}: one line that names tensor, expected and found. */
class ApplyBadInputTest {
    @TempDir private Path folder;

    private final Map<String, Map<String, Array>> files = new HashMap<>();

    @BeforeEach
    void good() {
        files.put(
                "weights",
                tensors("weight_ih_l0", "20x3", "weight_hh_l0", "20x5", "bias_ih_l0", "20"));
        files.put("input", tensors("input", "4x2x3", "h_0", "1x2x5", "grad_output", "4x2x5"));
    }

    private static Map<String, Array> tensors(String... namesAndShapes) {
        Map<String, Array> tensors = new LinkedHashMap<>();
        for (int i = 0; i < namesAndShapes.length; i += 2) {
            tensors.put(namesAndShapes[i], array(namesAndShapes[i + 1]));
        }
        return tensors;
    }

    /** Zeros of a shape such as 4x2 or, of whole numbers, i4x2. */
    private static Array array(String shape) {
        boolean whole = shape.startsWith("i");
        String[] parts = (whole ? shape.substring(1) : shape).split("x");
        int[] dims = new int[parts.length];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = Integer.parseInt(parts[i]);
        }
        return Array.zeros(whole ? DType.I32 : DType.F32, Shape.of(dims));
    }

    private CommandLineRun apply(String options) {
        files.forEach(
                (name, tensors) ->
                        Safetensors.of(tensors).write(folder.resolve(name + ".safetensors")));
        String line =
                options.contains("--weights")
                        ? options
                        : "--weights DIR/weights.safetensors " + options;
        line = "apply --input DIR/input.safetensors --output DIR/y " + line;
        line += line.contains("--backend") ? "" : " --backend scalar";
        return CommandLineRun.line(line.strip().replace("DIR", folder.toString()));
    }

    @Test
    void what_fits_is_written() {
        assertThat(apply("--cell lstm --grad").succeeded().out())
                .contains(
                        "output F32[4, 2, 5]", "grad.bias_ih_l0 F32[20]", "grad.h_0 F32[1, 2, 5]");
        assertThat(folder.resolve("y")).exists();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    weights | weight_hh_l0    | 20x6   | 'weight_ih_l0': expected float[24, 3], found F32[20, 3]
                    weights | weight_ih_l0    | 18x3   | 'weight_ih_l0': expected float[20, 3], found F32[18, 3]
                    weights | bias_ih_l0      | 19     | 'bias_ih_l0': expected float[20], found F32[19]
                    weights | bias_ih_l0      | 20x1   | 'bias_ih_l0': expected float[20], found F32[20, 1]
                    weights | bias_ih_l0      | i20    | 'bias_ih_l0': expected float[20], found I32[20]
                    weights | weight_hh_l0    | none   | 'weight_hh_l0' is missing
                    weights | weight_ih_l0    | none   | 'weight_ih_l0' is missing
                    weights | weight_ih_l0    | 60     | 'weight_ih_l0' must be a matrix
                    weights | weight_ih_l0    | 20x0   | 'weight_ih_l0' must be a matrix
                    weights | other           | 3      | 'other' [3] is left over
                    weights | weight_ih_l1    | 20x5   | 'weight_hh_l1' [20, 5] is missing
                    weights | weight_ih_l0_reverse | 20x3 | 'weight_hh_l0_reverse' [20, 5] is missing
                    weights | x.weight_ih_l0  | 20x3   | several prefixes
                    input   | input           | 4x2x4  | 'input': expected float[T, B, 3], found F32[4, 2, 4]
                    input   | input           | 4x2    | 'input': expected float[T, B, 3], found F32[4, 2]
                    input   | input           | i4x2x3 | 'input': expected float[T, B, 3], found I32[4, 2, 3]
                    input   | input           | 0x2x3  | 'input': expected float[T, B, 3], found F32[0, 2, 3]
                    input   | input           | none   | 'input' is missing
                    input   | h_0             | 2x2x5  | 'h_0': expected float[1, 2, 5], found F32[2, 2, 5]
                    input   | c_0             | 1x2x4  | 'c_0': expected float[1, 2, 5], found F32[1, 2, 4]
                    input   | lengths         | i3     | 'lengths': expected whole numbers [2], found I32[3]
                    input   | lengths         | 2      | 'lengths': expected whole numbers [2], found F32[2]
                    input   | grad_output     | 4x2x6  | 'grad_output': expected float[4, 2, 5], found F32[4, 2, 6]
                    input   | grad_output     | none   | 'grad_output' is missing
                    input   | query           | 4x2x6  | query left over
                    """)
    void a_tensor_that_does_not_fit_is_named(
            String file, String name, String shape, String message) {
        if (shape.equals("none")) {
            files.get(file).remove(name);
        } else {
            files.get(file).put(name, array(shape));
        }

        refused(apply("--cell lstm --grad"), 1, message);
    }

    private void refused(CommandLineRun run, int code, String message) {
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).startsWith("rondo: ").contains(message);
        assertThat(run.code()).isEqualTo(code);
        assertThat(folder.resolve("y")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"-1", "5"})
    void a_length_beyond_the_sequence_is_refused(int length) {
        files.get("input").put("lengths", Array.of(new int[] {2, length}));

        refused(
                apply("--cell lstm"),
                1,
                "'lengths': expected numbers from 0 to 4, found " + length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --cell lstm --layers 2                | 1 | 'weight_ih_l1' is missing: expected --layers 2, found 1
                    --cell lstm --layers 2000000000       | 1 | expected --layers 2000000000, found 1
                    --cell lstm --bidirectional           | 1 | 'weight_ih_l0_reverse' [20, 3] is missing
                    --cell gru                            | 1 | 'weight_ih_l0': expected float[15, 3], found F32[20, 3]
                    --cell lstm --prefix encoder          | 1 | 'encoder.weight_ih_l0' is missing
                    --cell multihead-attention --heads 2  | 1 | 'out_proj.weight' is missing
                    --cell multihead-attention            | 2 | --heads N is needed
                    --cell additive-attention             | 1 | 'query.weight' is missing
                    --cell luong-attention --score dot    | 1 | 'query' is missing
                    --cell luong-attention --score cosine | 2 | dot, general, concat
                    --cell lstmm                          | 2 | lstm, gru, rnn, multihead-attention
                    --cell lstm --layers 0                | 2 | --layers must be at least 1
                    --cell lstm --heads 2                 | 2 | --heads is for multihead-attention
                    --cell lstm --nonlinearity relu       | 2 | --nonlinearity is for rnn
                    --cell rnn --nonlinearity gelu        | 2 | tanh or relu
                    --cell lstm --score dot               | 2 | --score is for luong-attention
                    --cell lstm --dtype f16               | 2 | f32, f64
                    --cell lstm --backend cuda            | 2 | scalar, simd
                    --cell lstm --weights DIR/none        | 1 | none
                    --cell lstm --weights DIR             | 1 | is not a file
                    --cell lstm --weights DIR/y           | 2 | would overwrite
                    --weights DIR/weights.safetensors     | 2 | --cell
                    """)
    void options_that_do_not_fit_are_named(String options, int code, String message) {
        refused(apply(options), code, message);
    }

    @Test
    void a_file_cut_short_is_refused_and_an_output_that_was_there_stays() throws IOException {
        apply("--cell lstm").succeeded();
        byte[] before = Files.readAllBytes(folder.resolve("y"));
        Path input = folder.resolve("input.safetensors");
        byte[] whole = Files.readAllBytes(input);
        Files.write(input, Arrays.copyOf(whole, whole.length - 4));

        CommandLineRun run =
                CommandLineRun.line(
                        "apply --cell lstm --weights DIR/weights.safetensors --input DIR/input.safetensors --output DIR/y"
                                .replace("DIR", folder.toString()));

        assertThat(run.err()).contains("'grad_output'", "data_offsets");
        assertThat(run.code()).isEqualTo(1);
        assertThat(Files.readAllBytes(folder.resolve("y"))).isEqualTo(before);
    }

    @Test
    void heads_that_do_not_divide_are_refused() {
        files.put("weights", tensors("in_proj_weight", "18x6", "out_proj.weight", "6x6"));

        refused(
                apply("--cell multihead-attention --heads 4"),
                2,
                "--heads must divide the size of 'out_proj.weight', 6; got 4");
    }

    @Test
    void dot_attention_needs_no_weights() {
        files.put("input", tensors("query", "4x2x3", "key", "5x2x3"));
        files.put("weights", Map.of());

        assertThat(apply("--cell luong-attention --score dot").succeeded().out())
                .contains("attention F32[2, 4, 5]");
        CommandLineRun none =
                CommandLineRun.line(
                        "apply --cell luong-attention --score dot --input DIR/input.safetensors --output DIR/z"
                                .replace("DIR", folder.toString()));
        assertThat(none.succeeded().out()).contains("output F32[4, 2, 3]");
    }

    /** A header may claim a state so large that no variable could hold its recurrent weights. */
    @Test
    void a_state_that_is_too_large_for_its_weights_is_refused() {
        files.put("weights", tensors("weight_ih_l0", "4x3", "weight_hh_l0", "4x60000"));

        CommandLineRun run = apply("--cell lstm");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("'weight_hh_l0': expected float[240000, 60000], found F32");
        assertThat(folder.resolve("y")).doesNotExist();
    }
}
