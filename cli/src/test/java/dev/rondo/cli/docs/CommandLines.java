package dev.rondo.cli.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a block of shell commands calls {@code rondo} with. */
final class CommandLines {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final List<String> ENDS = List.of("|", ">", "<", "&&", ";", "2>");
    private static final Pattern ROOT_COMMAND = Pattern.compile("(\\./)?rondo");

    private CommandLines() {}

    /** The words after each {@code rondo}. */
    static List<List<String>> of(Page.Block block) {
        List<List<String>> found = new ArrayList<>();
        for (String line : joined(block.text()).split("\n")) {
            List<String> current = null;
            Matcher words = WORD.matcher(line.replaceFirst("(^|\\s)#.*", ""));
            while (words.find()) {
                String word =
                        words.group(1) != null
                                ? words.group(1)
                                : words.group(2) != null ? words.group(2) : words.group(3);
                if (ENDS.contains(word)) {
                    current = null;
                } else if (current != null) {
                    current.add(word);
                } else if (ROOT_COMMAND.matcher(word).matches()) {
                    current = new ArrayList<>();
                    found.add(current);
                }
            }
        }
        return found;
    }

    /** The lines with those that end in a backslash joined to the next. */
    private static String joined(String text) {
        return text.replaceAll("\\\\\n\\s*", " ");
    }

    /**
     * The block with short limits for what would take minutes: training ends after 20 steps, or 40
     * where it goes on with a run, and verification after 10 computations.
     */
    static String shortened(String text) {
        StringBuilder all = new StringBuilder();
        for (String line : joined(text).split("\n")) {
            all.append(shortenedLine(line)).append('\n');
        }
        return all.toString();
    }

    private static String shortenedLine(String line) {
        if (line.matches("\\./rondo (train|demo)\\b.*") && !line.contains("--steps")) {
            return line + (line.contains("--resume") ? " --steps 40" : " --steps 20");
        }
        if (line.matches("\\./rondo verify\\b.*")) {
            return line.replaceFirst(" --tries \\d+", "") + " --tries 10";
        }
        if (line.matches("\\./rondo bench .*--cell.*") && !line.contains("--seconds")) {
            return line + " --seconds 0.2 --warm-up 0.5";
        }
        return line;
    }
}
