package dev.rondo.benchmarks;

import dev.rondo.cell.Cell;
import dev.rondo.graph.Scope;
import dev.rondo.models.cell.CellKind;

/** Names {@link MinimalGatedUnit} for the command line. */
public final class MinimalGatedUnitKind implements CellKind {
    /** Made by {@link java.util.ServiceLoader}. */
    public MinimalGatedUnitKind() {}

    @Override
    public String id() {
        return "minimal-gated-unit";
    }

    @Override
    public Cell<?> create(Scope scope, int inputSize, int hiddenSize) {
        return new MinimalGatedUnit(scope, inputSize, hiddenSize);
    }
}
