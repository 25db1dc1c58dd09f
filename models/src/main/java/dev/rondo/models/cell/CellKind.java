package dev.rondo.models.cell;

/**
 * A cell that can be asked for by name. Rondo's own are {@link Cells}; another module adds one by
 * providing this as a service.
 */
public interface CellKind extends CellFactory {
    /** The name in commands and files, such as {@code lstm}. */
    String id();
}
