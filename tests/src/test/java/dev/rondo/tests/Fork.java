package dev.rondo.tests;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a main class in a JVM of its own, with this one's class path. */
public final class Fork {
    /** What it wrote and how it ended. */
    public record Result(int exit, String output) {}

    private Fork() {}

    /** Runs to the end. */
    public static Result run(
            Class<?> main, List<String> options, Map<String, String> environment, String... args) {
        List<String> all = new ArrayList<>(List.of("--add-modules", "jdk.incubator.vector"));
        all.addAll(options);
        return runBare(main, all, environment, args);
    }

    /**
     * What this JVM was told about where it runs; options given later count. With a processor of
     * another kind goes the width that HotSpot chooses for it, not the one that was asked for here.
     */
    private static List<String> place(List<String> options) {
        boolean otherProcessor = options.stream().anyMatch(o -> o.startsWith("-XX:UseAVX="));
        String width = otherProcessor ? "" : "|-Drondo\\.simd\\.bits=.*";
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(a -> a.matches("-Duser\\..*|-XX:UseAVX=.*" + width))
                .toList();
    }

    /** Runs to the end, without the Vector API unless the options add it. */
    public static Result runBare(
            Class<?> main, List<String> options, Map<String, String> environment, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx1g");
        command.add("-XX:+UseSerialGC");
        command.addAll(place(options));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("RONDO_BACKEND");
        builder.environment().putAll(environment);
        try {
            Process p = builder.start();
            String output = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(p.waitFor(), output);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
