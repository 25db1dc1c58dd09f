package dev.rondo.cli.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param path where it is, relative to the root of the repository
 * @param blocks its fenced blocks
 * @param prose its lines outside the blocks
 */
record Page(Path path, List<Block> blocks, List<String> prose) {
    /** The root of the repository. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** The text in the info string of a block that is not run; the reason follows. */
    private static final String NOT_RUN = "not run: ";

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /**
     * A fenced block.
     *
     * @param line of its first line of text, from 1
     * @param language the first word of its info string
     * @param notRun why it is not run, or empty
     */
    record Block(Path page, int line, String language, String notRun, List<String> lines) {
        String text() {
            return String.join("\n", lines) + "\n";
        }

        boolean runs() {
            return notRun.isEmpty();
        }

        @Override
        public String toString() {
            return page + ":" + line;
        }
    }

    /** The README and every page below docs. */
    static List<Page> all() {
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            files.filter(f -> f.toString().endsWith(".md")).sorted())
                    .map(Page::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Page read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path path = ROOT.relativize(file);
        List<Block> blocks = new ArrayList<>();
        List<String> prose = new ArrayList<>();
        Block open = null;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (open == null && line.startsWith("```")) {
                open = opened(path, i + 2, line.substring(3).strip());
            } else if (open != null && line.equals("```")) {
                blocks.add(open);
                open = null;
            } else if (open != null) {
                open.lines().add(line);
            } else {
                prose.add(line);
            }
        }
        if (open != null) {
            throw new AssertionError(open + ": the block does not end");
        }
        return new Page(path, blocks, prose);
    }

    private static Block opened(Path path, int line, String info) {
        String language = info.split(" ", 2)[0];
        String rest = info.substring(language.length()).strip();
        if (!rest.isEmpty() && !rest.startsWith(NOT_RUN)) {
            throw new AssertionError(path + ":" + line + ": expected '" + NOT_RUN + "REASON'");
        }
        String reason = rest.isEmpty() ? "" : rest.substring(NOT_RUN.length());
        return new Block(path, line, language, reason, new ArrayList<>());
    }

    /** Its blocks in a language. */
    List<Block> blocks(String language) {
        return blocks.stream().filter(b -> b.language().equals(language)).toList();
    }

    /** What stands as code within a line. */
    List<String> inlineCode() {
        // in the whole text, for code may go on in the next line
        return CODE.matcher(String.join("\n", prose))
                .results()
                .map((MatchResult m) -> m.group(1))
                .toList();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
