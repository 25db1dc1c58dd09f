package dev.rondo.cli.show.page;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Shades of the cells of tables. The policy of a page forbids styles of single elements. */
final class Shades {
    /** From none to the full one. */
    private static final int STEPS = 10;

    /** Percent of the color in the full shade; text must stay readable on it. */
    private static final int FULL = 60;

    private Shades() {}

    static String style() {
        String colors =
                """
                :root { --up: 31 95 168; --down: 190 90 20 }
                @media (prefers-color-scheme: dark) { :root { --up: 108 176 245; --down: 240 150 80 } }
                """;
        return IntStream.rangeClosed(1, STEPS)
                .mapToObj(
                        s ->
                                String.format(
                                        Locale.ROOT,
                                        ".s%d { background: rgb(var(--up) / %d%%) }"
                                                + " .m%d { background: rgb(var(--down) / %d%%) }\n",
                                        s,
                                        s * FULL / STEPS,
                                        s,
                                        s * FULL / STEPS))
                .collect(Collectors.joining("", colors, ""));
    }

    /**
     * The class of a cell.
     *
     * @param value from −1 to 1; another color is below 0, and what lies outside has the full
     *     shade. Only 0 has none
     */
    static String of(double value) {
        double size = Math.min(1, Math.abs(value));
        long step = size > 0 ? Math.max(1, Math.round(STEPS * size)) : 0;
        return (value < 0 ? "m" : "s") + step;
    }
}
