package dev.rondo.contract;

import dev.rondo.array.DType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The largest errors that were found, each beside what is allowed. The errors are those of {@link
 * Tolerance} for single operations and those of {@link Equivalence} for programs and cells.
 */
public final class Deviations {
    private record Key(String what, DType type) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return Comparator.comparing(Key::what).thenComparing(Key::type).compare(this, other);
        }
    }

    private final Map<Key, Measured> worst = new TreeMap<>();

    /** An empty list. */
    public Deviations() {}

    /** Keeps an error if it uses up more of its limit than those of the same name and type. */
    public synchronized void add(String what, DType type, Measured measured) {
        worst.merge(new Key(what, type), measured, Measured::worse);
    }

    /** Keeps the errors of both types. */
    public void add(String what, Equivalence.Errors errors) {
        add(what, DType.F32, errors.f32());
        add(what, DType.F64, errors.f64());
    }

    /** A line for each name and type, those that use up most of their limits first. */
    public synchronized String table() {
        StringBuilder s = new StringBuilder();
        s.append(line("share", "error", "allowed", "type", "what"));
        worst.entrySet().stream()
                .sorted(
                        Comparator.comparingDouble(
                                        (Map.Entry<Key, Measured> e) -> e.getValue().share())
                                .reversed())
                .forEach(e -> s.append(line(e.getKey(), e.getValue())));
        return s.toString();
    }

    private static String line(Key key, Measured m) {
        return line(
                number("%.1f %%", 100 * m.share()),
                number("%.2e", m.error()),
                number("%.2e", m.limit()),
                key.type().toString(),
                key.what());
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static String line(String share, String error, String allowed, String type, String w) {
        return String.format(
                Locale.ROOT, "%8s  %9s  %9s  %4s  %s%n", share, error, allowed, type, w);
    }

    /** Writes the table into a file, and makes its folder where there is none. */
    void write(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, table());
        } catch (IOException e) {
            throw new UncheckedIOException("the report of deviations cannot be written", e);
        }
    }
}
