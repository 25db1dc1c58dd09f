package dev.rondo.models.data;

import java.util.Locale;
import java.util.Optional;

/**
 * Lines of a file that are no rows of it.
 *
 * @param comment the character that such lines begin with
 * @param last how many there are after the rows: sums, notes; empty lines are not counted
 */
public record Skipping(Optional<Character> comment, int last) {
    /** Only empty lines after the rows, and lines of nothing but separators there. */
    public static final Skipping NOTHING = new Skipping(Optional.empty(), 0);

    /** More lines than this after what was read are not a mere note. */
    static final int MOST_LINES = 3;

    private static final int MOST_SHOWN = 30;

    /** Checks the number. */
    public Skipping {
        if (last < 0) {
            throw new IllegalArgumentException("the lines to skip must be 0 or above, got " + last);
        }
    }

    /** Whether a line begins as comments do. */
    boolean skips(String line) {
        return comment.isPresent() && !line.isEmpty() && line.charAt(0) == comment.get();
    }

    /**
     * What to do about a line that could not be read, if it may be none that should be; begins with
     * a space.
     *
     * @param line its text, or how it begins
     * @param lines number of lines from it to the last, itself included
     */
    static String hint(String line, long lines) {
        if (line.startsWith("#") || line.startsWith("%") || line.startsWith("//")) {
            return String.format(
                    Locale.ROOT,
                    ". '%s' looks like a comment; such lines are skipped with --comment '%c'",
                    line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "…" : line,
                    line.charAt(0));
        }
        if (lines > MOST_LINES) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                ". If %s a sum or a note after the data, --skip-last %d leaves %s out",
                lines == 1 ? "this last line is" : "the last " + lines + " lines are",
                lines,
                lines == 1 ? "it" : "them");
    }
}
