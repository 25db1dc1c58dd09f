package dev.rondo.graph;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;

/** Element type and shape of a tensor. */
public record Type(DType dtype, Shape shape) {
    @Override
    public String toString() {
        return dtype + shape.toString();
    }
}
