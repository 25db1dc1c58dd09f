package dev.rondo.models.cell;

/** Checks of a cell's sizes. */
final class Sizes {
    private Sizes() {}

    /** Fails unless both sizes are at least 1. */
    static void check(String cell, int inputSize, int hiddenSize) {
        if (inputSize < 1 || hiddenSize < 1) {
            throw new IllegalArgumentException(
                    cell
                            + " needs an input size and a hidden size of at least 1, got "
                            + inputSize
                            + " and "
                            + hiddenSize);
        }
    }
}
