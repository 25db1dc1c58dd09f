package dev.rondo.cli.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.CommandLineRun;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.Description;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.data.TextForm;
import dev.rondo.models.data.Vocabulary;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs remember whether their text was composed; those from before did not compose it. */
class TextFormTest {
    private static final String SMALL =
            " --hidden 4 --embedding 4 --batch 4 --steps 2 --backend scalar --output ";
    private static final String WRITTEN = "cafe\u0301";
    private static final String COMPOSED = "caf\u00e9";

    @TempDir private Path folder;

    private Checkpoint trained(String command) {
        Path run = folder.resolve("run");
        String line = "train " + command + SMALL + run;
        CommandLineRun trained = CommandLineRun.of(line.replace("DIR", folder + "").split(" "));
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.err()).contains("letters and marks of the file are read composed (NFC)");
        return RunDirectory.model(run);
    }

    private static Checkpoint with(Checkpoint c, String section, Configuration changed) {
        Description d = c.description();
        Configuration model = d.model().with(section, changed);
        return new Checkpoint(c.directory(), new Description(model, d.training(), d.provenance()));
    }

    @Test
    void pairs() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            lines.add(WRITTEN + i + "\t" + i);
        }
        Files.write(folder.resolve("pairs.tsv"), lines);

        Checkpoint now = trained("pairs --tsv DIR/pairs.tsv");

        PairsData data = PairsData.resume(now, null);
        assertThat(data.corpus().codec().source().tokens()).contains("\u00e9");
        assertThat(data.codec().encodeSource(COMPOSED)).hasSize(4);
        Configuration codec = now.description().model().section("codec");
        Checkpoint before = with(now, "codec", codec.with("form", null));
        PairsData older = PairsData.resume(before, null);
        assertThat(older.corpus().codec().source().tokens()).contains("\u0301");
        assertThat(older.codec().encodeSource(COMPOSED)).hasSize(5);
    }

    @Test
    void text() throws IOException {
        Files.writeString(folder.resolve("text.txt"), (WRITTEN + COMPOSED).repeat(200));

        Checkpoint now = trained("text --text DIR/text.txt --sequence 8");

        TextTask task = TextTask.resume(now, null, s -> s);
        assertThat(((Vocabulary) task.corpus().vocabulary()).characters()).isEqualTo("acf\u00e9");
        assertThat(task.corpus().trainingSize() + task.corpus().heldOutSize()).isEqualTo(1600);
        Configuration vocabulary =
                Configuration.empty().with("characters", "acef\u00e9\u0301").with("unknown", false);
        TextTask older = TextTask.resume(with(now, "vocabulary", vocabulary), null, s -> s);
        assertThat(older.corpus().vocabulary().form()).isEqualTo(TextForm.WRITTEN);
        assertThat(older.corpus().trainingSize() + older.corpus().heldOutSize()).isEqualTo(1800);
    }

    @Test
    void vocabularies() throws IOException {
        Path list = Files.writeString(folder.resolve("list.json"), "[\"a\", \"e\u0301\"]");
        Path object = Files.writeString(folder.resolve("o.json"), "{\"a\": 0, \"e\u0301\": 1}");

        assertThat(VocabularyFile.read(list).characters()).isEqualTo("a\u00e9");
        assertThat(VocabularyFile.read(object).characters()).isEqualTo("a\u00e9");
        Path marks = Files.writeString(folder.resolve("m.json"), "[\"\u0340\", \"\u0300\"]");
        assertThat(VocabularyFile.read(marks).characters()).isEqualTo("\u0340\u0300");
    }
}
