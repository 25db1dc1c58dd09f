package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

/** The report of a run that has ended, made again. */
class ReportTest {
    @TempDir private Path folder;

    private CommandLineRun rondo(String line) {
        return CommandLineRun.line(line.replace("DIR", folder.toString()) + " --backend scalar");
    }

    private void data() throws IOException {
        StringBuilder rows = new StringBuilder("day,wave,kind\n");
        StringBuilder pairs = new StringBuilder();
        for (int i = 0; i < 120; i++) {
            rows.append(i).append(',').append(Math.sin(i)).append(i % 3 < 1 ? ",a\n" : ",b\n");
            pairs.append("a".repeat(1 + i % 5)).append(i).append('\t').append(i).append('\n');
        }
        Files.writeString(folder.resolve("data.csv"), rows);
        Files.writeString(folder.resolve("data.tsv"), pairs);
        Files.writeString(folder.resolve("data.txt"), "some text, and more of it. ".repeat(200));
    }

    @ParameterizedTest
    @CsvSource({
        "series --csv DIR/data.csv --target wave --hidden 4, data.csv, forecast.png",
        "classes --csv DIR/data.csv --class kind --values day --hidden 4, data.csv, calibration.png",
        "text --text DIR/data.txt --hidden 4 --batch 2 --sequence 8, data.txt, loss.png",
        "pairs --tsv DIR/data.tsv --hidden 4 --embedding 4 --batch 4, data.tsv, loss.png",
        "dates --hidden 4 --embedding 4 --batch 2, , loss.png"
    })
    void it_is_what_the_training_ended_with(String options, String data, String picture)
            throws IOException {
        data();
        String trained =
                rondo("train " + options + " --steps 2 --output DIR/run").succeeded().out();
        Path page = folder.resolve("run/report.html");
        String before = Files.readString(page);
        Files.delete(page);
        Files.delete(folder.resolve("run").resolve(picture));

        CommandLineRun report = rondo("report DIR/run").succeeded();

        assertThat(report.out()).isEqualTo(trained);
        assertThat(report.err()).contains("all of it on one page: " + page);
        assertThat(page).hasContent(before);
        assertThat(ImageIO.read(folder.resolve("run").resolve(picture).toFile())).isNotNull();
        if (data != null) {
            Files.move(folder.resolve(data), folder.resolve("moved"));
            CommandLineRun missing = rondo("report DIR/run");
            assertThat(missing.code()).isEqualTo(2);
            assertThat(missing.err()).contains("which is not there; --data FILE says where");
            assertThat(rondo("report DIR/run --data DIR/moved").succeeded().out())
                    .isEqualTo(trained);
        }
    }

    @Test
    void it_is_refused_where_there_is_no_training_to_report() throws IOException {
        CommandLineRun nothing = rondo("report DIR/nothing");
        assertThat(nothing.code()).isEqualTo(1);
        assertThat(nothing.err()).contains("nothing");

        rondo("train dates --hidden 4 --embedding 4 --batch 2 --steps 2 --output DIR/run")
                .succeeded();
        CommandLineRun file = rondo("report DIR/run --data DIR/data.tsv");
        assertThat(file.code()).isEqualTo(2);
        assertThat(file.err()).contains("dates are generated");
    }

    @Test
    void a_run_that_did_no_step_has_nothing_to_report() {
        Interrupt interrupt = new Interrupt();
        interrupt.request();
        CommandLineRun.of(
                interrupt,
                ("train dates --hidden 4 --embedding 4 --batch 2 --backend scalar --output "
                                + folder.resolve("run"))
                        .split(" "));

        CommandLineRun report = rondo("report DIR/run");

        assertThat(report.code()).isEqualTo(2);
        assertThat(report.err())
                .contains("before its first step", "rondo train dates --resume " + folder);
    }
}
