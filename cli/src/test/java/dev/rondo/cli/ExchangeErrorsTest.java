package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.Description;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.checkpoint.Safetensors;
import dev.rondo.models.checkpoint.SafetensorsReader;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code rondo export}, {@code import} and {@code train text --from} refuse or warn of. */
class ExchangeErrorsTest extends ExchangeFolder {
    /** One run for all that only read it. */
    @TempDir private static Path shared;

    @BeforeAll
    static void prepare() throws IOException {
        ExchangeErrorsTest test = new ExchangeErrorsTest();
        test.folder = shared;
        test.text();
        test.trained("lstm");
        test.rondo("import DIR/out.safetensors --vocab DIR/characters.txt --output DIR/imported")
                .succeeded();
        Files.writeString(shared.resolve("digits.txt"), "It is 42");
        Files.writeString(shared.resolve("one.txt"), "I");
        Files.writeString(shared.resolve("short.txt"), "abc");
        Files.writeString(shared.resolve("twice.txt"), "abca");
        Files.writeString(shared.resolve("list.json"), "[\"a\", \"bc\"]");
        Files.writeString(shared.resolve("map.json"), "{\"a\": 0, \"b\": 0}");
        Map<String, Array> good = test.tensors("out.safetensors");
        Safetensors.of(Map.of()).write(shared.resolve("nothing.safetensors"));
        changed("more", good, "cells.weight_ih_l9", good.get("cells.weight_ih_l0"));
        changed("both", good, "cells.weight_ih_l0_reverse", good.get("cells.weight_ih_l0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train text --text DIR/text.txt --from DIR/lacking --steps 1 --output DIR/x",
                "export DIR/lacking --format torch --output DIR/x"
            })
    void no_weight_of_a_model_may_be_missing(String line) {
        Checkpoint whole = RunDirectory.model(shared.resolve("run"));
        Map<String, Array> tensors = new LinkedHashMap<>();
        try (SafetensorsReader reader = whole.tensors()) {
            reader.names().forEach(name -> tensors.put(name, reader.read(name)));
        }
        tensors.remove("model.classify.bias");
        try (RunDirectory lacking = RunDirectory.create(folder.resolve("lacking"))) {
            lacking.checkpoints().save(tensors, Map.of(), whole.description());
        }

        CommandLineRun run = rondo(line);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("'model.classify.bias' F32[", "has no value");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    export DIR/run --format tf --output DIR/x                   | 2 | torch or onnx
                    export DIR/none --format onnx --output DIR/x                | 1 | does not exist
                    export DIR/run --format onnx --output DIR/none/x            | 2 | no directory
                    export DIR/run --format onnx --output DIR                   | 2 | is a directory
                    train text --text DIR/text.txt --from DIR/run --hidden 9    | 2 | leave out --hidden
                    score DIR/run --text DIR/digits.txt                         | 1 | 2 of 8 characters do not occur
                    score DIR/run --text DIR/digits.txt --unknown replace       | 1 | there is no symbol for unknown
                    train text --text DIR/text.txt --unknown error              | 2 | belongs to --from
                    score DIR/run --text DIR/one.txt                            | 2 | at least 2 characters
                    train text --resume DIR/imported                            | 2 | --from
                    import DIR/out.safetensors --vocab DIR/characters.txt --output DIR/run      | 2 | another --output
                    import DIR/out.safetensors --vocab DIR/short.txt --output DIR/x             | 1 | expected float[3, 5], found
                    import DIR/out.safetensors --vocab DIR/twice.txt --output DIR/x             | 1 | twice
                    import DIR/out.safetensors --vocab DIR/list.json --output DIR/x             | 1 | symbol 1 must be one character
                    import DIR/out.safetensors --vocab DIR/map.json --output DIR/x              | 1 | symbol of its own
                    import DIR/out.safetensors --vocab DIR/none.txt --output DIR/x              | 1 | there is no file
                    import DIR/none.safetensors --vocab DIR/characters.txt --output DIR/x       | 1 | none.safetensors
                    import DIR/out.safetensors --vocab DIR/characters.txt --output DIR/x --map cells=rnn | 2 | no part 'rnn'
                    import DIR/out.safetensors --vocab DIR/characters.txt --output DIR/x --map lstm=cells | 1 | 'lstm.weight_ih_l0' is missing
                    import DIR/nothing.safetensors --vocab DIR/characters.txt --output DIR/x    | 1 | --map PREFIX=cells
                    import DIR/out.safetensors DIR/out.safetensors --vocab DIR/characters.txt --output DIR/x | 1 | in another file too
                    import DIR/more.safetensors --vocab DIR/characters.txt --output DIR/x       | 1 | left over. --ignore-unused
                    import DIR/both.safetensors --vocab DIR/characters.txt --output DIR/x       | 1 | forwards only
                    """)
    void what_cannot_be_is_one_clear_line(String line, int code, String message) {
        CommandLineRun run = CommandLineRun.line(line.replace("DIR", shared.toString()));

        assertThat(run.err()).startsWith("rondo: ").contains(message);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.code()).isEqualTo(code);
        assertThat(shared.resolve("x")).doesNotExist();
    }

    private static void changed(String file, Map<String, Array> good, String name, Array value) {
        Map<String, Array> tensors = new LinkedHashMap<>(good);
        tensors.put(name, value);
        Safetensors.of(tensors).write(shared.resolve(file + ".safetensors"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --cell gru                  | Train with --cell gru-after
                    --layers 2 --residual       | --format onnx can
                    """)
    void what_pytorch_has_not_is_refused(String options, String message) {
        rondo(
                        "train text --text DIR/text.txt --hidden 4 --embedding 4 --steps 1 "
                                + options
                                + SMALL
                                + "run")
                .succeeded();

        CommandLineRun run = rondo("export DIR/run --format torch --output DIR/x");

        assertThat(run.err()).startsWith("rondo: ").contains(message);
        assertThat(run.code()).isEqualTo(2);
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void left_over_tensors_are_left_out_on_request() {
        String line =
                "import DIR/more.safetensors --vocab DIR/characters.txt --output "
                        + folder.resolve("imported");

        CommandLineRun run =
                CommandLineRun.line((line + " --ignore-unused").replace("DIR", shared.toString()));

        assertThat(run.succeeded().errLines()).containsExactly("left out: cells.weight_ih_l9");
        assertThat(
                        rondo("score DIR/imported --text DIR/text.txt --backend scalar")
                                .succeeded()
                                .out())
                .isEqualTo(
                        CommandLineRun.line(
                                        "score "
                                                + shared.resolve("imported")
                                                + " --text "
                                                + folder.resolve("text.txt")
                                                + " --backend scalar")
                                .out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    embedding.weight  | 7 | NaN       | 1 number is not finite, it is NaN in 'embedding.weight' at [1, 2]
                    classify.bias     | 0 | -Infinity | it is -Infinity in 'classify.bias' at [0]
                    cells.bias_ih_l0  | 3 | 1e300     | it is 1.0E300, too large for F32, in 'cells.bias_ih_l0' at [3]
                    cells.bias_ih_l0  | 3 | 3.4e38    | it is Infinity in 'model.cells.0.b_i' at [3]
                    """)
    void weights_that_are_not_finite_are_refused_or_said(
            String name, int at, double value, String message) {
        Map<String, Array> tensors = new LinkedHashMap<>();
        CommandLineRun.line(
                        "export DIR/run --format torch --output ".replace("DIR", shared.toString())
                                + folder.resolve("out.safetensors"))
                .succeeded();
        tensors("out.safetensors").forEach((n, a) -> tensors.put(n, a.cast(DType.F64)));
        tensors.get(name).set(at, value);
        if (value == 3.4e38) {
            tensors.get("cells.bias_hh_l0").set(at, value);
        }
        Safetensors.of(tensors).write(folder.resolve("bad.safetensors"));
        String line = "import DIR/bad.safetensors --vocab DIR/characters.txt --output DIR/x";

        CommandLineRun refused = rondo(line);

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.errLines()).hasSize(1);
        assertThat(refused.err())
                .contains("bad.safetensors: ", message, "--allow-non-finite imports it");
        assertThat(folder.resolve("x")).doesNotExist();
        CommandLineRun taken = rondo(line + " --allow-non-finite").succeeded();
        assertThat(taken.errLines()).hasSize(1);
        assertThat(taken.err()).startsWith("rondo: warning: ").contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    sample DIR/nan --length 3                         | 1 | a logit that is not a number
                    score DIR/nan --text DIR/text.txt                 | 1 | loss on this text is NaN
                    export DIR/nan --format onnx --output DIR/x       | 0 | ''
                    export DIR/nan --format torch --output DIR/x      | 0 | ''
                    """)
    void a_command_says_that_weights_are_not_finite(String line, int code, String message) {
        Checkpoint whole = RunDirectory.model(shared.resolve("run"));
        Map<String, Array> tensors = new LinkedHashMap<>();
        try (SafetensorsReader reader = whole.tensors()) {
            reader.names().forEach(name -> tensors.put(name, reader.read(name)));
        }
        tensors.get("model.classify.bias").set(2, Double.NaN);
        try (RunDirectory nan = RunDirectory.create(folder.resolve("nan"))) {
            nan.checkpoints().save(tensors, Map.of(), whole.description());
        }

        CommandLineRun run = rondo(line);

        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.errLines().getFirst())
                .startsWith("rondo: warning: ")
                .endsWith("1 number is not finite, it is NaN in 'model.classify.bias' at [2]");
        assertThat(run.err()).contains(message);
        assertThat(run.errLines()).hasSize(1 + code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    vocabulary | characters | aa    | twice
                    model      | cell       | slow  | there is no cell 'slow'
                    model      | dropout    | NaN   | dropout must be from 0.0 to below 1.0, got NaN
                    """)
    void settings_that_cannot_be_are_the_run_directory_s_fault(
            String section, String key, String value, String message) {
        Checkpoint whole = RunDirectory.model(shared.resolve("run"));
        Configuration model = whole.description().model();
        Description other =
                new Description(
                        model.with(section, model.section(section).with(key, value)),
                        whole.description().training(),
                        whole.description().provenance());
        try (RunDirectory wrong = RunDirectory.create(folder.resolve("wrong"))) {
            wrong.checkpoints().save(Map.of(), Map.of(), other);
        }

        CommandLineRun run = rondo("sample DIR/wrong");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err())
                .startsWith("rondo: " + folder.resolve("wrong"))
                .contains("description.json: ", message)
                .doesNotContain("--");
    }

    /** A header may claim a state so large that no variable could hold its recurrent weights. */
    @Test
    void a_state_that_is_too_large_for_its_weights_is_refused() {
        Map<String, Array> tensors = new LinkedHashMap<>();
        tensors.put("embedding.weight", Array.zeros(DType.F32, Shape.of(3, 1)));
        tensors.put("cells.weight_ih_l0", Array.zeros(DType.F32, Shape.of(240_000, 1)));
        tensors.put("cells.weight_hh_l0", Array.zeros(DType.F32, Shape.of(1, 60_000)));
        tensors.put("classify.weight", Array.zeros(DType.F32, Shape.of(3, 60_000)));
        Safetensors.of(tensors).write(folder.resolve("wide.safetensors"));

        CommandLineRun run =
                rondo("import DIR/wide.safetensors --vocab DIR/characters.txt --output DIR/x");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "'cells.weight_hh_l0': expected float[240000, 60000], found F32[1, 60000]");
        assertThat(folder.resolve("x")).doesNotExist();
    }
}
