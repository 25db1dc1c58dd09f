package dev.rondo.cli.sweep;

import dev.rondo.cli.UsageException;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * An option and what is said of its values, as {@code learning-rate=0.001,0.01}.
 *
 * @param flag the option of {@code rondo sweep} that said so
 * @param option name of the swept option, without dashes
 * @param text what follows the equals sign
 */
record Swept(String flag, String option, String text) {
    /**
     * Reads each of them.
     *
     * @throws UsageException when one is not of this form, or an option occurs twice
     */
    static List<Swept> all(String flag, List<String> texts) {
        List<Swept> all = texts.stream().map(t -> parse(flag, t)).toList();
        List<String> options = all.stream().map(Swept::option).toList();
        checkDifferent(flag, "the option", options);
        return all;
    }

    private static Swept parse(String flag, String text) {
        String[] parts = text.split("=", 2);
        if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
            throw new UsageException(
                    flag
                            + " takes OPTION=VALUES, such as learning-rate=0.001,0.01, got '"
                            + text
                            + "'");
        }
        return new Swept(flag, parts[0].replaceFirst("^--", ""), parts[1]);
    }

    /** The values, which commas part, or semicolons where there are any. */
    List<String> values() {
        String separator = text.contains(";") ? ";" : ",";
        List<String> values = Arrays.stream(text.split(separator, -1)).map(String::strip).toList();
        if (values.contains("")) {
            throw new UsageException(
                    flag + " " + option + ": a value is missing in '" + text + "'");
        }
        checkDifferent(flag + " " + option, "the value", values);
        return values;
    }

    private static void checkDifferent(String where, String what, List<String> words) {
        var seen = new HashSet<String>();
        for (String word : words) {
            if (!seen.add(word)) {
                throw new UsageException(where + " has " + what + " " + word + " twice");
            }
        }
    }
}
