package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Wrong use and wrong files: one clear line each, the right exit code, and nothing is made or lost.
 */
class BadInputTest {
    private static final String TEXT = "It is a truth universally acknowledged, that tests fail. ";

    @TempDir private Path folder;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("good.txt"), TEXT.repeat(120));
        Files.writeString(folder.resolve("short.txt"), "Too short.");
        Files.writeString(folder.resolve("empty.txt"), "");
        Files.write(folder.resolve("binary.txt"), new byte[] {'a', 0, 'b'});
        Files.write(folder.resolve("latin.txt"), "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    }

    private CommandLineRun rondo(String line) {
        return CommandLineRun.line(line.replace("DIR", folder.toString()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    missing.txt  | does not exist
                    empty.txt    | is empty
                    binary.txt   | is a binary file
                    latin.txt    | is not UTF-8
                    short.txt    | is shorter than one sequence
                    """)
    void a_text_that_cannot_be_used_is_named(String file, String message) {
        CommandLineRun run = rondo("train text --text DIR/" + file + " --output DIR/run");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).startsWith("rondo: ").contains(file, message);
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --cell lstmm           | rnn, rnn-relu, indrnn, lstm, lstm-peephole
                    --cell conv-lstm       | the cell 'conv-lstm' reads images
                    --optimizer foo        | sgd, adam, adamw, rmsprop, adadelta, nt-asgd
                    --schedule foo         | constant, cosine, step, exponential, halve, plateau
                    --schedule step        | needs --decay-at
                    --schedule halve --decay-at 1,2 | takes one --decay-at
                    --decay 1              | --decay must be below 1
                    --decay-every 0        | --decay-every must be at least 1
                    --decay-at 5,0         | --decay-at must be at least 1
                    --plateau 0            | --plateau must be at least 1
                    --accumulate 0         | --accumulate must be at least 1
                    --patience -1          | --patience must be at least 0
                    --weight-decay 0.1     | --weight-decay does not go with --optimizer adam, but with sgd, adamw
                    --optimizer sgd --rho 0.5 | --rho does not go with --optimizer sgd
                    --optimizer sgd --momentum 0 --nesterov | --nesterov needs a --momentum
                    --optimizer nt-asgd --average-after -1 | --average-after must be at least 0
                    --backend cuda         | auto, absent, scalar, simd
                    --backend simd:gpu     | scalar:cpu
                    --hidden -5            | --hidden must be at least 1, got -5
                    --hidden many          | 'many' is not a whole number
                    --layers 0             | --layers must be at least 1
                    --embedding 0          | --embedding must be at least 1
                    --batch 0              | --batch must be at least 1
                    --sequence 0           | --sequence must be at least 1
                    --threads 0            | --threads must be at least 1
                    --threads 9999         | between 1 and 1024
                    --steps 0              | --steps must be at least 1
                    --epochs -1            | --epochs must be above 0
                    --minutes 0            | --minutes must be above 0
                    --learning-rate NaN    | --learning-rate must be above 0
                    --optimizer sgd --momentum 1 | --momentum must be from 0
                    --clip 0               | --clip must be above 0
                    --clip 1e-300          | --clip must be above 0 in F32, from 1.4E-45 to 3.4028235E38, got 1.0E-300
                    --clip 1e300           | --clip must be above 0 in F32
                    --clip Infinity        | --clip must be above 0 and finite, got Infinity
                    --learning-rate 1e-300 | --learning-rate must be above 0 in F32
                    --learning-rate 1e300  | --learning-rate must be above 0 in F32
                    --learning-rate Infinity | --learning-rate must be above 0 and finite
                    --dropout NaN          | --dropout must be from 0.0 to below 1.0, got NaN
                    --minutes Infinity     | --minutes must be above 0 and finite
                    --epochs NaN           | --epochs must be above 0 and finite
                    --evaluate-every 0     | --evaluate-every must be at least 1
                    --save-every 0         | --save-every must be at least 1
                    --hidden 300000        | TiB
                    --layers 2000000000    | this model would take about
                    --batch 200            | too short for 200 sequences
                    --no-such-option       | Unknown option: '--no-such-option'
                    """)
    void a_value_that_cannot_be_is_wrong_use(String options, String message) {
        CommandLineRun run = rondo("train text --text DIR/good.txt --output DIR/run " + options);

        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).startsWith("rondo: ").contains(message);
        assertThat(run.code()).isEqualTo(message.startsWith("too short") ? 1 : 2);
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    train                               | 2 | rondo train dates
                    train text                          | 2 | --text FILE
                    train series                        | 2 | --csv FILE
                    train series --csv DIR/none.csv --target x | 1 | does not exist
                    train poems                         | 2 | poems
                    train dates --attention looking     | 2 | additive, dot, general
                    train dates --hidden 15             | 2 | must be even
                    train text --resume DIR             | 1 | is not a run directory
                    train text --resume DIR/none        | 1 | does not exist
                    train text --resume DIR --hidden 3  | 2 | leave out --hidden
                    demo --minutes -1                   | 2 | --minutes must be above 0
                    predict                             | 2 | DIR
                    train pairs                         | 2 | --tsv FILE
                    train pairs --tsv DIR/none.tsv      | 1 | does not exist
                    train pairs --tsv DIR/good.txt      | 1 | no tab between
                    train pairs --tsv DIR/x --tokens y  | 2 | characters, words
                    train pairs --tsv DIR/x --longest 0 | 2 | --longest must be at least 1
                    train pairs --resume DIR/none       | 1 | does not exist
                    train dates --dropout 1             | 2 | --dropout must be from 0
                    train dates --scheduled-sampling -1 | 2 | --scheduled-sampling must be 0, or 1 or above
                    predict DIR                         | 2 | SOURCE
                    predict DIR x --beam 0              | 2 | --beam must be at least 1
                    predict DIR x --length-penalty -1   | 2 | --length-penalty must be 0 or above
                    predict DIR 1.2.2003                | 1 | is not a run directory
                    sample DIR/none                     | 1 | does not exist
                    forecast DIR/none                   | 1 | does not exist
                    sample DIR --length 0               | 2 | --length must be at least 1
                    sample DIR --temperature -1         | 2 | --temperature must be 0 or above
                    sample DIR --top-k -1               | 2 | --top-k must be at least 0
                    sample DIR --top-p 1.1              | 2 | --top-p must be above 0
                    dem                                 | 2 | did you mean demo?
                    """)
    void a_command_that_cannot_be_carried_out_says_so(String line, int code, String message) {
        CommandLineRun run = rondo(line);

        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).startsWith("rondo: ").contains(message);
        assertThat(run.code()).isEqualTo(code);
    }

    @Test
    void a_stack_trace_comes_only_with_debug() {
        CommandLineRun run = rondo("train text --text DIR/empty.txt --debug");

        assertThat(run.err()).contains("\tat dev.rondo.");
        assertThat(run.errLines().getLast()).startsWith("rondo: ").endsWith("is empty");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void a_directory_that_holds_something_is_not_written_into() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("taken"));
        Files.writeString(taken.resolve("thesis.txt"), "years of work");

        CommandLineRun run =
                rondo(
                        "train text --text DIR/good.txt --output DIR/taken --steps 1 --hidden 4"
                                + " --batch 2 --sequence 8 --backend scalar");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.errLines().getLast()).contains("is not empty");
        try (Stream<Path> files = Files.list(taken)) {
            assertThat(files.map(p -> p.getFileName().toString())).contains("thesis.txt");
        }
        assertThat(taken.resolve("run.json")).doesNotExist();
    }
}
