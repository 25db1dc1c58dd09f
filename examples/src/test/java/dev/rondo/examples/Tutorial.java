package dev.rondo.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page that explains an example of the same name.
 *
 * @param name of both
 * @param text the page
 */
record Tutorial(String name, String text) {
    private static final Path PAGES = Path.of("..", "docs", "tutorials");
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(\\.\\d+)?(E-?\\d+)?|#+");

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

    /** The lines of what it says that the program prints, with any number for a number. */
    List<String> printed() {
        // a block of text after a command is what the command prints
        return Pattern.compile("(?ms)^```sh[^\\n]*\\n[^`]*^```\\n\\n```text\\n(.*?)^```$")
                .matcher(text)
                .results()
                .flatMap(m -> m.group(1).lines())
                .map(Tutorial::withoutNumbers)
                .toList();
    }

    static String withoutNumbers(String line) {
        return NUMBER.matcher(line).replaceAll("#").replaceAll("\\s+", " ").strip();
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
        return code.lines().map(String::strip).collect(Collectors.joining("\n", "\n", "\n"));
    }
}
