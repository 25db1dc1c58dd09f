package dev.rondo.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/**
 * The Java blocks of a page, compiled together and run.
 *
 * <p>A page of whole programs needs nothing else. One of fragments has a frame, a file of the same
 * name among the test's resources, in which a line {@code //# 2} stands for the second block. A
 * frame is a compact source file: it may have a {@code main}, which then runs.
 */
final class Snippets {
    private static final Path FRAMES = Path.of("src/test/resources/docs");
    private static final Pattern PLACE = Pattern.compile("(?m)^\\s*//# (\\d+)$");
    private static final Pattern EXPORT = Pattern.compile("(?m)^\\s*exports ([\\w.]+);");
    private static final Pattern MAIN = Pattern.compile("(?m)^void main\\(");

    private Snippets() {}

    /** Compiles and runs every Java block of a page that is not marked. */
    static void run(Page page, Path folder) throws Exception {
        List<Page.Block> blocks = page.blocks("java").stream().filter(Page.Block::runs).toList();
        Path frame = frame(page);
        if (Files.exists(frame)) {
            runSource(page.toString(), framed(Files.readString(frame), blocks), folder);
        } else {
            for (Page.Block block : blocks) {
                assertThat(block.text())
                        .as("%s is neither a program nor in a frame (%s)", block, frame)
                        .containsPattern(MAIN);
                runSource(block.toString(), block.text(), folder);
            }
        }
    }

    private static Path frame(Page page) {
        Path docs = Path.of("docs");
        Path name = page.path().startsWith(docs) ? docs.relativize(page.path()) : page.path();
        return FRAMES.resolve(name.toString().replaceFirst("\\.md$", ".frame"));
    }

    private static String framed(String frame, List<Page.Block> blocks) throws IOException {
        List<Integer> places =
                PLACE.matcher(frame)
                        .results()
                        .map(m -> Integer.valueOf(m.group(1)))
                        .sorted()
                        .toList();
        List<Integer> all = Stream.iterate(1, i -> i + 1).limit(blocks.size()).toList();
        assertThat(places).as("places of the blocks in the frame").isEqualTo(all);
        String filled =
                PLACE.matcher(frame)
                        .replaceAll(
                                m ->
                                        java.util.regex.Matcher.quoteReplacement(
                                                "\n"
                                                        + blocks.get(
                                                                        Integer.parseInt(m.group(1))
                                                                                - 1)
                                                                .text()));
        return imports() + filled;
    }

    /** All that Rondo's modules export, on one line, so that lines keep their numbers. */
    private static String imports() throws IOException {
        List<String> imports = new ArrayList<>();
        imports.add("import static dev.rondo.graph.Functions.*;");
        for (String module : List.of("api", "models", "compiler", "contract", "backend-scalar")) {
            String info =
                    Files.readString(Page.ROOT.resolve(module + "/src/main/java/module-info.java"));
            EXPORT.matcher(info)
                    .results()
                    .forEach(m -> imports.add("import " + m.group(1) + ".*;"));
        }
        return String.join(" ", imports) + " ";
    }

    private static void runSource(String what, String source, Path folder) throws Exception {
        Path classes = Files.createTempDirectory(folder, "classes");
        Path file = classes.resolve("Page.java");
        Files.writeString(file, source);
        int code =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-proc:none",
                                "-Xlint:-incubating",
                                "-d",
                                classes.toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                file.toString());
        assertThat(code).as("%s compiles:%n%s", what, source).isZero();
        if (!MAIN.matcher(source).find()) {
            return;
        }
        try (var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            Class<?> page = loader.loadClass("Page");
            Constructor<?> constructor = page.getDeclaredConstructor();
            Method main = page.getDeclaredMethod("main");
            constructor.setAccessible(true);
            main.setAccessible(true);
            main.invoke(constructor.newInstance());
        }
    }
}
