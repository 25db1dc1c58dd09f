package dev.rondo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** Every example does what its README says, built from the artifacts alone. */
class ExamplesTest {
    /** For each example, what it prints, as a regular expression. */
    private static final Map<String, String> PRINTS =
            Map.ofEntries(
                    Map.entry(
                            "first-model",
                            "(?s)training on simd:cpu.*predicted.*training on scalar:cpu.*step 300: loss (0\\.00|\\d\\.\\d+E-)"),
                    Map.entry("quickstart", "step 500: loss (0\\.0\\d+|\\d\\.\\d+E-\\d+)"),
                    Map.entry(
                            "modular",
                            "(?s)simd:cpu.*predicted (-?\\d\\.\\d\\d),.*simd:cpu.*predicted \\1,"),
                    Map.entry("own-cell", "(?s)loss 0\\.0\\d+.*\\b5 steps back: \\d\\.\\d+ #+"),
                    Map.entry("own-backend", "(?s)ejml:cpu.*\\[7\\.0, 10\\.0, 15\\.0, 22\\.0\\]"),
                    Map.entry("guice-service", "scalar:cpu: 3\\.0"),
                    Map.entry(
                            "switch-backend",
                            "(?s)answered by both: true.*2000 of 2000 answered, at most (0\\.0\\s|\\d\\.\\d+E-[5-9])"),
                    Map.entry("uber-jar", "(?s)scalar:cpu.*simd:cpu.*taken: simd:cpu"),
                    Map.entry(
                            "compare-hardware",
                            "(?s)scalar:cpu +loss (0\\.\\d{3}).*simd:cpu +loss \\1"),
                    Map.entry(
                            "torch-roundtrip",
                            "(?s)error 0\\.\\d+, then 0\\.00.*lstm\\.weight_ih_l0, .*out\\.bias"),
                    Map.entry("spark", "(?s)saved .*2020-01\\|.*2020-12\\|"));

    /** The examples whose READMEs were followed; nothing in them is changed after that. */
    private static final Map<String, Followed> FOLLOWED = new HashMap<>();

    @TempDir private static Path copies;

    private record Followed(Example example, String printed) {}

    /** An example as it is after the commands of its README, which run once. */
    private static Followed followed(String name) throws Exception {
        Followed known = FOLLOWED.get(name);
        if (known == null) {
            Example example = Example.copied(name, copies);
            known = new Followed(example, example.follow());
            FOLLOWED.put(name, known);
        }
        return known;
    }

    static List<String> names() {
        return Example.names();
    }

    @Test
    void everyExampleIsKnown() {
        assertThat(PRINTS).containsOnlyKeys(Example.names());
    }

    static List<String> tutorials() throws IOException {
        return Tutorial.names();
    }

    /** The code of a tutorial is that of its example, and its commands are those of the README. */
    @ParameterizedTest
    @MethodSource("tutorials")
    void aTutorialShowsWhatIsThere(String name) throws IOException {
        Tutorial tutorial = Tutorial.of(name);

        assertThat(Example.names()).contains(name);
        assertThat(tutorial.blocks("java")).isNotEmpty();
        for (String code : tutorial.blocks("java")) {
            assertThat(tutorial.source()).contains(Tutorial.flat(code));
        }
        assertThat(tutorial.printed()).isNotEmpty();
        String readme = Files.readString(Path.of(name, "README.md"));
        for (String commands : tutorial.blocks("sh")) {
            assertThat(readme).contains(commands);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void doesWhatItsReadmeSays(String name) throws Exception {
        String printed = followed(name).printed();

        assertThat(printed).containsPattern(PRINTS.get(name));
        if (Tutorial.names().contains(name)) {
            assertThat(Tutorial.of(name).printed())
                    .allSatisfy(shown -> assertThat(printed).containsPattern(shown));
        }
        // Maven's own Guava may be named; what the example brings must not be
        assertThat(printed).doesNotContain("com.google.inject", "guava-");
    }

    @ParameterizedTest
    @MethodSource("names")
    void usesTheVersionThatIsBuilt(String name) throws IOException {
        assertThat(Files.readString(Path.of(name, "pom.xml")))
                .contains("<rondo.version>" + Example.property("version") + "</rondo.version>");
    }

    @Test
    void theProgramIsTheOneOfTheReadme() throws IOException {
        String program = Files.readString(Path.of("quickstart/src/main/java/Waves.java"));

        assertThat(Files.readString(Path.of("..", "README.md"))).contains("```java\n" + program);
    }

    @Test
    void aJarThatLostServicesSaysSo(@TempDir Path folder) throws Exception {
        String printed =
                Example.copied("uber-jar", folder).run("mvn -B -q package exec:exec -Pbroken");

        assertThat(printed)
                .contains("taken: scalar:cpu")
                .contains("META-INF/services/dev.rondo.backend.BackendProvider");
    }

    /** Java 8 has class files of version 52. An older Java is not on every machine. */
    @Test
    void aJarBegunByAnOlderJavaCanSayWhatIsNeeded() throws Exception {
        Example example = followed("uber-jar").example();

        try (JarFile jar = new JarFile(example.file("target/uber-jar-1.jar").toFile())) {
            String start = jar.getManifest().getMainAttributes().getValue("Main-Class");
            ZipEntry code = jar.getEntry(start.replace('.', '/') + ".class");
            byte[] head = jar.getInputStream(code).readNBytes(8);
            assertThat(head[6] << 8 | head[7]).isEqualTo(52);
        }
    }
}
