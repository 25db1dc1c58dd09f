package dev.rondo.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CompletableFuture;

/** Writing to what is no file. */
@DisabledOnOs(OS.WINDOWS)
class OutputFileTest {
    private static final byte[] NEW = "new".getBytes(StandardCharsets.UTF_8);

    @TempDir private Path folder;
    private Path elsewhere;
    private Path link;

    @BeforeEach
    void prepare() throws IOException {
        elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        link = folder.resolve("link");
    }

    private static void write(Path file) {
        OutputFile.write(file, out -> out.write(NEW));
    }

    @Test
    void aLinkStaysAndWhatItLeadsToIsReplaced() throws IOException {
        Path target = Files.writeString(elsewhere.resolve("t"), "old and longer");
        Path second = Files.createSymbolicLink(elsewhere.resolve("second"), Path.of("t"));
        Files.createSymbolicLink(link, Path.of("elsewhere/second"));

        write(link);

        assertThat(link).isSymbolicLink().content().isEqualTo("new");
        assertThat(second).isSymbolicLink();
        assertThat(target).isRegularFile().content().isEqualTo("new");
        assertThat(Files.list(elsewhere)).containsExactlyInAnyOrder(target, second);
    }

    @Test
    void aLinkToNothingYetMakesThatFile() throws IOException {
        Files.createSymbolicLink(link, Path.of("elsewhere/second"));
        Files.createSymbolicLink(elsewhere.resolve("second"), Path.of("../t"));

        write(link);

        assertThat(link).isSymbolicLink();
        assertThat(folder.resolve("t")).isRegularFile().content().isEqualTo("new");
    }

    @Test
    void linksInACircleAreRefused() throws IOException {
        Files.createSymbolicLink(link, Path.of("link"));

        assertThatThrownBy(() -> write(link))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("cannot write " + link + ": its symbolic links lead in a circle");
    }

    @Test
    void aPipeStaysAndIsWrittenInto() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        Files.createSymbolicLink(link, pipe);
        for (Path p : new Path[] {pipe, link}) {
            var read =
                    CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return Files.readAllBytes(pipe);
                                } catch (IOException e) {
                                    throw new AssertionError(e);
                                }
                            });

            write(p);

            assertThat(read.get()).isEqualTo(NEW);
            assertThat(isOther(pipe)).isTrue();
            assertThat(link).isSymbolicLink();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDeviceIsWrittenTo() throws IOException {
        // by links, for were they replaced, then not on this machine
        Files.createSymbolicLink(link, Path.of("/dev/full"));
        Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("/dev/null"));

        assertThatThrownBy(() -> write(link))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("cannot write " + link + ": ");
        write(second);

        assertThat(link).isSymbolicLink();
        assertThat(second).isSymbolicLink();
        assertThat(Files.list(elsewhere)).isEmpty();
    }

    private static boolean isOther(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther();
    }
}
