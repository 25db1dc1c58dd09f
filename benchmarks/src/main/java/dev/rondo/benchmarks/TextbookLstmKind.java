package dev.rondo.benchmarks;

import dev.rondo.cell.Cell;
import dev.rondo.graph.Scope;
import dev.rondo.models.cell.CellKind;

/** Names {@link TextbookLstm} for the command line. */
public final class TextbookLstmKind implements CellKind {
    /** Made by {@link java.util.ServiceLoader}. */
    public TextbookLstmKind() {}

    @Override
    public String id() {
        return "textbook-lstm";
    }

    @Override
    public Cell<?> create(Scope scope, int inputSize, int hiddenSize) {
        return new TextbookLstm(scope, inputSize, hiddenSize);
    }
}
