package dev.rondo.cli.onnx;

import dev.rondo.graph.Tensor;

/** What a node of an imported model reads or gives. */
sealed interface OnnxValue {
    /** Numbers that a run computes. */
    record Traced(Tensor tensor) implements OnnxValue {}

    /** Whole numbers that follow from the shapes of the inputs alone. */
    record Known(WholeNumbers numbers) implements OnnxValue {}
}
