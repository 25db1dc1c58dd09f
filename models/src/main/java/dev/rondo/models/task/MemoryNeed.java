package dev.rondo.models.task;

import java.util.List;
import java.util.Locale;

/**
 * An estimate of a model's memory, made before any is allocated, so that an absurd size is refused
 * with a figure. It uses doubles, because an absurd size overflows anything else.
 *
 * @param weights bytes of the parameters
 * @param others bytes of gradients, the optimizer's state and what a step keeps
 */
public record MemoryNeed(double weights, double others) {
    private static final int BYTES = 4;
    private static final List<String> UNITS = List.of("MiB", "GiB", "TiB", "PiB", "EiB");

    /** The number of gates of the cells with the most gates. */
    private static final int GATES = 4;

    /** Bytes of the description of one layer, whatever its size. */
    private static final double GRAPH = 100_000;

    /**
     * The memory for a stack of cells over sequences, with a symbol table below it and a read-out
     * above it.
     */
    public static MemoryNeed of(ModelSettings m, int vocabulary, int batch, int sequence) {
        return of(m.stack(), m.embedding(), vocabulary, batch, sequence);
    }

    /**
     * The memory for a stack of cells over sequences.
     *
     * @param size size of the first cell's input at a step
     * @param symbols number of symbols of the table below and of the read-out above
     */
    public static MemoryNeed of(StackSettings s, int size, int symbols, int batch, int sequence) {
        double h = s.hidden();
        double first = GATES * h * (size + h + 2);
        double other = GATES * h * (h + h + 2);
        double table = (double) symbols * (size + h + 1);
        double parameters = first + (s.layers() - 1) * other + table;
        double perSymbol = s.layers() * (GATES + 3) * 2 * h + 2.0 * size + 3.0 * symbols;
        double kept = (double) batch * sequence * perSymbol;
        return new MemoryNeed(
                parameters * BYTES, (3 * parameters + kept) * BYTES + s.layers() * GRAPH);
    }

    /** This memory several times. */
    public MemoryNeed times(double n) {
        return new MemoryNeed(weights * n, others * n);
    }

    /**
     * Refuses a need that cannot be met.
     *
     * @throws SettingException with the figures
     */
    public void check() {
        long most = Runtime.getRuntime().maxMemory();
        if (weights + others > most) {
            throw new SettingException(
                    String.format(
                            Locale.ROOT,
                            "this model would take about %s (weights %s, all else %s); this JVM may use"
                                    + " %s. Choose a smaller --hidden, --layers or --batch, or"
                                    + " shorter sequences, or allow more with"
                                    + " RONDO_JAVA_OPTS=-Xmx…",
                            bytes(weights + others),
                            bytes(weights),
                            bytes(others),
                            bytes(most)));
        }
    }

    private static String bytes(double n) {
        double value = n / (1 << 20);
        int unit = 0;
        while (value >= 1000 && unit < UNITS.size() - 1) {
            value /= 1024;
            unit++;
        }
        if (value >= 1000) {
            return "over 1000 " + UNITS.getLast();
        }
        String figure = value < 10 ? "%.1f %s" : "%.0f %s";
        return String.format(Locale.ROOT, figure, value, UNITS.get(unit));
    }
}
