package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.models.checkpoint.Safetensors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Every command that writes one file, and a path that is no file. */
@DisabledOnOs(OS.WINDOWS)
class OneFileTest {
    private static final String APPLY = "apply --cell luong-attention --score dot --backend scalar";

    /** What reads is made once. */
    @TempDir private static Path shared;

    @TempDir private Path folder;

    @BeforeAll
    static void prepare() throws IOException {
        Files.writeString(shared.resolve("t.txt"), "a rain in Spain, plainly.\n".repeat(60));
        CommandLineRun.line(
                        ("train text --hidden 4 --embedding 4 --batch 2 --sequence 8 --steps 1"
                                        + " --backend scalar --text DIR/t.txt --output DIR/run")
                                .replace("DIR", shared.toString()))
                .succeeded();
        Safetensors.of(
                        Map.of(
                                "query", Array.zeros(DType.F32, Shape.of(2, 1, 3)),
                                "key", Array.zeros(DType.F32, Shape.of(4, 1, 3))))
                .write(shared.resolve("input"));
    }

    private static CommandLineRun write(String command, Path output) {
        String line =
                command.equals("apply")
                        ? APPLY + " --input DIR/input"
                        : "export DIR/run --format " + command;
        return CommandLineRun.line(
                (line + " --output " + output).replace("DIR", shared.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"torch", "onnx", "apply"})
    void links_are_followed_and_pipes_written_to(String command) throws Exception {
        Path plain = folder.resolve("plain");
        Path target = folder.resolve("target");
        Path pipe = folder.resolve("pipe");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        var piped =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return Files.readAllBytes(pipe);
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        });

        write(command, plain).succeeded();
        write(command, link).succeeded();
        write(command, link).succeeded();
        write(command, pipe).succeeded();

        assertThat(link).isSymbolicLink();
        assertThat(target).hasSameBinaryContentAs(plain);
        assertThat(piped.get()).isEqualTo(Files.readAllBytes(plain));
        assertThat(Files.list(folder)).containsExactlyInAnyOrder(plain, target, link, pipe);
    }

    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @ValueSource(strings = {"torch", "onnx", "apply"})
    void a_full_device_is_a_failure(String command) throws IOException {
        // by a link, for were it replaced, then not on this machine
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/full"));

        CommandLineRun run = write(command, link);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).startsWith("rondo: cannot write " + link + ": ");
        assertThat(link).isSymbolicLink();
    }

    @Test
    void a_link_to_what_is_read_or_to_nothing_is_refused() throws IOException {
        Path input = shared.resolve("input");
        byte[] before = Files.readAllBytes(input);
        Path link = Files.createSymbolicLink(folder.resolve("link"), input);
        Path circle = Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
        Path lost = Files.createSymbolicLink(folder.resolve("lost"), Path.of("no/file"));

        assertThat(write("apply", link).err()).contains("would overwrite what is read");
        assertThat(write("apply", circle).err()).contains("lead in a circle");
        assertThat(write("apply", lost).err()).contains("there is no directory " + folder + "/no");
        assertThat(input).hasBinaryContent(before);
    }
}
