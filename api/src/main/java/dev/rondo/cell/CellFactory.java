package dev.rondo.cell;

import dev.rondo.graph.Scope;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a cell. A model takes a factory to leave the kind of cell open. The constructors of most
 * cells are factories: {@code Lstm::new}.
 */
@FunctionalInterface
public interface CellFactory {
    /**
     * Declares a cell's parameters in a scope. A model may call this more than once, with different
     * scopes and sizes, and use only the last cell.
     *
     * @param scope the cell's own part of the model's scope
     * @param inputSize size I of a step's input [B, I]
     * @param hiddenSize size H of a step's output [B, H]
     */
    Cell<?> create(Scope scope, int inputSize, int hiddenSize);

    /**
     * Makes a stack of {@code layers} cells. The first reads inputs [B, I], and each other cell
     * reads the outputs [B, H] of the one below. Their parameters are named {@code 0.…}, {@code
     * 1.…} within the scope.
     *
     * @throws IllegalArgumentException if there is less than one layer
     */
    default StackedCell stack(Scope scope, int inputSize, int hiddenSize, int layers) {
        if (layers < 1) {
            throw new IllegalArgumentException("a stack needs at least 1 layer, got " + layers);
        }
        List<Cell<?>> made = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            Scope part = scope.child(Integer.toString(i));
            made.add(create(part, i == 0 ? inputSize : hiddenSize, hiddenSize));
        }
        return new StackedCell(made);
    }
}
