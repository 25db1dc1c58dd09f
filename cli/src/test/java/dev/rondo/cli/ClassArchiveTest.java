package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/**
 * The archive of classes that the script {@code rondo} makes without its user's notice, in a tree
 * of its own, whose program says its words and whether it came from the archive.
 */
@DisabledOnOs(OS.WINDOWS)
@Execution(ExecutionMode.CONCURRENT) // most of its time is that of other processes
class ClassArchiveTest {
    private static final String PROGRAM =
            """
            package dev.rondo.cli;
            public class Main {
                public static void main(String[] words) {
                    System.out.println("words: " + String.join(" ", words));
                }
            }
            """;

    private static final List<String> OTHER_OPTIONS =
            List.of(
                    "-XX:+UseG1GC",
                    "-XX:+UseParallelGC",
                    "-XX:+UseZGC",
                    "-XX:-UseCompressedOops",
                    "-Xshare:off",
                    "-XX:AOTMode=off",
                    "--add-modules java.sql");

    private static final String SAID = "words: --help\n";
    private static final Duration LONGEST = Duration.ofMinutes(3);

    @TempDir private Path root;
    private Path target;

    @BeforeEach
    void aTreeThatIsBuilt() throws IOException {
        Files.copy(Path.of("../rondo"), root.resolve("rondo"));
        Files.writeString(root.resolve("pom.xml"), "");
        Files.createDirectories(root.resolve("cli/src/main"));
        Files.writeString(root.resolve("cli/pom.xml"), "");
        target = Files.createDirectories(root.resolve("cli/target"));
        Path source = Files.createDirectories(root.resolve("program")).resolve("Main.java");
        Files.writeString(source, PROGRAM);
        int code =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-proc:none", source.toString());
        assertThat(code).isZero();
        URI jar = URI.create("jar:" + target.resolve("rondo-cli.jar").toUri());
        try (var zip = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            Path folder = Files.createDirectories(zip.getPath("dev/rondo/cli"));
            Files.copy(source.resolveSibling("Main.class"), folder.resolve("Main.class"));
        }
        Files.copy(target.resolve("rondo-cli.jar"), target.resolve("other.jar"));
        Files.writeString(target.resolve("rondo.classpath"), "other.jar");
        Files.writeString(target.resolve("rondo.stamp"), "");
        Files.writeString(target.resolve("rondo.jdk"), "");
        // beside other tests, what is made with the lowest priority would take minutes
        Path nice = Files.createDirectories(root.resolve("bin")).resolve("nice");
        Files.writeString(nice, "#!/bin/sh\nshift 2\nexec \"$@\"\n");
        assertThat(nice.toFile().setExecutable(true)).isTrue();
    }

    /** Work in the background would be in the way of removing the tree. */
    @AfterEach
    void nothingGoesOn() throws Exception {
        await(() -> !Files.exists(file("lock")) || !isAlive());
    }

    private boolean isAlive() {
        try {
            long maker = Long.parseLong(Files.readString(file("lock")).strip());
            return ProcessHandle.of(maker).isPresent();
        } catch (IOException | NumberFormatException _) {
            return true; // it is about to be written, or has just been removed
        }
    }

    private Path file(String kind) {
        return target.resolve("rondo-help." + kind);
    }

    private Process start(Map<String, String> environment) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("bash", "rondo", "--help")
                        .directory(root.toFile())
                        .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("RONDO_"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put("RONDO_JAVA_HOME", System.getProperty("java.home"));
        String path = root.resolve("bin") + File.pathSeparator + System.getenv("PATH");
        builder.environment().put("PATH", path);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private String rondo(Map<String, String> environment) throws IOException {
        return output(start(environment));
    }

    /** Whether Java found the program in the archive. */
    private boolean isUsed() throws IOException {
        Path log = root.resolve("classes.log");
        String option = "-Xlog:class+load:file=" + log;
        assertThat(rondo(Map.of("RONDO_JAVA_OPTS", option))).isEqualTo(SAID);
        return Files.readString(log).contains("dev.rondo.cli.Main source: shared objects file");
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws Exception {
        Instant end = Instant.now().plus(LONGEST);
        while (!condition.holds()) {
            assertThat(Instant.now()).as("time").isBefore(end);
            Thread.sleep(100);
        }
    }

    private void awaitArchive() throws Exception {
        await(() -> Files.exists(file("made")) && !Files.exists(file("lock")));
    }

    private void made() throws Exception {
        assertThat(rondo(Map.of())).isEqualTo(SAID);
        awaitArchive();
        assertThat(file("jsa")).isNotEmptyFile();
    }

    @Test
    void theFirstCommandHasOneMadeAndTheNextUsesIt() throws Exception {
        made();

        assertThat(isUsed()).isTrue();
        try (Stream<Path> left = Files.list(target)) {
            assertThat(left.map(f -> f.getFileName().toString()).filter(f -> f.contains("-help")))
                    .containsExactlyInAnyOrder("rondo-help.jsa", "rondo-help.made");
        }
    }

    /** A reader of the first command's output does not wait for the work in the background. */
    @Test
    void twoFirstCommandsAtOnceAreAnsweredAndMakeOne() throws Exception {
        Process first = start(Map.of());
        Process second = start(Map.of());
        assertThat(output(first)).isEqualTo(SAID);
        assertThat(output(second)).isEqualTo(SAID);
        assertThat(file("made")).doesNotExist();
        awaitArchive();

        assertThat(isUsed()).isTrue();
    }

    @Test
    void oneThatWasKilledWhileItMadeOneStandsInNobodysWay() throws Exception {
        String killed = "99999999"; // larger than any process has
        Files.writeString(file("lock"), killed + "\n");
        Files.writeString(file("jsa." + killed), "half of it");

        assertThat(rondo(Map.of())).isEqualTo(SAID);
        await(() -> !Files.exists(file("lock")));
        assertThat(file("jsa." + killed)).doesNotExist();
        made();
        assertThat(isUsed()).isTrue();
    }

    @Test
    void anotherProcessWithTheNumberOfOneThatWasKilledStandsInNobodysWay() throws Exception {
        Files.writeString(file("lock"), ProcessHandle.current().pid() + "\n");
        assertThat(rondo(Map.of())).isEqualTo(SAID);
        Thread.sleep(3000); // longer than it would take to remove it
        assertThat(file("lock")).exists();

        Instant longAgo = Instant.now().minus(Duration.ofMinutes(12));
        Files.setLastModifiedTime(file("lock"), FileTime.from(longAgo));
        assertThat(rondo(Map.of())).isEqualTo(SAID);
        await(() -> !Files.exists(file("lock")));
    }

    @Test
    void anotherJdkOrBuildHasItMadeAgain() throws Exception {
        made();
        String of = Files.readString(file("made"));

        Files.writeString(file("made"), "another JDK\n");
        assertThat(isUsed()).isFalse();
        awaitArchive();
        await(() -> Files.readString(file("made")).equals(of));
        assertThat(isUsed()).isTrue();

        FileTime later = FileTime.from(Instant.now());
        Files.setLastModifiedTime(target.resolve("rondo.jdk"), later);
        assertThat(isUsed()).isFalse();
        await(() -> Files.getLastModifiedTime(file("made")).compareTo(later) > 0);
        assertThat(isUsed()).isTrue();
    }

    @Test
    void whateverElseJavaIsToldNothingIsSaidOfIt() throws Exception {
        made();

        for (String options : OTHER_OPTIONS) {
            assertThat(rondo(Map.of("RONDO_JAVA_OPTS", options))).as(options).isEqualTo(SAID);
            assertThat(file("made")).as(options).exists();
        }
    }

    @Test
    void classesOfOnesOwnAreReadBesides() throws Exception {
        made();
        Path further = root.resolve("further.jar");
        Files.copy(target.resolve("other.jar"), further);

        Map<String, String> environment = new HashMap<>();
        environment.put("RONDO_CLASSPATH", further.toString());
        Path log = root.resolve("classes.log");
        environment.put("RONDO_JAVA_OPTS", "-Xlog:class+load:file=" + log);
        assertThat(rondo(environment)).isEqualTo(SAID);
        assertThat(log).content().contains("dev.rondo.cli.Main source: shared objects file");
    }

    @Test
    void oneThatIsBrokenIsNotUsedAndNotMentioned() throws Exception {
        made();
        byte[] whole = Files.readAllBytes(file("jsa"));
        for (byte[] broken : List.of("no archive".getBytes(), new byte[0], half(whole))) {
            Files.write(file("jsa"), broken);
            assertThat(isUsed()).isFalse();
        }
    }

    private static byte[] half(byte[] whole) {
        return Arrays.copyOf(whole, whole.length / 2);
    }

    @Test
    void noneIsMadeWhereNoneIsWanted() throws Exception {
        assertThat(rondo(Map.of("RONDO_ARCHIVE", "none"))).isEqualTo(SAID);

        Thread.sleep(3000); // longer than it would take to begin
        assertThat(file("lock")).doesNotExist();
        assertThat(file("made")).doesNotExist();
    }

    @Test
    void aTreeThatCannotBeWrittenToIsNoReasonToSayAnything() throws Exception {
        assertThat(target.toFile().setWritable(false)).isTrue();
        try {
            assumeFalse(Files.isWritable(target), "root may write anywhere");
            assertThat(rondo(Map.of())).isEqualTo(SAID);
            Thread.sleep(3000);
            assertThat(file("lock")).doesNotExist();
        } finally {
            assertThat(target.toFile().setWritable(true)).isTrue();
        }
    }
}
