package dev.rondo.cli.bench;

import dev.rondo.models.cell.CellKind;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.data.NearMiss;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Cells by the names that benchmarks have for them: those of {@link Cells}, but that {@code gru}
 * means the GRU of PyTorch and cuDNN, whose reset gate comes after the recurrent product. Results
 * name it {@code gru-after} as all of Rondo does, and the other one {@code gru-before}, so that a
 * result never leaves open which it was.
 */
public final class BenchCells {
    private static final String GRU = "gru";
    private static final String BEFORE = "gru-before";

    private BenchCells() {}

    /**
     * The name that results have for a cell.
     *
     * @param name as an option has it
     * @throws IllegalArgumentException when there is none; the message lists those there are
     */
    public static String named(String name) {
        String full = name.equals(GRU) ? Cells.GRU_AFTER.id() : name;
        if (!names().contains(full)) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "there is no cell '%s'; there are %s, and gru is %s as in PyTorch%s%s",
                            name,
                            String.join(", ", names()),
                            Cells.GRU_AFTER.id(),
                            Cells.broken().isEmpty()
                                    ? ""
                                    : "; left out: " + String.join("; ", Cells.broken()),
                            NearMiss.question(name, names())));
        }
        return full;
    }

    private static List<String> names() {
        Stream<String> ids = Cells.all().stream().map(CellKind::id);
        return ids.map(id -> id.equals(GRU) ? BEFORE : id).toList();
    }

    /** The cell that a result names. */
    static CellKind kind(String named) {
        return Cells.named(named.equals(BEFORE) ? GRU : named);
    }
}
