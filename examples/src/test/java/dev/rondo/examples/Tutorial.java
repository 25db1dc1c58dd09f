package dev.rondo.examples;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page that explains an example of the same name.
 *
 * @param name of both
 * @param text the page
 */
record Tutorial(String name, String text) {
    private static final Path PAGES = Path.of("..", "docs", "tutorials");
    private static final Pattern TIME = Pattern.compile("\\d+\\.\\d+(?= ms)");

    static List<String> names() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            return pages.map(p -> p.getFileName().toString().replace(".md", "")).sorted().toList();
        }
    }

    static Tutorial of(String name) throws IOException {
        return new Tutorial(name, Files.readString(PAGES.resolve(name + ".md")));
    }

    /** The blocks of a language, without those that are marked otherwise. */
    List<String> blocks(String language) {
        return Pattern.compile("(?ms)^```" + language + "[^\\n]*\\n(.*?)^```$")
                .matcher(text)
                .results()
                .map(m -> m.group(1))
                .toList();
    }

    /** What it says that its commands print: the blocks of text after a command. */
    List<Pattern> printed() {
        return Pattern.compile("(?ms)^```sh[^\\n]*\\n[^`]*^```\\n\\n```text\\n(.*?)^```$")
                .matcher(text)
                .results()
                .map(m -> pattern(m.group(1)))
                .toList();
    }

    /** Times may differ. A line of three points stands for any lines. */
    static Pattern pattern(String shown) {
        return Pattern.compile(
                shown.lines()
                        .map(line -> line.equals("…") ? "(?:.*\n)*" : line(line) + "\n")
                        .collect(joining("", "(?m)^", "")));
    }

    private static String line(String shown) {
        return Stream.of(TIME.split(shown, -1)).map(Pattern::quote).collect(joining("\\d+\\.\\d+"));
    }

    /** All Java of the example, each line without its indentation. */
    String source() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(name, "src"))) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                all.append(flat(Files.readString(file)));
            }
            return all.toString();
        }
    }

    /** The lines without indentation, as a page shows code farther to the left. */
    static String flat(String code) {
        return code.lines().map(String::strip).collect(joining("\n", "\n", "\n"));
    }
}
