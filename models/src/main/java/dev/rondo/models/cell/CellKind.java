package dev.rondo.models.cell;

import dev.rondo.cell.CellFactory;

import java.util.Optional;

/**
 * A cell that can be chosen by name. Rondo's own are {@link Cells}. Another module adds a cell by
 * providing this service.
 */
public interface CellKind extends CellFactory {
    /** The name in commands and files, such as {@code lstm}. */
    String id();

    /**
     * The same cell with other initial values.
     *
     * @param start how the parameters are initialized
     * @return empty if the cell takes no initial values but its own, as any does that does not say
     *     otherwise
     */
    default Optional<CellFactory> starting(CellInitializers start) {
        return Optional.empty();
    }
}
