package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.models.checkpoint.Safetensors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code rondo export}, {@code import} and {@code train text --from}. */
class ExchangeTest extends ExchangeFolder {

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
}
