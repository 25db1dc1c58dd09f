package dev.rondo.models.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.jr.ob.JSON;

import dev.rondo.array.Array;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs a main class of the tests in a JVM of its own. */
final class ChildProcess {
    private ChildProcess() {}

    static ProcessBuilder of(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xmx64m"));
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /**
     * Runs to its end, started by another command.
     *
     * @param wrapper the command and its arguments, to which those of the JVM are added
     * @return what it wrote, errors included
     */
    static String output(List<String> wrapper, ProcessBuilder child) throws Exception {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(child.command());
        Process process = child.command(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return text;
    }

    /** Where the classes are, on the class path or on the module path. */
    private static String classPath() {
        return Stream.of(
                        ChildProcess.class,
                        Checkpoint.class,
                        Array.class,
                        JSON.class,
                        JsonParser.class)
                .map(c -> c.getProtectionDomain().getCodeSource().getLocation())
                .map(ChildProcess::path)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** A path whose spaces are spaces again, which in a URL they are not. */
    private static String path(URL url) {
        return Path.of(URI.create(url.toString())).toString();
    }
}
