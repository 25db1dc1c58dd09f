package dev.rondo.models.cell;

import dev.rondo.cell.Cell;
import dev.rondo.cell.StackedCell;
import dev.rondo.graph.Scope;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a cell: what a model asks for when it leaves the kind of cell open. The constructor of most
 * cells is one: {@code Lstm::new}.
 */
@FunctionalInterface
public interface CellFactory {
    /**
     * Declares a cell's parameters in a scope. A model may ask more than once, with other scopes
     * and sizes, and use only the last.
     *
     * @param scope the cell's own part of the model's scope
     * @param inputSize size I of a step's input [B, I]
     * @param hiddenSize size H of a step's output [B, H]
     */
    Cell<?> create(Scope scope, int inputSize, int hiddenSize);

    /**
     * Makes {@code layers} cells one upon the other, the first reading inputs [B, I], the others
     * the outputs [B, H] below. Their parameters are named {@code 0.…}, {@code 1.…} within the
     * scope.
     *
     * @throws IllegalArgumentException when there is less than one layer
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
