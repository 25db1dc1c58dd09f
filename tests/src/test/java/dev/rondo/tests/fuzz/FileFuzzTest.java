package dev.rondo.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.tests.Fork;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/**
 * Bad files by the thousand; {@code scripts/fuzz-files} runs this with more of them. Nothing but a
 * load or the clear error, in a JVM that has no memory to spare for what a header claims.
 */
class FileFuzzTest {
    @Test
    void badFilesAreLoadedOrRefusedInWords() {
        String files = System.getProperty("rondo.fuzz.files", "1800");
        String seed = System.getProperty("rondo.fuzz.seed", "1");
        Fork.Result run =
                Fork.run(
                        FileFuzz.class,
                        List.of("-Xmx64m", "-Xss512k"),
                        Map.of(),
                        files,
                        seed,
                        "target/fuzz");
        System.out.print(run.output());
        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(run.output()).contains("were loaded or refused in words, in a JVM of");
    }
}
