package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Data from standard input, and commands that can be pasted. */
class PipeTest {
    private static final String TINY =
            " --hidden 4 --batch 2 --steps 1 --backend scalar --output DIR/run";

    private static final InputStream STANDARD = System.in;

    @TempDir private Path folder;

    @AfterEach
    void restore() {
        System.setIn(STANDARD);
    }

    private CommandLineRun rondo(String line) {
        return CommandLineRun.line(line.replace("DIR", folder.toString()));
    }

    private CommandLineRun piped(String input, String line) {
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        return rondo(line);
    }

    private static String rows(int count) {
        StringBuilder rows = new StringBuilder("# made\nt;x\n");
        for (int i = 1; i <= count; i++) {
            rows.append(i).append(';').append(i * i % 17).append('\n');
        }
        return rows + "by A. B.\n;\n";
    }

    @Test
    void a_series_is_read_from_standard_input_and_what_was_skipped_is_kept() throws IOException {
        String options = " --target x --time t --window 5 --horizon 2";
        CommandLineRun trained =
                piped(rows(80), "train series --csv - --comment # --skip-last 1" + options + TINY);
        assertThat(trained.succeeded().err()).contains("56 rows of 'x' to train on");

        CommandLineRun gone = rondo("forecast DIR/run --backend scalar");
        assertThat(gone.code()).isEqualTo(2);
        assertThat(gone.err()).contains("the run read standard input", "--csv FILE or --csv -");
        CommandLineRun next = piped(rows(90), "forecast DIR/run --backend scalar --csv -");
        assertThat(next.succeeded().outLines().get(1)).endsWith(",91");
        Files.writeString(folder.resolve("other.csv"), "t;x\n1;1\n2;2\n3;3\n4;4\n5;5\n6;6\n");
        String other = "forecast DIR/run --backend scalar --csv DIR/other.csv";
        assertThat(rondo(other).succeeded().outLines().get(1)).endsWith(",6");
        assertThat(rondo(other + " --skip-last 0").succeeded().outLines().get(1)).endsWith(",7");

        assertThat(rondo("train series --resume DIR/run --steps 2").code()).isEqualTo(2);
        piped(rows(80), "train series --resume DIR/run --steps 2 --backend scalar --csv -")
                .succeeded();
        CommandLineRun changed = piped(rows(81), "train series --resume DIR/run --steps 3 --csv -");
        assertThat(changed.err()).contains("standard input is not the file that the run was");
    }

    @Test
    void a_text_is_read_from_standard_input() {
        String text = "It is a truth universally acknowledged. ".repeat(60);
        piped(text, "train text --text - --sequence 8 --embedding 4" + TINY).succeeded();
        assertThat(piped(text, "score DIR/run --backend scalar --text -").succeeded().out())
                .contains("bits");
        assertThat(rondo("train text --resume DIR/run --steps 2").err())
                .contains("--text FILE or --text -");
        assertThat(piped("", "train text --text -").err())
                .isEqualTo("rondo: standard input is empty\n");
    }

    @Test
    void pairs_and_sources_are_read_from_standard_input() {
        StringBuilder pairs = new StringBuilder();
        for (int i = 10; i < 60; i++) {
            pairs.append(i).append('\t').append(i / 10).append('\n');
        }
        pairs.append("\t\n\n");
        CommandLineRun trained =
                piped(pairs.toString(), "train pairs --tsv - --embedding 4" + TINY);
        assertThat(trained.succeeded().out()).contains("rondo predict " + folder);

        String predict = "predict DIR/run --backend scalar ";
        CommandLineRun written = piped("12\n34\n56\n\n", predict + "-").succeeded();
        assertThat(written.out()).isEqualTo(rondo(predict + "12 34 56").succeeded().out());
        assertThat(piped("12\n\n34\n", predict + "-").err())
                .contains("standard input, line 2: the line is empty");
        assertThat(piped("\n", predict + "-").err()).contains("nothing but empty lines");
        assertThat(rondo("train pairs --resume DIR/run --steps 2").err())
                .contains("--tsv FILE or --tsv -");
    }

    @Test
    void hints_can_be_pasted() throws IOException {
        String run = folder.resolve("my first $run's").toString();
        Files.writeString(folder.resolve("file.csv"), rows(80));
        String quoted = "'" + run.replace("'", "'\\''") + "'";

        CommandLineRun trained =
                CommandLineRun.of(
                        Stream.concat(
                                        Stream.of(
                                                ("train series --csv DIR/file.csv --comment #"
                                                                + " --skip-last 1 --target x --window 5"
                                                                + " --horizon 2 --hidden 4 --batch 2"
                                                                + " --steps 1 --backend scalar --output")
                                                        .replace("DIR", folder.toString())
                                                        .split(" ")),
                                        Stream.of(run))
                                .toArray(String[]::new));

        assertThat(trained.succeeded().out()).endsWith("  rondo forecast " + quoted + "\n");
        assertThat(Files.readString(Path.of(run, "report.html")))
                .contains("--output &#39;".replace("&#39;", "'") + folder);
        assertThat(Shell.quoted("Größe/a-b_c.1")).isEqualTo("Größe/a-b_c.1");
        assertThat(Shell.quoted("")).isEqualTo("''");
        assertThat(Shell.quoted("a*")).isEqualTo("'a*'");
    }
}
