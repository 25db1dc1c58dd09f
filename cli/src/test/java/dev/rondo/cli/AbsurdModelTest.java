package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.JsonLines;
import dev.rondo.models.checkpoint.RunDirectory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** A checkpoint whose checksum is right and whose model cannot be: someone made it so. */
class AbsurdModelTest {
    private static final List<Object> VALUES = List.of(-1L, 1L << 40, "x");

    @TempDir private Path folder;

    @Test
    void whatever_a_description_says_is_refused_in_one_line_or_works() throws Exception {
        Files.writeString(folder.resolve("t.txt"), "a rain in Spain, plainly.\n".repeat(60));
        CommandLineRun.of(
                        ("train text --hidden 4 --embedding 4 --batch 2 --sequence 8 --steps 1"
                                        + " --backend scalar --text DIR/t.txt --output DIR/run")
                                .replace("DIR", folder.toString())
                                .split(" "))
                .succeeded();
        Path checkpoint;
        try (RunDirectory run = RunDirectory.open(folder.resolve("run"))) {
            checkpoint = run.latest().directory();
        }
        Configuration whole = description(checkpoint);
        Configuration task = whole.section("model");
        for (Object value : VALUES) {
            for (String key : task.keys()) {
                ask(checkpoint, whole.with("model", task.with(key, value)), key + value);
            }
            for (String key : task.section("model").keys()) {
                Configuration model = task.section("model").with(key, value);
                ask(
                        checkpoint,
                        whole.with("model", task.with("model", model)),
                        "model." + key + value);
            }
        }
    }

    private static void ask(Path checkpoint, Configuration c, String what) throws Exception {
        seal(checkpoint, c);
        CommandLineRun run =
                CommandLineRun.of(
                        "sample",
                        checkpoint.toString(),
                        "--length",
                        "1",
                        "--backend",
                        "scalar",
                        "--seed",
                        "1");
        assertThat(run.err()).as(what).doesNotContain("should not have happened", "memory:");
        if (run.code() != 0) {
            assertThat(run.errLines()).as(what).hasSize(1);
        }
    }

    private Configuration description(Path checkpoint) throws IOException {
        String json = Files.readString(checkpoint.resolve(Checkpoint.DESCRIPTION));
        Path line = Files.writeString(folder.resolve("line"), json.replaceAll("\\n *", ""));
        return JsonLines.read(line).getFirst().with("checksum", null);
    }

    private static void seal(Path checkpoint, Configuration c) throws Exception {
        byte[] hash =
                MessageDigest.getInstance("SHA-256")
                        .digest(c.toString().getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                checkpoint.resolve(Checkpoint.DESCRIPTION),
                c.with("checksum", HexFormat.of().formatHex(hash)).toString());
        assertThat(Checkpoint.open(checkpoint)).isNotNull();
    }
}
