package dev.rondo.models.cell;

/**
 * A cell that can be chosen by name. Rondo's own are {@link Cells}. Another module adds a cell by
 * providing this service.
 */
public interface CellKind extends CellFactory {
    /** The name in commands and files, such as {@code lstm}. */
    String id();
}
