package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The script {@code rondo}, in a tree of its own, so that it builds nothing. */
@DisabledOnOs(OS.WINDOWS)
@Execution(ExecutionMode.CONCURRENT) // most of its time is that of other processes
class LauncherTest {
    @TempDir private Path root;

    private String rondo(Map<String, String> environment, String arguments) throws Exception {
        Path script = root.resolve("rondo");
        Files.copy(Path.of("../rondo"), script);
        Files.createDirectories(root.resolve("cli/src/main"));
        Path target = Files.createDirectories(root.resolve("cli/target"));
        for (String file : List.of("../../pom.xml", "../pom.xml", "rondo-cli.jar", "other.jar")) {
            Files.writeString(target.resolve(file), "");
        }
        Files.writeString(target.resolve("rondo.classpath"), "other.jar");
        Files.writeString(target.resolve("rondo.jdk"), "");
        Files.writeString(target.resolve("rondo.stamp"), "");
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-c", "exec bash rondo " + arguments)
                        .directory(root.toFile())
                        .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_"));
        builder.environment().remove("LANG");
        builder.environment().remove("TORNADOVM_HOME");
        builder.environment().put("RONDO_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("RONDO_CLASSPATH", absolute());
        builder.environment()
                .put("RONDO_ARCHIVE", "none"); // it would be made in a folder that goes
        builder.environment().putAll(environment);
        return output(builder.start());
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The class path of the tests as it is seen from elsewhere. */
    private static String absolute() {
        List<String> entries = List.of(System.getProperty("java.class.path").split(":"));
        return String.join(
                ":", entries.stream().map(e -> Path.of(e).toAbsolutePath().toString()).toList());
    }

    /** Java itself cannot name such a file here: the script has to, as bash reads it. */
    @Test
    void files_may_have_any_name_in_the_bare_c_locale() throws Exception {
        String arguments = "train text --text $'M\\xc3\\xa4rchen s\\xc3\\xbc\\xc3\\x9f.txt'";
        for (Map<String, String> locale : List.of(Map.of("LC_ALL", "C"), Map.of("LANG", "POSIX"))) {
            assertThat(rondo(locale, arguments))
                    .contains("M\u00e4rchen s\u00fc\u00df.txt does not exist");
            Files.delete(root.resolve("rondo"));
        }
    }

    @Test
    void aJarThatIsNotThereIsNamed() throws Exception {
        Path empty = Files.createDirectories(root.resolve("jars"));
        for (String missing : List.of("/none/cells.jar", "/none/*", "none.jar")) {
            String path = absolute() + ":" + missing;
            assertThat(again(Map.of("RONDO_CLASSPATH", path), "backends"))
                    .contains("RONDO_CLASSPATH names " + missing)
                    .doesNotContain("simd:cpu");
        }
        String fine = ":" + absolute() + "::jars/*:" + empty + "/*:";
        assertThat(again(Map.of("RONDO_CLASSPATH", fine), "backends"))
                .containsPattern("simd:cpu +ready");
    }

    @Test
    void too_few_files_are_named_before_java_fails_by_them() throws Exception {
        String limited = "backends 2>&1; true";
        assertThat(rondo(Map.of(), limited)).doesNotContain("ulimit");
        Files.delete(root.resolve("rondo"));
        Path shell = root.resolve("limit");
        Files.writeString(shell, "ulimit -n 15\n");
        assertThat(rondo(Map.of("BASH_ENV", shell.toString()), limited))
                .contains("only 15 files may be open at once")
                .contains("ulimit -n")
                .doesNotContain("Exception in thread");
    }

    @Test
    void too_little_address_space_is_named_before_java_fails_by_it() throws Exception {
        Path shell = root.resolve("limit");
        Files.writeString(shell, "ulimit -v 1500000\n");
        assertThat(rondo(Map.of("BASH_ENV", shell.toString()), "backends 2>&1; true"))
                .contains("only 1500000 KiB of address space")
                .contains("ulimit -v");
    }

    // ---- TornadoVM

    /** What looks like an SDK from outside, with an argument file of these lines. */
    private Map<String, String> sdk(String... arguments) throws IOException {
        Path jars = Files.createDirectories(root.resolve("sdk/share/java/tornado"));
        Files.writeString(jars.resolve("tornado-api-5.2.0-jdk25.jar"), "");
        Files.write(root.resolve("sdk/tornado-argfile"), List.of(arguments));
        return Map.of("TORNADOVM_HOME", root.resolve("sdk").toString());
    }

    @Test
    void an_argument_file_that_java_refuses_is_a_reason_and_no_failure() throws Exception {
        assertThat(rondo(sdk("--add-modules", "no.such.module"), "backends"))
                .containsPattern("simd:cpu +ready")
                .containsPattern(
                        "why: Java does not start with .*sdk/tornado-argfile: .*no.such.module");
    }

    @Test
    void without_an_sdk_java_starts_as_ever() throws Exception {
        assertThat(rondo(Map.of("TORNADOVM_HOME", root.resolve("none").toString()), "backends"))
                .containsPattern("simd:cpu +ready")
                .containsPattern("why: TORNADOVM_HOME names .*none, which is no directory");
    }

    /**
     * The argument file here asks Java to show its version, which it does as soon as the file is
     * used.
     */
    @Test
    void the_argument_file_is_used_where_a_device_of_tornado_may_be_and_nowhere_else()
            throws Exception {
        Map<String, String> sdk = sdk("-showversion");
        String used = "Runtime Environment";
        for (String line :
                List.of("backends", "demo --backend tornado:gpu", "demo --backend=tornado")) {
            assertThat(again(sdk, line)).as(line).contains(used);
        }
        for (String line : List.of("demo --backend absent", "bench --backend absent", "help")) {
            assertThat(again(sdk, line)).as(line).doesNotContain(used);
        }
        Map<String, String> named = new HashMap<>(sdk);
        named.put("RONDO_BACKEND", "tornado:fpga");
        assertThat(again(named, "demo")).contains(used);
        named.put("RONDO_BACKEND", "scalar");
        named.put("RONDO_JAVA_OPTS", "-Drondo.backend=tornado");
        assertThat(again(named, "demo")).contains(used);
    }

    private String again(Map<String, String> environment, String arguments) throws Exception {
        Files.deleteIfExists(root.resolve("rondo"));
        return rondo(environment, arguments);
    }
}
