package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The script {@code rondo}, in a tree of its own, so that it builds nothing. */
@DisabledOnOs(OS.WINDOWS)
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
        builder.environment().put("RONDO_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("RONDO_CLASSPATH", absolute());
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
}
