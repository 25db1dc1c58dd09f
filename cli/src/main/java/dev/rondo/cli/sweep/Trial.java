package dev.rondo.cli.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One training of a sweep.
 *
 * @param number from 1
 * @param combination the number of its combination, from 0
 * @param values the value of each swept option
 * @param seed the value of {@code --seed}
 */
public record Trial(int number, int combination, Map<String, String> values, long seed) {
    /** Copies the map, keeping its order. */
    public Trial {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The name of its run directory. */
    public String directory() {
        return String.format(Locale.ROOT, "trial-%03d", number);
    }

    /** The name of the file with the output of its training. */
    public String log() {
        return directory() + ".log";
    }

    /** Its options in words, such as {@code hidden 64, seed 1}. */
    @Override
    public String toString() {
        return inWords(values) + (values.isEmpty() ? "" : ", ") + "seed " + seed;
    }

    static String inWords(Map<String, String> values) {
        return values.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
    }
}
