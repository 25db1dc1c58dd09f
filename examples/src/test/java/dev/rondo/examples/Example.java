package dev.rondo.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A copy of an example outside of the checkout's sources, and the commands of its README. */
final class Example {
    private static final Pattern COMMANDS = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    private final Path directory;

    private Example(Path directory) {
        this.directory = directory;
    }

    /** The names of all examples. */
    static List<String> names() {
        try (Stream<Path> all = Files.list(Path.of(""))) {
            return all.filter(p -> Files.exists(p.resolve("README.md")))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies an example, and lets its Maven use the repository of this test alone. */
    static Example copied(String name, Path folder) throws IOException {
        Path from = Path.of(name);
        Path to = folder.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path p : (Iterable<Path>) files::iterator) {
                Path relative = from.relativize(p);
                if (!relative.startsWith("target")) {
                    Files.createDirectories(to.resolve(relative).getParent());
                    if (!Files.isDirectory(p)) {
                        Files.copy(p, to.resolve(relative));
                    }
                }
            }
        }
        Path mvn = Files.createDirectories(to.resolve(".mvn"));
        // Maven itself starts and ends within seconds, as it does for the whole build
        Files.copy(Path.of("..", ".mvn", "jvm.config"), mvn.resolve("jvm.config"));
        Path settings = folder.resolve("settings.xml");
        Files.writeString(settings, settings());
        Files.writeString(
                mvn.resolve("maven.config"),
                "-Dmaven.repo.local=" + property("repository") + " --global-settings=" + settings);
        return new Example(to);
    }

    /** What is not of Rondo comes from the repository of the build, and only then from afar. */
    private static String settings() {
        return """
        <settings>
          <profiles>
            <profile>
              <id>near</id>
              <repositories>
                <repository><id>near</id><url>%1$s</url></repository>
              </repositories>
              <pluginRepositories>
                <pluginRepository><id>near</id><url>%1$s</url></pluginRepository>
              </pluginRepositories>
            </profile>
          </profiles>
          <activeProfiles><activeProfile>near</activeProfile></activeProfiles>
        </settings>
        """
                .formatted(Path.of(property("source")).toUri());
    }

    static String property(String name) {
        return System.getProperty("rondo.examples." + name);
    }

    /** A file of the copy. */
    Path file(String name) {
        return directory.resolve(name);
    }

    /** What the commands of the README print, in order. */
    String follow() throws IOException, InterruptedException {
        var blocks = COMMANDS.matcher(Files.readString(directory.resolve("README.md")));
        StringBuilder all = new StringBuilder();
        while (blocks.find()) {
            for (String command : blocks.group(1).strip().split("\n")) {
                all.append(run(command));
            }
        }
        return all.toString();
    }

    /**
     * What a command prints.
     *
     * @throws AssertionError when it fails
     */
    String run(String command) throws IOException, InterruptedException {
        Process p =
                new ProcessBuilder("sh", "-c", command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        p.getOutputStream().close();
        String printed = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (p.waitFor() != 0) {
            throw new AssertionError("'" + command + "' failed in " + directory + ":\n" + printed);
        }
        return printed;
    }
}
