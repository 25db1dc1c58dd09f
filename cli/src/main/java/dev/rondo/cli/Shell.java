package dev.rondo.cli;

import java.util.regex.Pattern;

/** Command lines in a form that can be pasted into a shell. */
public final class Shell {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./-]+");

    private Shell() {}

    /** A word as a POSIX shell reads it, in quotes where it would otherwise not be one word. */
    public static String quoted(Object word) {
        String text = word.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
