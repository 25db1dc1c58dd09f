package dev.rondo.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.ChildJvm;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Bad files by the thousand; {@code scripts/fuzz-files} runs this with more of them. Nothing but a
 * load or the clear error, in a JVM that has no memory to spare for what a header claims.
 */
class FileFuzzTest {
    @Test
    void badFilesAreLoadedOrRefusedInWords(@TempDir Path folder)
            throws IOException, InterruptedException {
        String files = System.getProperty("rondo.fuzz.files", "900");
        String seed = System.getProperty("rondo.fuzz.seed", "1");
        Process run =
                ChildJvm.of(
                                FileFuzz.class,
                                List.of("-Xmx64m", "-Xss512k"),
                                files,
                                seed,
                                "target/fuzz",
                                folder.toString())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.print(output);
        assertThat(run.waitFor()).as(output).isZero();
        assertThat(output).contains("were loaded or refused in words, in a JVM of");
    }
}
