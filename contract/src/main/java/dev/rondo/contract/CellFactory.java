package dev.rondo.contract;

import dev.rondo.cell.Cell;
import dev.rondo.graph.Scope;

/**
 * Makes the cell to be checked. The constructor of most cells is a factory: {@code MyCell::new}.
 */
@FunctionalInterface
public interface CellFactory {
    /**
     * Declares a cell's variables in a scope.
     *
     * @param inputSize size I of a step's input [B, I]
     * @param size number of units
     */
    Cell<?> create(Scope scope, int inputSize, int size);
}
