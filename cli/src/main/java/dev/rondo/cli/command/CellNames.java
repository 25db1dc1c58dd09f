package dev.rondo.cli.command;

import dev.rondo.models.cell.CellKind;
import dev.rondo.models.cell.Cells;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The values of {@code --cell} for the help: Rondo's own cells and those of other modules. Cells
 * are loaded only when another module has some, because help must be fast.
 */
final class CellNames implements Iterable<String> {
    private static final String OTHERS = "META-INF/services/dev.rondo.models.cell.CellKind";

    private static final List<String> OWN = List.of("rnn", "rnn-relu", "lstm", "gru", "gru-after");

    /** Says which GRU is which, for the help. */
    static final String OF_GRU =
            "The reset gate of gru comes before the recurrent product, that of gru-after comes after"
                    + " it, as in PyTorch, cuDNN and Keras.";

    @Override
    public Iterator<String> iterator() {
        List<String> names = new ArrayList<>(OWN);
        if (hasOthers()) {
            Cells.all().stream()
                    .map(CellKind::id)
                    .filter(id -> !OWN.contains(id))
                    .forEach(names::add);
        }
        return names.iterator();
    }

    private static boolean hasOthers() {
        try {
            var loader = Thread.currentThread().getContextClassLoader();
            return loader.getResources(OTHERS).hasMoreElements();
        } catch (IOException e) {
            return true; // loading says what is wrong
        }
    }
}
