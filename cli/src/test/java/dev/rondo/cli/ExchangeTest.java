package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

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
import org.junit.jupiter.api.BeforeEach;
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

/** {@code rondo export}, {@code import} and {@code train text --from}. */
class ExchangeTest {
    private static final String SENTENCE =
            "It is a truth universally acknowledged, that tests fail. ";
    private static final String SMALL =
            " --batch 2 --sequence 8 --backend scalar --warmup 0 --output DIR/";

    /** One run for all that only read it. */
    @TempDir private static Path shared;

    @TempDir private Path folder;

    @BeforeEach
    void text() throws IOException {
        text(folder);
    }

    private static void text(Path folder) throws IOException {
        Files.writeString(folder.resolve("text.txt"), SENTENCE.repeat(60));
        String characters =
                SENTENCE.codePoints()
                        .sorted()
                        .distinct()
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        Files.writeString(folder.resolve("characters.txt"), characters);
    }

    @BeforeAll
    static void prepare() throws IOException {
        ExchangeTest test = new ExchangeTest();
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

    private CommandLineRun rondo(String line) {
        return CommandLineRun.line(line.replace("DIR", folder.toString()));
    }

    private Map<String, Array> tensors(String file) {
        return Safetensors.read(folder.resolve(file)).tensors();
    }

    private void trained(String cell) {
        rondo(
                        "train text --text DIR/text.txt --hidden 6 --embedding 5 --layers 2 --steps 3"
                                + " --dropout 0.1 --recurrent-dropout 0.1 --cell "
                                + cell
                                + SMALL
                                + "run")
                .succeeded();
        rondo("export DIR/run --format torch --output DIR/out.safetensors").succeeded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lstm", "gru-after", "rnn"})
    void weights_go_out_and_come_back(String cell) {
        trained(cell);
        Map<String, Array> renamed = new LinkedHashMap<>();
        tensors("out.safetensors")
                .forEach(
                        (name, a) -> {
                            String to =
                                    name.replace("embedding.", "encoder.")
                                            .replace("cells.", "net.rnn.")
                                            .replace("classify.", "decoder.");
                            renamed.put(to, a.cast(DType.F64));
                        });
        Safetensors.of(renamed).write(folder.resolve("renamed.safetensors"));

        rondo(
                        "import DIR/renamed.safetensors --vocab DIR/characters.txt --output DIR/imported"
                                + " --map encoder=embedding --map net.rnn=cells --map decoder.=classify")
                .succeeded();
        rondo("export DIR/imported --format torch --output DIR/again.safetensors").succeeded();

        Map<String, Array> before = tensors("out.safetensors");
        Map<String, Array> after = tensors("again.safetensors");
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((name, a) -> assertThat(after.get(name).sameBits(a)).as(name).isTrue());
        String sample = " --prompt It --length 40 --seed 3 --backend scalar";
        assertThat(rondo("sample DIR/imported" + sample).succeeded().out())
                .isEqualTo(rondo("sample DIR/run" + sample).succeeded().out());
        String score = " --text DIR/text.txt --backend scalar";
        assertThat(rondo("score DIR/imported" + score).succeeded().out())
                .isEqualTo(rondo("score DIR/run" + score).succeeded().out())
                .contains("per character over 3,419 characters");
    }

    @Test
    void both_biases_count() {
        trained("lstm");
        Map<String, Array> split = new LinkedHashMap<>(tensors("out.safetensors"));
        Array whole = split.get("cells.bias_ih_l1");
        Array half = whole.copy();
        for (int i = 0; i < half.size(); i++) {
            half.set(i, whole.get(i) / 2);
        }
        split.put("cells.bias_ih_l1", half);
        split.put("cells.bias_hh_l1", half);
        Safetensors.of(split).write(folder.resolve("split.safetensors"));

        rondo("import DIR/split.safetensors --vocab DIR/characters.txt --output DIR/imported")
                .succeeded();
        rondo("export DIR/imported --format torch --output DIR/again.safetensors").succeeded();

        assertThat(tensors("again.safetensors").get("cells.bias_ih_l1").sameBits(whole)).isTrue();
    }

    @Test
    void training_starts_from_the_weights_of_another_run() {
        trained("lstm");
        rondo(
                        "train text --text DIR/text.txt --from DIR/run --steps 1 --learning-rate 1e-9"
                                + SMALL
                                + "further")
                .succeeded();
        rondo("export DIR/further --format torch --output DIR/further.safetensors").succeeded();

        Map<String, Array> further = tensors("further.safetensors");
        tensors("out.safetensors")
                .forEach(
                        (name, a) -> {
                            for (int i = 0; i < a.size(); i++) {
                                assertThat(further.get(name).get(i))
                                        .isCloseTo(a.get(i), offset(1e-6));
                            }
                        });
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

    @ParameterizedTest
    @CsvSource({"4, ''", "5, 'project.weight' [5, 4] is left over"})
    void tied_weights_are_in_a_state_dict_twice(int embedding, String refused) {
        rondo(
                        "train text --text DIR/text.txt --hidden 4 --steps 3 --tie-weights --embedding "
                                + embedding
                                + SMALL
                                + "run")
                .succeeded();
        rondo("export DIR/run --format torch --output DIR/out.safetensors").succeeded();

        Map<String, Array> tensors = tensors("out.safetensors");
        assertThat(tensors.get("classify.weight").sameBits(tensors.get("embedding.weight")))
                .isTrue();
        CommandLineRun imported =
                rondo(
                        "import DIR/out.safetensors --vocab DIR/characters.txt --output DIR/imported");
        if (refused.isEmpty()) {
            imported.succeeded();
            String score = " --text DIR/text.txt --backend scalar";
            assertThat(rondo("score DIR/imported" + score).succeeded().out())
                    .isEqualTo(rondo("score DIR/run" + score).succeeded().out());
        } else {
            assertThat(imported.code()).isEqualTo(1);
            assertThat(imported.err()).contains(refused);
        }
    }

    /** What {@code safetensors.torch.save_model} leaves of tied weights, by the names left. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    encoder | decoder | ''
                    decoder | decoder | ''
                    encoder | ''      | --map encoder=classify
                    """)
    void tied_weights_may_be_in_a_file_once(String matrix, String bias, String map) {
        rondo(
                        "train text --text DIR/text.txt --hidden 4 --embedding 4 --steps 3 --tie-weights"
                                + SMALL
                                + "run")
                .succeeded();
        rondo("export DIR/run --format torch --output DIR/out.safetensors").succeeded();
        Map<String, Array> left = new LinkedHashMap<>();
        tensors("out.safetensors")
                .forEach(
                        (name, a) -> {
                            if (name.startsWith("cells.")) {
                                left.put(name.replace("cells.", "rnn."), a);
                            } else if (name.equals("embedding.weight")) {
                                left.put(matrix + ".weight", a);
                            } else if (name.equals("classify.bias") && !bias.isEmpty()) {
                                left.put(bias + ".bias", a);
                            }
                        });
        Safetensors.of(left).write(folder.resolve("left.safetensors"));
        String line =
                "import DIR/left.safetensors --vocab DIR/characters.txt --output DIR/imported";

        CommandLineRun first = rondo(line);
        if (!map.isEmpty()) {
            assertThat(first.err()).contains("(tied weights), say " + map);
            first = rondo(line + " " + map);
        }

        assertThat(first.succeeded().out()).contains("tied weights");
        rondo("export DIR/imported --format torch --output DIR/again.safetensors").succeeded();
        Map<String, Array> again = tensors("again.safetensors");
        tensors("out.safetensors")
                .forEach(
                        (name, a) -> {
                            if (!bias.isEmpty() || !name.equals("classify.bias")) {
                                assertThat(again.get(name).sameBits(a)).as(name).isTrue();
                            }
                        });
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

    @Test
    void special_symbols_come_in_wherever_they_stand() throws IOException {
        Map<String, Array> tensors = new LinkedHashMap<>();
        tensors.put("encoder.weight", Array.zeros(DType.F32, Shape.of(6, 2)));
        tensors.put("rnn.weight_ih_l0", Array.zeros(DType.F32, Shape.of(8, 2)));
        tensors.put("rnn.weight_hh_l0", Array.zeros(DType.F32, Shape.of(8, 2)));
        Array bias = Array.zeros(DType.F32, Shape.of(6));
        bias.set(1, 9);
        tensors.put("decoder.bias", bias);
        Safetensors.of(tensors).write(folder.resolve("special.safetensors"));
        Path list = folder.resolve("special.json");
        Files.writeString(list, "[\"<unk>\", \"<eos>\", \"b\", \"a\", \"[SEP]\", \"c\"]");

        CommandLineRun run =
                rondo(
                        "import DIR/special.safetensors --vocab DIR/special.json --output DIR/special");

        assertThat(run.succeeded().out())
                .contains("6 symbols, 2 of them special, one of them for unknown characters");
        assertThat(rondo("sample DIR/special --length 2 --temperature 0").succeeded().outLines())
                .containsExactly("<eos><eos>");
        Files.writeString(folder.resolve("abcd.txt"), "abcd");
        CommandLineRun scored = rondo("score DIR/special --text DIR/abcd.txt").succeeded();
        assertThat(scored.out()).contains("over 3 characters");
        assertThat(scored.err()).contains("1 of 4 characters does not", "'d' (U+0064) at 4");
        CommandLineRun sampled = rondo("sample DIR/special --length 2 --prompt axy");
        assertThat(sampled.succeeded().err()).contains("--prompt: 2 of 3 characters do not");
        Files.writeString(folder.resolve("long.txt"), "abcd".repeat(40));
        String further =
                "train text --text DIR/long.txt --from DIR/special --steps 1 --batch 2 --sequence 8"
                        + " --warmup 0 --output DIR/further";
        CommandLineRun refused = rondo(further + " --unknown error");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("long.txt: 40 of 160 characters do not occur");
        assertThat(rondo(further).succeeded().err())
                .contains("warning: ", "long.txt: 40 of 160", "read as one unknown symbol");
        Files.writeString(list, "[\"<eos>\", \"a\", \"the\", \"b\", \"c\", \"d\"]");
        assertThat(
                        rondo(
                                        "import DIR/special.safetensors --vocab DIR/special.json --output DIR/x")
                                .err())
                .contains("symbol 2 must be one character", "read characters, not words");
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
